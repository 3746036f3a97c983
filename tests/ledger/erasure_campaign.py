"""Erases many responses as /hapus does, and looks for what they said wherever it could still be.

`python -m tests.ledger.erasure_campaign --erasures 100` prints one closing line; the short version
is tests/ledger/test_erasure_campaign.py. Looked for: the opening of each response, its salt as
bytes, hex and base64, and its pseudonym. What stays on purpose is not: leaf hash, receipt, and the
random id under which the scoring engine learns that the row is gone. On PostgreSQL it is the rows
that are searched: the files of a server hold dead rows until it recycles them.
"""

import argparse
import asyncio
import base64
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from zipfile import ZipFile, is_zipfile

import pytest
import sqlalchemy as sa

from bot.house import House, published_forms
from bot.interviews import Interviews
from bot.keys import KeyRing
from bot.outcomes import Scene
from bot.rights import Rights
from bot.settings import Settings
from storage import erasing, places
from storage.backups.dumping import dump
from storage.database import Database
from storage.erasures import enlist, in_ledger
from storage.tables import openings, submissions
from survey_flows.links import Link, payload
from survey_flows.prompts import Ask, Review
from survey_flows.replies import Chose, Sent
from tests.admin_cli.bundles import exported
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import moment
from tests.databases import postgres_url, sqlite_url
from tests.ledger.auditing import run
from tests.servers import postgres_server

FIRST_PERSON = 7_300_001
LOKUS = ("pkm", "kel", "dukcapil")
ANSWERED, OVER = moment("2026-11-18 02:00"), moment("2026-11-24 02:00")
ERASED, LATER = moment("2026-11-25 02:00"), moment("2026-12-01 02:00")
STEPS = 5  # heads that are signed while responses are erased


@dataclass
class Found:
    """How it ended. `seen` are those found in every place before; `left` says what is found now."""

    erased: int = 0
    again: int = 0
    heads: int = 0
    sound: int = 0
    seen: int = 0
    places: int = 0
    left: list[str] = field(default_factory=list)

    def is_right(self, erasures: int) -> bool:
        """Every mark was found before and none is now; each old head is continued."""
        done = (self.erased, self.again) == (erasures, erasures)
        return done and self.seen == erasures and not self.left and self.sound == self.heads > 1


@dataclass(frozen=True)
class Mark:
    """What shows that a response was there."""

    opening: str
    salt: bytes
    who: str

    def stands_in(self, content: bytes) -> bool:
        spelled = (self.salt, self.salt.hex().encode(), base64.b64encode(self.salt))
        quoted = self.opening.replace('"', '\\"')
        texts = (self.opening.encode(), quoted.encode(), self.who.encode())
        return any(one in content for one in (*spelled, *texts))


def play(desk: Desk, erasures: int, seed: int) -> Found:
    """The whole campaign, in a folder after `loket init`."""
    found, people = Found(), range(FIRST_PERSON, FIRST_PERSON + erasures + 3)
    furnish(desk)
    desk.at(ANSWERED)
    asyncio.run(_answer(desk, people, Random(seed)))
    marks = asyncio.run(_marks(desk))[:erasures]
    backup = desk.json("backup", "create", "--evidence-list")["backup"]
    before = _held(desk).values()
    found.seen = sum(all(map(one.stands_in, before)) for one in marks)
    desk.at(OVER)
    exported(desk, "2026-W47")
    desk.at(ERASED)
    heads = list(_erase(desk, people[:erasures]))
    found.erased = asyncio.run(_tombstones(desk.url))
    desk.at(LATER)
    bundles = [exported(desk, "2026-W47"), exported(desk, "2026-W48")]
    found.heads, found.sound = len(heads), _sound(desk, bundles[1], heads)
    found.again = desk.json("backup", "restore", backup, "--into", "back")["erased_again"]
    looked = _held(desk) | {str(one): _content(one) for one in _files(desk)}
    found.places = len(looked)
    found.left = [
        f"{number} in {name}"
        for number, one in enumerate(marks)
        for name, content in looked.items()
        if one.stands_in(content)
    ]
    return found


async def _house(desk: Desk, database: Database) -> House:
    keys = KeyRing(desk.folder / "keys")
    settings = Settings(_env_file=None, keys_dir=keys.folder)
    return House(settings, keys, await published_forms(database), lambda: ANSWERED)


