"""`loket staff`: who fills F-01 for a lokus. A link invites, a code that was heard lets in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import clock, office
from admin_cli.codes import code_of
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.printing import AsJson, document, say, table
from admin_cli.setting_up import Yes, is_terminal
from admin_cli.staff_roll import Entry, moment, of_invite, of_post, pick, roll
from admin_cli.whole_file import replacing
from survey_flows.invitations import Role, bare_code, code_text, invite_payload

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.staff import Invite, Member, Post

app = typer.Typer(no_args_is_help=True, help="Who fills F-01: invite, confirm, list, revoke.")

At = Annotated[str, typer.Option("--lokus", metavar="CODE", help="Where the person serves.")]
Named = Annotated[str, typer.Option("--name", help="Of the person, as colleagues know it.")]


@app.command()
def invite(
    *,
    lokus: At,
    role: Annotated[Role, typer.Option(help="penanggung_jawab submits F-01; petugas fills it.")],
    name: Named,
    out: Annotated[Path | None, typer.Option(dir_okay=False, help="Draw the QR as PNG.")] = None,
    bot: Annotated[str, typer.Option(help="Name of the bot, if not the one in use.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make a link for one person: it works once, within 48 hours. It is shown this once only."""
    from admin_cli.qr_bot import bot_name

    settings = office.settings()
    called = bot_name(bot, settings)
    _ = office.keys(settings).chats  # raises KeyMissing while nobody could be let in

    async def work(tables: "Connection") -> "tuple[Invite, str]":
        from storage import places, staff

        where = await places.lokus_of(tables, code_of(lokus))
        made, token = await staff.invite(tables, where, role, name, _now())
        link = f"https://t.me/{called}?start={invite_payload(token)}"
        if out:
            _draw(out, link)
        return made, link

    made, link = office.writing(work)
    if as_json:
        file = str(out) if out else None
        document(of_invite(made, made.made_at).shape() | {"link": link, "file": file})
    else:
        _hand_over(made, link, out)


@app.command()
def confirm(
    code: Annotated[str, typer.Argument(metavar="CODE", help="As the person reads it out.")],
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Let a person in who opened the link: hear the code by phone or face to face.

    Never take it from a forwarded message or screenshot: whoever stole the link would send one.
    """
    bare = bare_code(code)
    heard, known = office.reading(lambda tables: _look(tables, bare))
    _describe(heard, known)
    if not yes and not _agreed(heard):
        say("nothing was changed; `loket staff revoke` cancels an invitation that went astray")
        raise typer.Exit(PROBLEM_FOUND)
    post = office.writing(lambda tables: _confirm(tables, bare))
    if as_json:
        document(of_post(post).shape())
    else:
        say(f"{post.member.name} now serves {post.lokus.code} as {post.role}; the bot says so")


@app.command("list")
def list_all(
    lokus: Annotated[str, typer.Option(metavar="CODE", help="Only of this one.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Also who was revoked.")] = False,
    as_json: AsJson = False,
) -> None:
    """List who serves where, and the invitations that wait or expired.

    waiting: nobody opened the link; claimed: somebody did, and waits for `loket staff confirm`.
    """
    entries = office.reading(lambda tables: roll(tables, _now(), lokus))
    shown = [one for one in entries if every or one.is_open]
    if as_json:
        document({"staff": [one.shape() for one in shown]})
        return
    table(
        ("number", "name", "role", "lokus", "state", "when"),
        (one.row() for one in shown),
        empty="there is nobody yet: loket staff invite --lokus CODE --role ROLE --name NAME",
    )


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(metavar="[NUMBER]", help="From the list.")] = 0,
    name: Named = "",
    lokus: At = "",
    as_json: AsJson = False,
) -> None:
    """End a post at once, or cancel an invitation; by NUMBER, or by --name and --lokus.

    What the person entered stays, with the name. Safe to repeat.
    """
    if bool(number) == bool(name) or bool(name) != bool(lokus):
        raise WrongUse("say whom: the NUMBER of `loket staff list`, or --name NAME --lokus CODE")

    async def work(tables: "Connection") -> tuple[Entry, Entry]:
        before = pick(await roll(tables, _now(), lokus), number, name)
        await _end(tables, before)
        return before, pick(await roll(tables, _now()), before.number, "")

    before, after = office.writing(work)
    if as_json:
        document(after.shape() | {"changed": before.is_open})
    else:
        say(_what_was_done(before, after))


async def _confirm(tables: "Connection", bare: str) -> "Post":
    """What they had answered as a citizen is flagged from this day on."""
    from admin_cli.bundle.staff_accounts import look
    from storage import staff

    settings = office.settings()
    post = await staff.confirm(tables, bare, _now())
    await look(tables, office.keys(settings), office.today(settings.timezone))
    return post


def _now() -> int:
    return int(clock.now().timestamp())


def _draw(file: Path, link: str) -> None:
    """For the admin's eyes: whoever sees the picture first could open the link first."""
    from admin_cli.qr_code import png

    with replacing(file) as draft:
        draft.touch(mode=0o600)
        draft.write_bytes(png(link))


def _hand_over(made: "Invite", link: str, out: Path | None) -> None:
    from admin_cli.qr_code import can_echo_code, echo_code

    typer.echo(f"{out}\t{link}" if out else link)
    if can_echo_code():
        echo_code(link)
    until = moment(made.expires_at, made.lokus)
    say(f"for {made.name} alone, {made.role} at {made.lokus.code}; works once, until {until}")
    say("next: the person opens it, is shown a code of six digits and tells you the code by phone")
    say("or face to face; then run `loket staff confirm CODE`")


async def _look(tables: "Connection", code: str) -> "tuple[Invite, Member | None]":
    from storage import staff

    heard = await staff.claimed(tables, code, _now())
    return heard, await staff.member_of(tables, heard.account)


def _describe(heard: "Invite", known: "Member | None") -> None:
    opened = moment(heard.claimed_at or 0, heard.lokus)
    say(f"{heard.name} as {heard.role} of {heard.lokus.name} ({heard.lokus.code})")
    say(f"the link was opened {opened}; the code is {code_text(heard.code)}")
    if known and known.name != heard.name:
        say(f"note: this Telegram account is known as {known.name}, and keeps that name")


def _agreed(heard: "Invite") -> bool:
    if not is_terminal():
        raise WrongUse("nobody can be asked here: say --yes if you heard the code from the person")
    asked = f"Did {heard.name} tell you this code by phone or face to face?"
    return typer.confirm(asked, default=False, err=True)


async def _end(tables: "Connection", entry: Entry) -> None:
    from storage import staff

    if entry.post_id:
        await staff.revoke(tables, entry.post_id, _now())
    else:
        await staff.cancel(tables, entry.number, _now())


def _what_was_done(before: Entry, after: Entry) -> str:
    if not before.is_open:
        return f"{after.name} was revoked {moment(after.at, after.lokus)}: nothing was changed"
    if after.post_id:
        return f"{after.name} no longer serves {after.lokus.code}, from this moment on"
    return f"the invitation of {after.name} for {after.lokus.code} is cancelled: its link is dead"
