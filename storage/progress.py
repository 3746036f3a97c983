"""What the office asks about its shared forms: who sent which revision when, and what waits."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.drafts import Owner
from storage.responses import Span
from storage.staff_tables import authors, drafts, staff, uploads
from storage.tables import facts, instansi, lokus, periods, submissions

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Sending:
    """A revision that was sent, by whom, and when in seconds since 1970.

    `key` names the submission outside this database, `version` that of the form.
    """

    key: str
    version: str
    owner: Owner
    lokus: str
    period: str
    timezone: str
    revision: int
    at: int
    by: str


async def sent(
    connection: AsyncConnection, spans: Mapping[str, Span], instansi_code: str = ""
) -> list[Sending]:
    """What was sent in the hours of each time zone, by lokus, period and revision."""
    hours = (
        sa.and_(
            instansi.c.timezone == timezone,
            authors.c.at >= span.first * _HOUR,
            authors.c.at < span.end * _HOUR,
        )
        for timezone, span in spans.items()
    )
    query = _sendings().where(sa.or_(sa.false(), *hours))
    if instansi_code:
        query = query.where(instansi.c.code == instansi_code)
    ordered = query.order_by(lokus.c.code, periods.c.code, drafts.c.revision)
    return [_sending(row) for row in await connection.execute(ordered)]


async def owner_codes(connection: AsyncConnection) -> Mapping[int, str]:
    """`lokus/period` of every revision."""
    query = (
        sa.select(drafts.c.submission_id, lokus.c.code, periods.c.code.label("period"))
        .join_from(drafts, lokus, lokus.c.id == drafts.c.lokus_id)
        .join(periods, periods.c.id == drafts.c.period_id)
    )
    found = await connection.execute(query)
    return {row.submission_id: f"{row.code}/{row.period}" for row in found}


async def names(connection: AsyncConnection) -> Mapping[int, str]:
    """Everybody who ever served, by number."""
    found = await connection.execute(sa.select(staff.c.id, staff.c.name))
    return {row.id: row.name for row in found}


async def waiting(connection: AsyncConnection, period_id: int) -> Mapping[int, int]:
    """Files on their way into the forms of a period, by lokus."""
    counted = sa.select(drafts.c.lokus_id, sa.func.count().label("files"))
    joined = counted.join_from(
        drafts, uploads, uploads.c.submission_id == drafts.c.submission_id
    ).where(drafts.c.period_id == period_id, uploads.c.state == "waiting")
    found = await connection.execute(joined.group_by(drafts.c.lokus_id))
    return {row.lokus_id: row.files for row in found}


def _sendings() -> sa.Select[*tuple[object, ...]]:
    said = sa.and_(facts.c.submission_id == drafts.c.submission_id, facts.c.kind == "submitted")
    signed = sa.and_(authors.c.submission_id == facts.c.submission_id, authors.c.seq == facts.c.seq)
    columns = (
        *(submissions.c.key, submissions.c.version),
        *(drafts.c.lokus_id, drafts.c.period_id, drafts.c.revision),
        *(lokus.c.code.label("lokus"), periods.c.code.label("period"), instansi.c.timezone),
        *(authors.c.at, staff.c.name),
    )
    return (
        sa.select(*columns)
        .join_from(drafts, submissions, submissions.c.id == drafts.c.submission_id)
        .join(facts, said)
        .join(authors, signed)
        .join(staff, staff.c.id == authors.c.staff_id)
        .join(lokus, lokus.c.id == drafts.c.lokus_id)
        .join(periods, periods.c.id == drafts.c.period_id)
        .join(instansi, instansi.c.id == lokus.c.instansi_id)
    )


def _sending(row: sa.Row[*tuple[object, ...]]) -> Sending:
    return Sending(
        row.key,
        row.version,
        Owner(row.lokus_id, row.period_id),
        row.lokus,
        row.period,
        row.timezone,
        row.revision,
        row.at,
        row.name,
    )
