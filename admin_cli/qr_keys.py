"""`loket qr keys|rotate|revoke|history`: what signs the links, and what was printed with it."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from admin_cli import issuing, office
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.printing import AsJson, document, say, table
from admin_cli.setting_up import Yes, is_terminal

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from bot.keys import KeyRing
    from storage.database import Connection
    from storage.issuances import Issuance
    from storage.tickets import Tally

KeyId = Annotated[int, typer.Argument(metavar="KEY", help="Its number in `loket qr keys`.")]


def keys(as_json: AsJson = False) -> None:
    """List the keys that sign links, and what would stop working without each.

    The newest signs what is printed from now on; the others keep older posters and tickets good.
    """
    rows = _rows()
    if as_json:
        document({"keys": rows})
        return
    table(
        ("key", "made on", "state", "posters", "tickets"),
        (tuple(map(str, row.values())) for row in rows),
        empty="there is no key yet: run `loket init`",
    )


def rotate(as_json: AsJson = False) -> None:
    """Make a new key for what is printed from now on; older posters and tickets stay good."""
    ring = office.keys(office.settings())
    _ = ring.newest_qr  # raises KeyMissing where `loket init` has not been
    number = ring.rotate_qr()
    _tell(number, "made")
    file = ring.qr_files[number]
    if as_json:
        document({"key": number, "file": str(file)})
        return
    say(f"key {number} signs what is printed from now on: {file}; copy it to your safe place")
    say("what older keys signed stays good until `loket qr revoke`; the bot needs no restart")


def revoke(number: KeyId, yes: Yes = False, as_json: AsJson = False) -> None:
    """Take a key back: everything it has signed is refused from now on.

    There is no way to revoke a single poster: its link is good as long as its key and period are.
    A rotating poster and a ticket end by themselves; tickets also with `loket ticket revoke`.
    """
    ring = office.keys(office.settings())
    row = next((one for one in _rows() if one["key"] == number), None)
    _refuse(number, row, ring)
    if row and row["state"] != "revoked":
        say(f"key {number} has signed {row['posters']} posters and {row['tickets']} unused tickets")
        say("that are good today: they stop working at once, and have to be printed anew")
        if not yes and not (is_terminal() and typer.confirm("Revoke it?", err=True)):
            say(f"nothing was changed; say `loket qr revoke {number} --yes` if you mean it")
            raise typer.Exit(PROBLEM_FOUND)
        ring.revoke_qr(number)
        _tell(number, "revoked")
    done = next(one for one in _rows() if one["key"] == number)
    if as_json:
        document(done | {"file": str(ring.revoked_qr_files[number])})
    else:
        say(f"key {number} is revoked; a running bot refuses its links without a restart")
        say("next: print with `loket qr make`, and hang the new posters over the old ones")


def history(
    lokus: Annotated[str, typer.Option(metavar="CODE", help="Only of this one.")] = "",
    as_json: AsJson = False,
) -> None:
    """List what was printed: posters and tickets, for which lokus, with which key, until when."""

    async def work(tables: "Connection") -> "Sequence[Issuance]":
        from storage import issuances, places

        if lokus:
            await places.lokus_of(tables, lokus)
        return await issuances.all_issuances(tables)

    found = [one for one in office.reading(work) if lokus in {"", one.lokus.code}]
    rows = list(map(issuing.shape, found))
    if as_json:
        document({"issuances": rows})
        return
    table(
        ("number", "made on", "kind", "lokus", "period", "from", "until", "key", "pieces", "batch"),
        (tuple(map(str, row.values())) for row in rows),
        empty="nothing was printed yet: loket qr make --all, or loket ticket print",
    )


def _tell(number: int, change: str) -> None:
    """The ledger knows which keys there were: a secret one would have made posters of its own."""
    from storage import ledger
    from survey_flows.ledger import leaves

    day = office.today(office.settings().timezone).isoformat()
    office.writing(lambda tables: ledger.append(tables, leaves.key(number, change, day)))


def _refuse(number: int, row: dict[str, Any] | None, ring: "KeyRing") -> None:
    if row is None:
        raise WrongUse(f"there is no key {number}: see `loket qr keys`", "key.unknown")
    if list(ring.qr_files) == [number]:
        raise WrongUse(
            f"key {number} is the only one, without it no link is good at all: "
            "run `loket qr rotate` first",
            "key.last",
        )


def _rows() -> list[dict[str, Any]]:
    settings = office.settings()
    ring, today = office.keys(settings), office.today(settings.timezone)
    zone = ZoneInfo(settings.timezone)
    posters, tickets = office.reading(lambda tables: _signed(tables, today))
    newest = max(ring.qr_files, default=0)
    states = {number: "newest" if number == newest else "good" for number in ring.qr_files}
    states |= dict.fromkeys(ring.revoked_qr_files, "revoked")
    files = ring.qr_files | ring.revoked_qr_files
    return [
        {
            "key": number,
            "made_on": _made_on(files[number], zone),
            "state": states[number],
            "posters": posters[number],
            "tickets": tickets[number],
        }
        for number in sorted(files)
    ]


async def _signed(tables: "Connection", today: date) -> "tuple[Counter[int], Counter[int]]":
    from storage.issuances import all_issuances
    from storage.tickets import tallies

    found: Sequence[Tally] = await tallies(tables, today)
    return issuing.posters_of(await all_issuances(tables), today), issuing.tickets_of(found)


def _made_on(file: Path, zone: ZoneInfo) -> str:
    return str(datetime.fromtimestamp(file.stat().st_mtime, zone).date())
