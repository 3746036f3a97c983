"""A lokus with two members of staff and an open form, into which files are sent."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from bot.evidence.downloads import Downloads
from bot.evidence.storing import Storing
from bot.evidence.worker import EvidenceWorker
from bot.inspection.verdict import Fine, Kind, Refused, Verdict
from storage import drafts, evidence, instruments, periods, places, uploads
from storage.database import Connection, Database
from storage.drafts import Draft, Owner
from storage.evidence import Evidence
from storage.evidence_store.folder import FolderStore
from storage.evidence_store.store import EvidenceStore, Stored
from storage.staff_tables import staff
from storage.uploads import Batch, NewUpload, Upload
from survey_flows.facts import Attached
from survey_flows.instrument import Aspek, EvidenceSlot, Field, Instrument, Item

NOW = 1_795_000_000
SLOT, OTHER_SLOT = "i01e1", "i02e1"
PHOTOS: tuple[Kind, ...] = ("jpeg", "pdf")


def _item(number: int) -> Item:
    name = f"i{number:02}"
    slot = EvidenceSlot(f"{name}e1", "Foto ruang tunggu", PHOTOS, least=1, most=20)
    return Item(number, str(number), "Ruang tunggu", (Field(name, "text", "Jelaskan"),), (slot,))


FORM = Instrument(
    "F-01", "1", "F-01", "staff", "test", (Aspek("a1", "Sarana", (_item(1), _item(2))),)
)


def photo(text: str) -> bytes:
    """Something that begins like a JPEG."""
    return b"\xff\xd8\xff" + text.encode() * 50


async def inspect(path: Path, *, accept: Collection[Kind]) -> Verdict:
    """By the first bytes, without a child process."""
    assert "jpeg" in accept
    if path.read_bytes()[:2] == b"\xff\xd8":
        return Fine("jpeg", "image/jpeg", "jpg", width=4, height=3, fingerprint="00" * 8)
    return Refused("unknown_type")


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)

    def ticks(self) -> float:
        return self.now


async def add_staff(connection: Connection, name: str) -> int:
    row = staff.insert().values(
        account=name.ljust(32, "."), chat=b"", name=name, is_reminded=True, added_at=NOW
    )
    return int((await connection.execute(row.returning(staff.c.id))).scalar_one())


@dataclass
class Office:
    """`telegram` gives the files; `restart` is a new worker over the same disk and database."""

    database: Database
    downloads: Downloads
    store: EvidenceStore
    draft: int = 0
    staff: tuple[int, int] = (0, 0)
    clock: Clock = field(default_factory=Clock)
    reports: list[Batch] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    worker: EvidenceWorker = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        forms = {("F-01", "1"): FORM}
        storing = Storing(self.downloads, inspect, self.store, self.database, forms)
        self.worker = EvidenceWorker(
            storing, self.database, self.report, self.clock, self.clock.ticks
        )

    async def report(self, batch: Batch) -> None:
        self.reports.append(batch)

    async def furnish(self) -> None:
        async with self.database.writing() as connection:
            await instruments.publish(connection, "F-01", "1", "sha256:0", date(2026, 11, 1))
            await places.add_instansi(connection, "kota", "Kota Contoh", "Asia/Makassar")
            lokus = await places.add_lokus(connection, "pkm", "Puskesmas", "kota")
            days = (date(2026, 11, 1), date(2026, 12, 31))
            period = await periods.open_period(connection, "2026", *days, "c" * 16)
            self.staff = (await add_staff(connection, "Ani"), await add_staff(connection, "Budi"))
            opened = await drafts.begin(connection, Owner(lokus.id, period.id), "F-01", "1")
        self.draft = opened.id

    async def send(self, file_id: str, album: str = "", slot: str = SLOT, by: int = 0) -> Upload:
        """A message with a file."""
        new = NewUpload(
            submission_id=self.draft,
            staff_id=self.staff[by],
            slot=slot,
            file_id=file_id,
            kind="photo",
            name=f"{file_id}.jpg",
            size=None,
            caption="ruang tunggu",
            album=album,
            message_id=next(self.numbers),
            sent_at=int(self.clock.now),
        )
        async with self.database.writing() as connection:
            return await uploads.record(connection, new)

    async def work(self, seconds: float = 0.0) -> None:
        """Let time pass, and the worker do everything there is to do then."""
        self.clock.now += seconds
        await self.worker.look()
        await self.worker.finish()
        await self.worker.look()
        await self.worker.finish()

    async def upload(self, key: str) -> Upload:
        async with self.database.reading() as connection:
            found = await uploads.by_key(connection, key)
        assert found
        return found

    async def safe(self) -> list[Evidence]:
        """All evidence there is."""
        async with self.database.reading() as connection:
            return await evidence.every(connection)

    async def attached(self) -> list[str]:
        """The keys the form has facts about, in their order."""
        async with self.database.reading() as connection:
            draft = await drafts.by_id(connection, self.draft)
        assert draft
        return [one.fact.key for one in draft.entries if isinstance(one.fact, Attached)]

    async def submit(self) -> None:
        async with self.database.writing() as connection:
            draft = await self._draft(connection)
            await drafts.send(connection, draft, drafts.Author(self.staff[0], NOW))

    async def _draft(self, connection: Connection) -> Draft:
        draft = await drafts.by_id(connection, self.draft)
        assert draft
        return draft

    async def files(self) -> list[Stored]:
        """What lies in the store."""
        return [one async for one in self.store.every()]

    @property
    def spool(self) -> list[str]:
        """What lies in the spool."""
        folder = self.store.spool
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def rows(database: Database, table: sa.Table) -> int:
    async with database.reading() as connection:
        counted = sa.select(sa.func.count()).select_from(table)
        return int((await connection.execute(counted)).scalar_one())


def folder_store(folder: Path) -> FolderStore:
    return FolderStore(folder / "evidence")
