"""A database with something in every table, and the shelf its backups stand on."""

import hashlib
import io
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg

from storage import bookmarks, deliveries, drafts, evidence, instruments, periods, uploads
from storage.backups.dumping import dump
from storage.backups.making import Wanted, create
from storage.backups.parts import Part
from storage.backups.shelf import Backup
from storage.database import Connection, Database
from storage.drafts import Author, Owner
from storage.evidence import Content
from storage.evidence_store.folder import FolderStore
from storage.uploads import NewUpload
from survey_flows import catalog
from tests.answering import Sent, send
from tests.storage.counter import NOW, opened
from tests.storage.rows import FORM, VERSION

NIGHT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
PHOTO, TWIN = b"\xff\xd8 the queue at the counter", b"\xff\xd8 the ramp"
F01 = catalog.load("F-01").version
SENT, OPEN = 4, 5  # the drafts, after three citizens


@dataclass(frozen=True)
class Shelf:
    """Backups of `database` go to `folder`; evidence comes from `store`."""

    database: Database
    folder: Path
    store: FolderStore

    async def backup(self, passphrase: str = "", *, days: int = 0) -> Backup:
        """A quick one: the passphrase is stretched as little as can be."""
        moment = NIGHT + timedelta(days=days)
        wanted = Wanted(self.folder, moment, "0.1.0", passphrase, self.store, work=1)
        return await create(self.database, wanted, lambda: moment)

    async def adds(self, content: bytes, message: int, draft: int = OPEN) -> str:
        """Somebody sends one more photo; its name in the store."""
        safe = Content(digest(content), len(content), "jpeg", "image/jpeg", "jpg")
        target = self.path(safe.file)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        async with self.database.writing() as connection:
            upload = await uploads.record(connection, _sending(draft, message))
            await evidence.keep(connection, upload, safe, NOW)
        return safe.file

    def ages(self, made: Backup, *days: int) -> None:
        """As if it had been made on these days too."""
        for one in days:
            name = (NIGHT + timedelta(days=one)).strftime("%Y%m%dT%H%M%SZ")
            shutil.copytree(made.folder, self.folder / name)

    def path(self, name: str) -> Path:
        """Where the store keeps a file."""
        return Path(self.store.place) / name


async def stocked(database: Database, folder: Path) -> Shelf:
    """Citizens, staff, an F-01 that was sent with a photo, an update put aside, a bookmark."""
    shelf = Shelf(database, folder / "backups", FolderStore(folder / "evidence"))
    counter = await opened(database)
    async with database.writing() as connection:
        await _publish(connection)
        for number in range(3):
            await send(connection, Sent("pkm", "2026", NIGHT, who=f"{number:032x}"))
        draft = await drafts.begin(connection, Owner(counter.pkm.id, 1), "F-01", F01)
        other = await drafts.begin(connection, Owner(counter.kel.id, 1), "F-01", F01)
        today = NIGHT.date()
        await deliveries.book(connection, 880_001, today)
        await deliveries.park(connection, 880_002, "Oops", b"\x00\xffsealed", today)
        await bookmarks.keep(connection, "b" * 32, draft.id, 12, today)
    post = await counter.join(name="Siti Nurbaya")
    assert (post.id, draft.id, other.id) == (1, SENT, OPEN)
    await shelf.adds(PHOTO, 1, SENT)
    async with database.writing() as connection:
        sent = await drafts.by_id(connection, draft.id)
        assert sent
        await drafts.send(connection, sent, Author(1, NOW))
    return shelf


def _sending(draft: int, message: int) -> NewUpload:
    return NewUpload(
        submission_id=draft,
        staff_id=1,
        slot="i01e1",
        file_id="telegram's own name for it",
        kind="photo",
        name="antrean.jpg",
        size=None,
        caption="",
        album="",
        message_id=message,
        sent_at=NOW,
    )


async def _publish(connection: Connection) -> None:
    first, last = date(2026, 11, 1), date(2026, 12, 31)
    await instruments.publish(connection, FORM, VERSION, "sha256:0", first)
    await instruments.publish(connection, "F-01", F01, "sha256:1", first)
    await periods.open_period(connection, "2026", first, last, "c" * 16)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def contents(database: Database) -> Mapping[str, Part]:
    """Rows and digest of every table: two databases that say the same hold the same."""
    return (await dump(database, io.BytesIO(), NIGHT, "")).manifest.tables


async def empty_postgres(server: str) -> str:
    """The URL of a database without a table."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(f"{server}/postgres".replace("+asyncpg", ""))
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    return f"{server}/{name}"
