"""Files people sent, from the message on. Recorded first, fetched later, settled once.

An upload without a slot waits until its sender says what it proves; Telegram keeps the file.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.staff_tables import uploads
from storage.tables import submissions

_KEY_BYTES = 12
_A_DAY = 86_400
WAITING, STORED, REFUSED, LOST = "waiting", "stored", "refused", "lost"
_IS_PLACED = uploads.c.slot != ""
_SETTLE = Prepared(
    uploads.update()
    .where(uploads.c.id == sa.bindparam("number"), uploads.c.state == WAITING)
    .values(state=sa.bindparam("end"), reason=sa.bindparam("why"))
)
_MARK_REPORTED = Prepared(
    uploads.update()
    .where(uploads.c.id == sa.bindparam("number"), uploads.c.state != WAITING)
    .values(is_reported=True)
)


@dataclass(frozen=True, slots=True)
class NewUpload:
    """What a message with a file says. `slot` and `album` may be empty; `size` is only declared."""

    submission_id: int
    staff_id: int
    slot: str
    file_id: str
    kind: str
    name: str
    size: int | None
    caption: str
    album: str
    message_id: int
    sent_at: int


@dataclass(frozen=True, slots=True)
class Upload(NewUpload):
    """`tries` counts failures for the same `reason` in a row."""

    id: int
    key: str
    state: str
    reason: str
    tries: int
    next_try_at: int
    is_reported: bool

    @property
    def is_waiting(self) -> bool:
        """Neither safe nor given up."""
        return self.state == WAITING


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer's worth: the files of an album for one slot, or a single file, as they came."""

    staff_id: int
    submission_id: int
    slot: str
    album: str
    uploads: tuple[Upload, ...]

    @property
    def name(self) -> str:
        """The same for the same batch."""
        return "/".join(map(str, _batch(self.uploads[0])))

    @property
    def is_settled(self) -> bool:
        """Nothing of it is waiting any more."""
        return not any(one.is_waiting for one in self.uploads)


async def record(connection: AsyncConnection, new: NewUpload) -> Upload:
    """Once for each message. A file of an album goes where the album went first."""
    slot = await _slot_of_album(connection, new) or new.slot
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(uploads).values(
        **(asdict(new) | {"slot": slot}),
        key=secrets.token_urlsafe(_KEY_BYTES),
        state=WAITING,
        reason="",
        tries=0,
        next_try_at=new.sent_at,
        is_reported=False,
    )
    await connection.execute(row.on_conflict_do_nothing())
    same = sa.and_(uploads.c.staff_id == new.staff_id, uploads.c.message_id == new.message_id)
    return (await _found(connection, sa.select(uploads).where(same)))[0]


async def assign_slot(connection: AsyncConnection, key: str, slot: str) -> int:
    """Say what an upload, and with it its album, is to prove; how many files that were."""
    named = sa.select(uploads.c.staff_id, uploads.c.album).where(uploads.c.key == key)
    row = (await connection.execute(named)).one_or_none()
    if row is None:
        return 0
    mates = sa.and_(uploads.c.album == row.album, uploads.c.album != "")
    wanted = sa.and_(uploads.c.staff_id == row.staff_id, sa.or_(uploads.c.key == key, mates))
    change = uploads.update().where(wanted, ~_IS_PLACED, uploads.c.state == WAITING)
    return (await connection.execute(change.values(slot=slot))).rowcount


async def by_key(connection: AsyncConnection, key: str) -> Upload | None:
    """The upload a button names."""
    found = await _found(connection, sa.select(uploads).where(uploads.c.key == key))
    return found[0] if found else None


async def due(
    connection: AsyncConnection, now: int, limit: int, but: Collection[int] = ()
) -> list[Upload]:
    """What is to be fetched now, longest overdue first; `but` are in hand already.

    Nothing is put off for a day: what says so was put off by a clock that was wrong.
    """
    at = uploads.c.next_try_at
    query = sa.select(uploads).where(
        uploads.c.state == WAITING,
        _IS_PLACED,
        (at <= now) | (at > now + _A_DAY),
        uploads.c.id.not_in(but),
    )
    query = query.order_by(at, uploads.c.id).limit(limit)
    return await _found(connection, query)


async def next_try(connection: AsyncConnection, after: int) -> int | None:
    """The second in which something later is due."""
    query = sa.select(uploads.c.next_try_at).where(
        uploads.c.state == WAITING, _IS_PLACED, uploads.c.next_try_at > after
    )
    soonest = query.order_by(uploads.c.next_try_at).limit(1)
    return (await connection.execute(soonest)).scalar_one_or_none()


