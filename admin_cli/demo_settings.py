"""The settings of a demo: those of `loket init`, kept true to what only the demo knows."""

from collections.abc import Mapping

from admin_cli.demo_place import Place
from admin_cli.env_file import write_env
from bot.simulator.model import BotAccount


def write_settings(place: Place, bot: BotAccount, timezone: str) -> None:
    """Make the file, or bring it up to date; lines of one's own stay."""
    paths = {
        "LOKET_DATABASE_URL": "sqlite:///loket.db",
        "LOKET_KEYS_DIR": "keys",
        "LOKET_EVIDENCE_URL": place.evidence.name,
    }
    said = {
        "LOKET_BOT_TOKEN": bot.token,
        "LOKET_BOT_USERNAME": bot.username,
        "LOKET_TELEGRAM_API_BASE": place.api_base,
    }
    if not place.env_file.exists():
        write_env(place.env_file, {**said, **paths, "LOKET_TIMEZONE": timezone})
        return
    before = place.env_file.read_text(encoding="utf-8")
    after = _with(before, said)
    if "LOKET_EVIDENCE_URL" not in after:  # a demo from before there was evidence
        after += f"LOKET_EVIDENCE_URL={place.evidence.name}\n"
    if after != before:
        place.env_file.write_text(after, encoding="utf-8")


def _with(text: str, said: Mapping[str, str]) -> str:
    r"""Replace the lines of these settings.

    >>> _with("A=1\nB=2\n", {"B": "3"})
    'A=1\nB=3\n'
    """
    named = ((line.partition("=")[0], line) for line in text.split("\n"))
    return "\n".join(f"{name}={said[name]}" if name in said else line for name, line in named)
