"""`loket retention`: what is past its term goes, and nothing else."""

import os
import shutil
from datetime import date, timedelta
from pathlib import Path

from bot.evidence.storing import PART
from storage import bookmarks, deliveries
from storage.database import Connection
from tests.admin_cli.bundles import SENT
from tests.admin_cli.conftest import MONDAY, Desk

OLD, YOUNG = date(2026, 11, 13), date(2026, 11, 14)


async def leave(tables: Connection) -> None:
    """Of each kind one that is past its term, and one that is not yet."""
    for number, day in enumerate((OLD, YOUNG)):
        await deliveries.book(tables, number, day)
        await deliveries.park(tables, number, "Oops", b"sealed", day)
    for number, day in enumerate((date(2026, 11, 15), date(2026, 11, 16))):
        await bookmarks.keep(tables, f"{number}" * 32, 1, 12, day)


def counts(desk: Desk, *words: str) -> dict[str, tuple[int, int]]:
    lines = desk.json("retention", *words)["lines"]
    return {one["what"]: (one["found"], one["dropped"]) for one in lines}


def filled(desk: Desk) -> None:
    desk.receives(SENT)
    desk.store(leave)
    spool = desk.folder / "evidence" / "spool"
    spool.mkdir(parents=True)
    for name, age in ((f"old{PART}", timedelta(days=1)), (f"young{PART}", timedelta())):
        (spool / name).write_bytes(b"half")
        moment = (MONDAY - age).timestamp()
        os.utime(spool / name, (moment, moment))
    made = Path(desk.json("backup", "create")["backup"])
    for name in ("20261122T020000Z", "20261121T020000Z"):
        shutil.copytree(made, made.with_name(name))


NONE = {"orphans": (0, 0), "peppers": (0, 0)}
EVERY = ("updates", "parked", "bookmarks", "spool")


def test_what_is_past_its_term_goes_once(quiet: Desk) -> None:
    filled(quiet)
    planned = counts(quiet, "--dry-run", "--keep", "2")
    assert planned == dict.fromkeys((*EVERY, "backups"), (1, 0)) | NONE
    assert counts(quiet, "--keep", "2") == planned | dict.fromkeys((*EVERY, "backups"), (1, 1))
    assert set(counts(quiet, "--keep", "2").values()) == {(0, 0)}
    assert len(quiet.json("backup", "list")["backups"]) == 2
    assert [path.name for path in (quiet.folder / "evidence/spool").glob("*")] == ["young.part"]


def test_backups_stay_unless_a_term_is_given(quiet: Desk) -> None:
    filled(quiet)
    assert counts(quiet)["backups"] == (0, 0)
    assert counts(quiet, "--days", "1")["backups"] == (1, 1)


def test_it_says_what_is_not_its_to_drop(quiet: Desk) -> None:
    said = quiet("retention").stderr
    for words in ("answers", "evidence", "JRA", "pepper"):
        assert words in said
