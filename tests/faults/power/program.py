"""What is recorded: the whole bot among people, evidence, heads, erasures and backups.

`python -m tests.faults.power.program FOLDER SEED SECONDS [BREAK]` works in a furnished folder.
"""

import asyncio
import os
import stat
import sys
from pathlib import Path
from random import Random
from unittest.mock import patch

from admin_cli.ledger.heads import publish, signed_head
from bot.service import utc_now
from storage import database as databases
from storage import durable, erasures, ledger
from storage.backups.making import Wanted, create
from storage.database import Database
from storage.evidence_store import folder as folders
from storage.evidence_store.folder import FolderStore
from tests.faults.indoors import House, Journal, living, quiet
from tests.faults.power.photos import Photos

BREAKS = ("normal", "off", "no-file-sync", "no-folder-sync")
SEED = b"s" * 32
DAY = "2026-11-22"
_HEADS, _BACKUPS = 0.7, 3.0  # seconds between them
_fsync = os.fsync


def spoil(broken: str) -> None:
    """Leave out one thing that makes a power cut harmless."""
    match broken:
        case "normal" | "off":
            kept = [one for one in databases._PRAGMAS if not one.startswith("synchronous")]  # noqa: SLF001 - on purpose
            patch.object(databases, "_PRAGMAS", (*kept, f"synchronous={broken}")).start()
        case "no-file-sync":
            patch.object(os, "fsync", _sync_folders_only).start()
        case "no-folder-sync":
            patch.object(folders, "sync_folder", lambda _: None).start()
            patch.object(durable, "sync_folder", lambda _: None).start()
        case _:
            pass


def _sync_folders_only(handle: int) -> None:
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        _fsync(handle)


async def work(house: House, seconds: float) -> None:
    """Everybody at once, for a while."""
    stop = asyncio.Event()
    async with living(house) as life:
        store = FolderStore(house.folder / "evidence")
        photos = Photos(life.database, store, life.journal, Random(house.seed))
        async with asyncio.TaskGroup() as group:
            group.create_task(photos.send(stop))
            group.create_task(_publish(house, life.database, life.journal, stop))
            group.create_task(_back_up(house, life.database, life.journal, stop))
            for one in life.people:
                group.create_task(one.live(stop))
            await asyncio.sleep(seconds)
            stop.set()


async def _publish(house: House, database: Database, journal: Journal, stop: asyncio.Event) -> None:
    """Heads are given away, and the list of erasures grows."""
    folder, number = house.folder / "checkpoints", 0
    while not stop.is_set():
        number += 1
        async with database.reading() as connection:
            tree = await ledger.head(connection, await ledger.size(connection))
        head = signed_head(tree, SEED)
        path = await asyncio.to_thread(publish, head, folder)
        journal.write(head=path.name, note=head.note)
        await asyncio.to_thread(erasures.enlist, folder, {f"{number:064x}": DAY})
        journal.write(erased=f"{number:064x}")
        await asyncio.sleep(_HEADS)


async def _back_up(house: House, database: Database, journal: Journal, stop: asyncio.Event) -> None:
    store = FolderStore(house.folder / "evidence")
    while not stop.is_set():
        await asyncio.sleep(_BACKUPS)
        wanted = Wanted(house.folder / "backups", utc_now(), "power", store=store)
        made = await create(database, wanted, utc_now)
        journal.write(backup=made.name)


if __name__ == "__main__":
    folder, seed, seconds, *broken = sys.argv[1:]
    spoil("".join(broken))
    quiet()
    asyncio.run(work(House(Path(folder), int(seed)), float(seconds)))
