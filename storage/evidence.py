"""Files that are safe: one row for each, and the bytes in the evidence store under their sha256."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import drafts
from storage.drafts import Author
from storage.evidence_store.store import digest_in, name_of
from storage.prepared import Prepared
from storage.staff_tables import evidence
from storage.uploads import Upload, settle_stored
from survey_flows.facts import Attached

_KEEP = Prepared(evidence.insert())


class UploadSettled(Exception):
    """Somebody else settled this upload meanwhile: nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes are, whatever the sender called them. `fingerprint` is of the picture."""

    sha256: str
    size: int
    kind: str
    media_type: str
    extension: str
    width: int = 0
    height: int = 0
    pages: int = 0
    fingerprint: str = ""

    @property
    def file(self) -> str:
        """Its name in the evidence store."""
        return name_of(self.sha256, self.extension)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One safe file. `slot` is where it was sent; whether it counts there is the facts' to say."""

    key: str
    submission_id: int
    slot: str
    staff_id: int
    stored_at: int
    name: str
    caption: str
    content: Content


async def keep(connection: AsyncConnection, upload: Upload, content: Content, at: int) -> None:
    """The file is safe: its row, its fact and its upload's end, in the caller's transaction.

    Raises UploadSettled, and DraftEnded when the form was sent meanwhile.
    """
    # The fact goes first: it locks the form, and PostgreSQL sees a deadlock between two who hold
    # a mere reference to the form, as the rows below do, and then both want the lock.
    fact = Attached(upload.slot, upload.key)
    await drafts.append(connection, upload.submission_id, (fact,), Author(upload.staff_id, at))
    if not await settle_stored(connection, upload.id):
        raise UploadSettled(upload.key)
    await _KEEP.change(
        connection,
        key=upload.key,
        submission_id=upload.submission_id,
        slot=upload.slot,
        staff_id=upload.staff_id,
        stored_at=at,
        sha256=content.sha256,
        bytes=content.size,
        kind=content.kind,
        media_type=content.media_type,
        extension=content.extension,
        width=content.width,
        height=content.height,
        pages=content.pages,
        fingerprint=content.fingerprint,
        name=upload.name,
        caption=upload.caption,
    )


async def of_draft(connection: AsyncConnection, numbers: Collection[int]) -> list[Evidence]:
    """Of these revisions, removed ones too, in the order they were stored."""
    query = sa.select(evidence).where(evidence.c.submission_id.in_(numbers))
    return await found(connection, query.order_by(evidence.c.stored_at, evidence.c.key))


async def by_key(connection: AsyncConnection, key: str) -> Evidence | None:
    """The file a fact or a button names."""
    rows = await found(connection, sa.select(evidence).where(evidence.c.key == key))
    return rows[0] if rows else None


async def every(connection: AsyncConnection) -> list[Evidence]:
    """All there is, by file."""
    query = sa.select(evidence).order_by(evidence.c.sha256, evidence.c.key)
    return await found(connection, query)


async def is_referenced(connection: AsyncConnection, file: str) -> bool:
    """Whether a row relies on this file of the store."""
    query = sa.select(sa.exists().where(evidence.c.sha256 == digest_in(file)))
    return bool((await connection.execute(query)).scalar_one())


async def found(
    connection: AsyncConnection, query: sa.Select[*tuple[object, ...]]
) -> list[Evidence]:
    """Rows of the table as what they stand for."""
    return [_read(row) for row in await connection.execute(query)]


def _read(row: sa.Row[*tuple[object, ...]]) -> Evidence:
    content = Content(
        row.sha256,
        row.bytes,
        row.kind,
        row.media_type,
        row.extension,
        row.width,
        row.height,
        row.pages,
        row.fingerprint,
    )
    return Evidence(
        row.key,
        row.submission_id,
        row.slot,
        row.staff_id,
        row.stored_at,
        row.name,
        row.caption,
        content,
    )