async def _answer(desk: Desk, people: Sequence[int], chance: Random) -> None:
    """Each at one office, whatever comes to mind."""
    database = Database(desk.url)
    house = await _house(desk, database)
    number, key = house.keys.newest_qr
    for person in people:
        async with database.writing() as connection:
            lokus = await places.lokus_of(connection, chance.choice(LOKUS))
            interviews = Interviews(house, connection)
            link = payload(Link("F-03", lokus.id, 1), number, key)
            outcome = await interviews.begin(person, link)
            assert isinstance(outcome, Scene)
            name = outcome.key
            while isinstance(outcome.turn.prompt, Ask):
                said = Chose(outcome.turn.prompt.field, chance.choice("12345"))
                outcome = await interviews.take_turn(person, name, said)
                assert isinstance(outcome, Scene)
            assert isinstance(outcome.turn.prompt, Review)
            await interviews.take_turn(person, name, Sent(outcome.turn.prompt.seen))
    await database.close()


async def _marks(desk: Desk) -> list[Mark]:
    database = Database(desk.url)
    query = sa.select(openings.c.opening, openings.c.salt, submissions.c.who).join_from(
        openings, submissions
    )
    async with database.reading() as connection:
        rows = await connection.execute(query.order_by(submissions.c.id))
        found = [Mark(row.opening, bytes(row.salt), row.who) for row in rows]
    await database.close()
    return found


def _erase(desk: Desk, people: Sequence[int]) -> Iterator[Path]:
    """Now and then a head is signed; the last one before the first erasure, too."""
    step = -(-len(people) // STEPS)
    for start in range(0, len(people), step):
        head = desk.folder / f"head-{start}.txt"
        desk.done("ledger", "checkpoint", "--out", head)
        yield head
        asyncio.run(_hapus(desk, people[start : start + step]))


async def _hapus(desk: Desk, people: Sequence[int]) -> None:
    """What the bot does when somebody says so, and afterwards."""
    database = Database(desk.url)
    house = await _house(desk, database)
    for person in people:
        async with database.writing() as connection:
            await Rights(house, connection, person).erase()
    async with database.reading() as connection:
        enlist(desk.folder / "checkpoints", await in_ledger(connection))
    assert await erasing.fold(database)
    await database.close()


async def _tombstones(url: str) -> int:
    database = Database(url)
    async with database.reading() as connection:
        found = await erasing.tombstones(connection)
    await database.close()
    return found


def _sound(desk: Desk, bundle: Path, heads: Sequence[Path]) -> int:
    """How many old heads the newest bundle continues, in the eyes of the auditor's file."""
    key = str(desk.json("export", "key")["public_key"])
    words = (str(bundle), "--key", key, "--ledger-key", desk.done("ledger", "key").strip())
    every = [run(*words, "--json", "--previous", str(head)) for head in heads]
    assert desk.json("ledger", "verify")["problems"] == []
    return sum(one.code == 0 for one in every)


def _held(desk: Desk) -> dict[str, bytes]:
    """SQLite's file and WAL, and the rows of all tables."""
    every = desk.folder.glob("loket.db*")
    return {"rows": _dumped(desk)} | {one.name: one.read_bytes() for one in every}


def _dumped(desk: Desk) -> bytes:
    """All rows of all tables, as a backup made now would hold them."""

    async def work() -> bytes:
        database, sink = Database(desk.url), io.BytesIO()
        await dump(database, sink, LATER, "")
        await database.close()
        return sink.getvalue()

    return _unzipped(asyncio.run(work()))


def _files(desk: Desk) -> list[Path]:
    """Exports, workbooks, and the restored backup; the backups of before hold it until they go."""
    restored = (desk.folder / "back").rglob("*")
    made = desk.folder.glob("pekppp_*")
    return [one for one in (*made, *restored, *desk.folder.rglob("checkpoint-*")) if one.is_file()]


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    return _unzipped(content) if is_zipfile(path) else content


def _unzipped(content: bytes) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def main(words: Sequence[str] | None = None) -> int:
    """0 only if nothing is left and every old head is continued."""
    given = _arguments(words)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # a database server under another account passes through
        patched = stack.enter_context(pytest.MonkeyPatch.context())
        if given.database == "postgresql":
            made = postgres_url(stack.enter_context(postgres_server(folder / "postgres")))
        else:
            made = sqlite_url(folder, folder / "template.db")
        desk = Desk(folder, asyncio.run(made), patched)
        patched.chdir(folder)
        patched.setenv("LOKET_DATABASE_URL", desk.url)
        desk.at(OVER)
        desk.done("init")
        found = play(desk, given.erasures, given.seed)
    for line in found.left[:5]:
        sys.stderr.write(f"left: {line}\n")
    sys.stdout.write(
        f"erased {found.erased} · old heads {found.heads} · continued {found.sound}"
        f" · marks seen before {found.seen} · places searched {found.places}"
        f" · left {len(found.left)} · erased again in the restored backup {found.again}"
        f" · {given.database}\n"
    )
    return 0 if found.is_right(given.erasures) else 1


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.ledger.erasure_campaign")
    parser.add_argument("--erasures", type=int, default=100)
    parser.add_argument("--seed", type=int, default=47)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
