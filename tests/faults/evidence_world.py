"""One world of the evidence campaign: a Telegram full of files, people who send them, a judge."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path
from random import Random

import sqlalchemy as sa
from aiohttp import web

from storage import drafts, instruments, periods, places, uploads
from storage.database import Database
from storage.drafts import Author, Owner
from storage.errors import StaleTurn
from storage.staff_tables import uploads as uploads_table
from storage.uploads import STORED, NewUpload
from tests.evidence import server
from tests.evidence.office import SLOT, add_staff
from tests.evidence.server import Fault, Files
from tests.faults import evidence_program
from tests.faults.evidence_program import Life, clock_from
from tests.faults.evidence_verdict import Judge, Tally
from tests.faults.reaper import KILLED, ProgramDied

FAULTS: tuple[Fault, ...] = (server.broken, server.cut, server.missing)
ASKING: tuple[Fault, ...] = (server.broken, server.wrong_id)
ALBUMS_OF_A_FORM = 10
_MOST_FAULTS = 2  # of a kind: five in a row would rightly make Telegram's file a lost one
_LONGEST = 2400.0  # seconds; three days of the worker pass in 2592


@dataclass(frozen=True)
class Plan:
    """`failures` is the share of requests Telegram fails; `kills` come on top of those by step."""

    folder: Path
    url: str
    albums: int
    seed: int
    failures: float
    broken: str


class World:
    """`play` sends everything, kills until nothing is left to kill, and judges."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chance = Random(plan.seed)  # of what is sent; moments of death are nobody's to repeat
        self.fate = Random(plan.seed)
        self.database = Database(plan.url)
        self.files = Files()
        self.judge = Judge(self.database, plan.folder / "evidence", self.files.contents)
        self.began = time.time()
        self.seconds = clock_from(self.began)
        self.is_sent = False

    async def play(self) -> Tally:
        async with server.serving(self.files, routes=[web.post("/told", self.told)]):
            forms = await self.furnish()
            sending = asyncio.create_task(self.send_all(forms))
            await self.reap()
            await sending
        self.judge.tally.steps = len(list((self.plan.folder / "deaths").iterdir()))
        tally = await self.judge.judge()
        await self.database.close()
        return tally

    async def furnish(self) -> list[tuple[int, int]]:
        """Form and sender for every ten albums."""
        async with self.database.writing() as connection:
            await instruments.publish(connection, "F-01", "1", "sha256:0", date(2026, 11, 1))
            await places.add_instansi(connection, "kota", "Kota", "Asia/Makassar")
            days = (date(2026, 11, 1), date(2026, 12, 31))
            period = await periods.open_period(connection, "2026", *days, "c" * 16)
            forms = []
            for number in range(-(-self.plan.albums // ALBUMS_OF_A_FORM)):
                lokus = await places.add_lokus(connection, f"l{number}", f"Lokus {number}", "kota")
                owner = Owner(lokus.id, period.id)
                draft = await drafts.begin(connection, owner, "F-01", "1")
                forms.append((draft.id, await add_staff(connection, f"Staf {number}")))
        return forms

    async def send_all(self, forms: list[tuple[int, int]]) -> None:
        """Album after album; every fifth form is sent while files are still on their way."""
        for number in range(self.plan.albums):
            form, sender = forms[number // ALBUMS_OF_A_FORM]
            await self.send_album(form, sender, number)
            await asyncio.sleep(self.chance.uniform(0, 0.1))
            is_last = number % ALBUMS_OF_A_FORM == ALBUMS_OF_A_FORM - 1
            if is_last and number // ALBUMS_OF_A_FORM % 5 == 4:
                await self.submit(form, sender)
        self.is_sent = True

    async def send_album(self, form: int, sender: int, album: int) -> None:
        """Two to ten files, each in an update of its own, some delivered twice."""
        for place in range(self.chance.randint(2, 10)):
            message = album * 100 + place
            new = NewUpload(
                submission_id=form,
                staff_id=sender,
                slot=SLOT,
                file_id=self.make_file(message),
                kind="photo",
                name="foto.jpg",
                size=None,
                caption="",
                album=str(album),
                message_id=message,
                sent_at=int(self.seconds()),
            )
            for _ in range(self.chance.choice([1, 1, 1, 2])):
                async with self.database.writing() as connection:
                    await uploads.record(connection, new)
            self.judge.tally.files += 1

    def make_file(self, message: int) -> str:
        """Mostly photos; some twice, some no photo at all, some that Telegram never finds."""
        name, chance = f"file{message}", self.chance
        kind = chance.choices(["photo", "twin", "bad", "gone"], [90, 4, 4, 2])[0]
        content = b"\xff\xd8" + chance.randbytes(chance.choice([1_000, 50_000, 600_000]))
        if kind == "twin" and self.files.contents:
            content = chance.choice(list(self.files.contents.values()))
        if kind != "gone":
            self.files.contents[name] = content if kind != "bad" else b"MZ" + content
        self.files.giving[name] = list(self.faults(FAULTS))
        self.files.asking[name] = list(self.faults(ASKING))
        return name

    def faults(self, kinds: tuple[Fault, ...]) -> Iterator[Fault]:
        """How often this file fails before it comes, at the share that was asked for."""
        for _ in range(_MOST_FAULTS):
            if self.chance.random() >= self.plan.failures:
                return
            yield self.chance.choice(kinds)

    async def submit(self, form: int, sender: int) -> None:
        while True:
            try:
                async with self.database.writing() as connection:
                    draft = await drafts.by_id(connection, form)
                    assert draft
                    return await drafts.send(connection, draft, Author(sender, 0))
            except StaleTurn:
                continue

    async def reap(self) -> None:
        """Start, be killed by its own steps or by us, until everything is settled and told."""
        until = time.monotonic() + _LONGEST
        while not (self.is_sent and await self.is_done()) and time.monotonic() < until:
            code = await death(evidence_program.start(self.life()), self.fate)
            self.judge.tally.kills += self.checked(code) == KILLED

    def checked(self, code: int) -> int:
        """A worker that ends by itself has an error of its own to tell."""
        if code != KILLED:
            log = self.plan.folder / "worker.log"
            said = log.read_text()[-2000:] if log.exists() else ""
            raise ProgramDied(f"exit code {code}\n{said}")
        return code

    def life(self) -> Life:
        deaths = self.plan.folder / "deaths"
        deaths.mkdir(exist_ok=True)
        log = self.plan.folder / "worker.log"
        broken = self.plan.broken
        store = self.plan.folder / "evidence"
        return Life(self.plan.url, self.files.base, store, deaths, log, self.began, broken)

    async def is_done(self) -> bool:
        open_ones = sa.select(sa.func.count()).where(uploads_table.c.is_reported.is_(False))
        async with self.database.reading() as connection:
            return (await connection.execute(open_ones)).scalar_one() == 0

    async def told(self, request: web.Request) -> web.Response:
        """The chat shows how a batch ended."""
        for one in (await request.json())["uploads"]:
            if one["state"] == STORED:
                await self.judge.see_tick(one["key"], one["file_id"])
        return web.Response()


async def death(process: Process, fate: Random) -> int:
    """Let it live until it dies of a step, or not so long. In one thread: whoever else asks
    multiprocessing how a process ended takes the answer away.
    """
    dead, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(process.sentinel, dead.set)
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(dead.wait(), fate.choice([0.5, 2.0, 6.0, 6.0]))
    finally:
        loop.remove_reader(process.sentinel)
        process.kill()
    process.join()
    code = process.exitcode
    process.close()
    return code if code is not None else 0


async def play(plan: Plan) -> Tally:
    """A world from its first file to its verdict."""
    try:
        return await World(plan).play()
    finally:
        shutil.rmtree(plan.folder / "deaths", ignore_errors=True)
