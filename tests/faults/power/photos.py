"""Photos that staff send while the others answer: the real evidence worker, and what it told."""

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy.exc import DBAPIError

from bot.evidence.downloads import Downloads
from bot.evidence.storing import Storing
from bot.evidence.worker import EvidenceWorker
from bot.service import utc_now
from storage import drafts, evidence, instruments, uploads
from storage.database import Connection, Database
from storage.drafts import Owner
from storage.evidence_store.folder import FolderStore
from storage.uploads import STORED, Batch, NewUpload
from survey_flows import catalog
from survey_flows.fingerprint import fingerprint
from tests.evidence.office import add_staff, inspect
from tests.evidence.server import Files, serving, talking_to
from tests.faults.indoors import House, Journal

FORM = catalog.load("F-01")
SLOTS = [slot.name for item in FORM.items for slot in item.evidence if {"jpeg"} & set(slot.accept)]
_SIZES = (900, 6_000, 70_000)


async def furnish(house: House) -> None:
    """A house with an open F-01 of the first lokus, and somebody who fills it."""
    await house.furnish()
    database = Database(house.url)
    async with database.writing() as connection:
        today = utc_now().date()
        await instruments.publish(connection, FORM.form_id, FORM.version, fingerprint(FORM), today)
        await drafts.begin(connection, Owner(1, 1), FORM.form_id, FORM.version)
        await add_staff(connection, "Sari")
    await database.close()


@dataclass
class Photos:
    """`send` goes on until told to stop."""

    database: Database
    store: FolderStore
    journal: Journal
    chance: Random

    async def send(self, stop: asyncio.Event) -> None:
        async with serving(Files()) as files, talking_to(files.base) as bot:
            forms = {(FORM.form_id, FORM.version): FORM}
            storing = Storing(Downloads(bot), inspect, self.store, self.database, forms)
            worker = EvidenceWorker(storing, self.database, self.tell, utc_now)
            working = asyncio.create_task(worker.run(stop))
            number = 0
            while not stop.is_set():
                number += 1
                with suppress(DBAPIError):  # a message that was not taken in comes again
                    await self.record(files, number)
                worker.wake()
                await asyncio.sleep(self.chance.uniform(0, 0.15))
            await working

    async def record(self, files: Files, number: int) -> None:
        name = f"file{number}"
        files.contents[name] = b"\xff\xd8" + self.chance.randbytes(self.chance.choice(_SIZES))
        new = NewUpload(
            submission_id=1,
            staff_id=1,
            slot=SLOTS[number % len(SLOTS)],
            file_id=name,
            kind="photo",
            name="foto.jpg",
            size=None,
            caption="",
            album="",
            message_id=number,
            sent_at=int(utc_now().timestamp()),
        )
        async with self.database.writing() as connection:
            await uploads.record(connection, new)

    async def tell(self, batch: Batch) -> None:
        """The tick in the chat."""
        for one in batch.uploads:
            if one.state == STORED:
                self.journal.write(ticked=one.key)


async def missing(connection: Connection, folder: Path, ticked: list[str]) -> list[str]:
    """Ticks without a row, and rows without their bytes."""
    rows = {one.key: one.content for one in await evidence.every(connection)}
    found = [f"{key}: ticked, and no row" for key in ticked if key not in rows]
    wrong = [
        f"{key}: a row without its file"
        for key, content in rows.items()
        if _hash_of(folder / content.file) != content.sha256
    ]
    return found + wrong


def _hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