async def form_of(connection: AsyncConnection, upload: Upload) -> tuple[str, str]:
    """Form and version it belongs to."""
    query = sa.select(submissions.c.form_id, submissions.c.version)
    row = (await connection.execute(query.where(submissions.c.id == upload.submission_id))).one()
    return row.form_id, row.version


async def settle_stored(connection: AsyncConnection, number: int) -> bool:
    """False when it is settled already. Only together with its evidence row: evidence.keep."""
    return await _settle(connection, number, STORED, "")


async def settle_refused(connection: AsyncConnection, number: int, reason: str) -> bool:
    """It is not what the slot accepts, or nobody wants it any more."""
    return await _settle(connection, number, REFUSED, reason)


async def settle_lost(connection: AsyncConnection, number: int, reason: str) -> bool:
    """It cannot be had any more."""
    return await _settle(connection, number, LOST, reason)


async def postpone(
    connection: AsyncConnection, number: int, tries: int, next_try_at: int, reason: str
) -> None:
    """Try again then; nothing once it is settled."""
    change = uploads.update().where(uploads.c.id == number, uploads.c.state == WAITING)
    values = {"tries": tries, "next_try_at": next_try_at, "reason": reason}
    await connection.execute(change.values(**values))


async def waiting_count(connection: AsyncConnection, submission_id: int) -> int:
    """Files of this form that have their slot and are not safe yet."""
    query = sa.select(sa.func.count()).where(
        uploads.c.submission_id == submission_id, uploads.c.state == WAITING, _IS_PLACED
    )
    return int((await connection.execute(query)).scalar_one())


async def without_slot(connection: AsyncConnection, staff_id: int) -> list[Upload]:
    """What this person sent without saying what it proves, oldest first."""
    query = sa.select(uploads).where(
        uploads.c.staff_id == staff_id, uploads.c.state == WAITING, ~_IS_PLACED
    )
    return await _found(connection, query.order_by(uploads.c.message_id))


async def unreported(connection: AsyncConnection) -> list[Batch]:
    """Batches of which something was not reported, with all their files."""
    fresh = await _found(
        connection, sa.select(uploads).where(uploads.c.is_reported.is_(False), _IS_PLACED)
    )
    albums = {one.album for one in fresh} - {""}
    told = sa.select(uploads).where(uploads.c.album.in_(albums), uploads.c.is_reported, _IS_PLACED)
    mates = await _found(connection, told) if albums else []
    begun = {_batch(one) for one in fresh}
    files = [*fresh, *(one for one in mates if _batch(one) in begun)]
    files.sort(key=lambda one: (_batch(one), one.message_id))
    return [_batched(list(batch)) for _, batch in groupby(files, key=_batch)]


async def mark_reported(connection: AsyncConnection, numbers: Iterable[int]) -> None:
    """Their sender was told how they ended."""
    for number in numbers:
        await _MARK_REPORTED.change(connection, number=number)


async def was_told_of_photos(connection: AsyncConnection, staff_id: int) -> bool:
    """Whether this person has heard before what became of a photo."""
    told = sa.exists().where(
        uploads.c.staff_id == staff_id, uploads.c.kind == "photo", uploads.c.is_reported
    )
    return bool((await connection.execute(sa.select(told))).scalar_one())


def _batch(one: Upload) -> tuple[int, int, str, str]:
    return one.staff_id, one.submission_id, one.slot, one.album or one.key


def _batched(files: Sequence[Upload]) -> Batch:
    first = files[0]
    return Batch(first.staff_id, first.submission_id, first.slot, first.album, tuple(files))


async def _slot_of_album(connection: AsyncConnection, new: NewUpload) -> str | None:
    if not new.album:
        return None
    query = sa.select(uploads.c.slot).where(
        uploads.c.staff_id == new.staff_id,
        uploads.c.submission_id == new.submission_id,
        uploads.c.album == new.album,
        _IS_PLACED,
    )
    return (await connection.execute(query.limit(1))).scalar_one_or_none()


async def _settle(connection: AsyncConnection, number: int, state: str, reason: str) -> bool:
    return await _SETTLE.change(connection, number=number, end=state, why=reason) == 1


async def _found(
    connection: AsyncConnection, query: sa.Select[*tuple[object, ...]]
) -> list[Upload]:
    return [Upload(**row) for row in (await connection.execute(query)).mappings()]
