"""`python -m tests.benchmarks.evidence_work BASE FILES`: the product's worker, until all are safe.

Its downloads, inspection in child processes, store and commits are the product's own.
"""

import asyncio
import json
import resource
import sys
import threading
import time
from datetime import date
from pathlib import Path

from admin_cli import clock
from bot.evidence.downloads import Downloads
from bot.evidence.storing import Storing
from bot.evidence.worker import EvidenceWorker
from bot.inspection.inspector import Inspector
from bot.inspection.line import ZYGOTE
from storage import drafts, instruments, periods, places, uploads
from storage.database import Connection, Database
from storage.drafts import Owner
from storage.evidence import Content
from storage.uploads import Batch, NewUpload, Upload
from tests.databases import sqlite_url
from tests.evidence.office import FORM, add_staff, folder_store
from tests.evidence.server import talking_to

_SLOTS = ("i01e1", "i02e1")
_EACH = 20  # what a slot takes at the most
_DAYS = (date(2026, 1, 1), date(2099, 12, 31))


class Counting(Storing):
    """The product's steps; rings when `owed` files are safe."""

    owed = 0
    done = asyncio.Event()

    async def commit(self, upload: Upload, content: Content, at: int) -> None:
        """A file is safe from here on."""
        await super().commit(upload, content, at)
        self.owed -= 1
        if not self.owed:
            self.done.set()


async def _report(_batch: Batch) -> None:
    """Nobody has to be told here."""


async def main(base: str, size: int) -> None:
    """One line of JSON in the end."""
    folder = Path.cwd()
    database = Database(await sqlite_url(folder, folder / "template.db"))
    now = int(time.time())
    async with database.writing() as connection:
        await _sent(connection, size, now)
    forms = {(FORM.form_id, FORM.version): FORM}
    async with talking_to(base) as bot:
        inspector, store = Inspector(), folder_store(folder)
        storing = Counting(Downloads(bot), inspector.inspect, store, database, forms)
        storing.owed = size
        worker = EvidenceWorker(storing, database, _report, clock.now)
        began, cpu = time.perf_counter(), _cpu()
        working = asyncio.create_task(worker.run(stop := asyncio.Event()))
        await storing.done.wait()
        seconds = time.perf_counter() - began
        stop.set()
        await working
    inspector.close()
    await asyncio.to_thread(_end_of_zygote)
    sys.stdout.write(json.dumps({"seconds": seconds, "cpu": _cpu() - cpu}) + "\n")
    await database.close()


def _cpu() -> float:
    """Of this program, and of all that has ended of what it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _end_of_zygote() -> None:
    for thread in threading.enumerate():
        if thread.name == ZYGOTE[-1]:
            thread.join()


async def _sent(connection: Connection, size: int, now: int) -> None:
    """Staff have sent so many files, each a message of its own."""
    await instruments.publish(connection, FORM.form_id, FORM.version, "sha256:0", _DAYS[0])
    await places.add_instansi(connection, "kota", "Kota Contoh", "Asia/Makassar")
    period = await periods.open_period(connection, "2026", *_DAYS, "c" * 16)
    person, draft = await add_staff(connection, "Ani"), 0
    for number in range(size):
        if number % (_EACH * len(_SLOTS)) == 0:
            lokus = await places.add_lokus(connection, f"pkm-{number}", f"PKM {number}", "kota")
            owner = Owner(lokus.id, period.id)
            draft = (await drafts.begin(connection, owner, FORM.form_id, FORM.version)).id
        new = NewUpload(
            submission_id=draft,
            staff_id=person,
            slot=_SLOTS[number % len(_SLOTS)],
            file_id=f"file-{number}",
            kind="photo",
            name="",
            size=None,
            caption="",
            album="",
            message_id=number + 1,
            sent_at=now,
        )
        await uploads.record(connection, new)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
