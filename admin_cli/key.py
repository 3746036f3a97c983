"""`loket key`: every secret of this server, and another one in its place."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from admin_cli import office
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.key_plan import SECRETS, Secret
from admin_cli.printing import AsJson, document, say, table
from admin_cli.setting_up import Yes, is_terminal

if TYPE_CHECKING:
    from admin_cli.rotating import Done
    from bot.settings import Settings

ABOUT = "Every secret of this server: list, rotate."
_REST = (
    "the bot must rest meanwhile: systemctl stop loket-bot, afterwards systemctl start loket-bot"
)

app = typer.Typer(no_args_is_help=True, help=ABOUT)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As in `loket key list`.")]


@app.callback(help=ABOUT)
def group() -> None:
    """Group of commands."""


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List every secret: what it is for, since when it is there, and how it is rotated."""
    settings = office.settings()
    rows = [_row(settings, one) for one in SECRETS]
    if as_json:
        document({"keys": rows})
        return
    heads = ("name", "what for", "state", "made on")
    table(heads, (tuple(row.values())[: len(heads)] for row in rows), empty="")
    say("another one, or what to do for it: loket key rotate NAME")


@app.command()
def rotate(name: Name, yes: Yes = False, as_json: AsJson = False) -> None:
    """Put a new key in the place of one that may have been seen; an older key is kept, retired.

    Run it again after it was cut off: it finishes what it began. Where a secret is not changed
    here, it says what to do, and exits 1.
    """
    from admin_cli import rotating

    secret = _secret(name)
    say(f"{name}: {secret.words}")
    if not secret.is_ours:
        _leave(secret, as_json=as_json)
    if secret.needs_rest:
        rotating.require_rest(office.settings())
        say(_REST)
    if not yes and not (is_terminal() and typer.confirm("Rotate it?", err=True)):
        say(f"nothing was changed; say `loket key rotate {name} --yes` if you mean it")
        raise typer.Exit(PROBLEM_FOUND)
    done = rotating.rotate(name)
    if as_json:
        document(_shape(name, done))
    else:
        _tell(name, done)


def _leave(secret: Secret, *, as_json: bool) -> None:
    if as_json:
        document({"name": secret.name, "rotated": False, "instead": secret.words})
    raise typer.Exit(PROBLEM_FOUND)


def _shape(name: str, done: "Done") -> dict[str, Any]:
    return {
        "name": name,
        "rotated": True,
        "finished": done.was_unfinished,
        "rows": done.rows,
        "public": done.public or None,
        "last_head": done.head.checkpoint.short if done.head else None,
        "retired": str(done.retired),
    }


def _tell(name: str, done: "Done") -> None:
    if done.was_unfinished:
        say("a rotation that had been cut off is finished; run it again for yet another key")
    if done.rows:
        say(f"{done.rows} rows hang on the new key now")
    if done.head is not None:
        say(f"the last head of the older key: {done.head.checkpoint.short}; give it away, and with")
        say("it the new key below. An audit over the change takes that short form as --previous")
    if done.public:
        typer.echo(done.public)
    need = ": backups made before need it" if name in {"chats", "parked"} else ""
    say(f"the older key is kept in {done.retired}{need}")
    say(f"copy {name}.key to your safe place now")


def _secret(name: str) -> Secret:
    found = next((one for one in SECRETS if one.name == name), None)
    if found is None:
        raise WrongUse(f"there is no key {name}: see `loket key list`", "key.unknown")
    return found


def _row(settings: "Settings", secret: Secret) -> dict[str, str]:
    state, file = _state(settings, secret)
    zone = ZoneInfo(settings.timezone)
    made = datetime.fromtimestamp(file.stat().st_mtime, zone).date() if file else ""
    how = f"loket key rotate {secret.name}" if secret.is_ours else secret.words
    return {
        "name": secret.name,
        "purpose": secret.purpose,
        "state": state,
        "made_on": str(made),
        "how": how,
    }


def _state(settings: "Settings", secret: Secret) -> tuple[str, Path | None]:
    """In a word, and the file if there is one that tells its age."""
    from bot.rotation import Rotation

    if secret.is_ours:
        rotation = Rotation(settings.keys_dir, secret.name)
        there = rotation.current if rotation.current.exists() else None
        good = "unfinished" if rotation.is_unfinished else "good"
        return (good if there else "missing"), there
    found = {
        "qr": sorted(settings.keys_dir.glob("qr-*.key")),
        "pepper": sorted(settings.keys_dir.glob("pepper-*.key")),
    }
    if secret.name in found:
        return f"{len(found[secret.name])} in use", None
    return _said(settings, secret.name), None


def _said(settings: "Settings", name: str) -> str:
    is_there = {
        "token": settings.bot_token is not None,
        "scoring": settings.scoring_secret is not None,
        "backup": settings.backup_passphrase_file is not None,
        "evidence": settings.evidence_secret_key is not None,
        "database": settings.database_url.get_secret_value().startswith("postgresql"),
    }
    return "set" if is_there[name] else "not set"
