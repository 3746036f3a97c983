"""Whom a breach would concern: counts, since nobody here has a name."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.responses import Span
from storage.tables import lokus, openings, periods, responses, submissions


@dataclass(frozen=True, slots=True)
class Affected:
    """How many responses of a lokus and period can be read in this database."""

    lokus: str
    name: str
    period: str
    responses: int


async def affected(
    connection: AsyncConnection, span: Span, lokus_code: str = ""
) -> Sequence[Affected]:
    """Sent within a span of hours; what was erased cannot be read."""
    joined = openings.join(responses, openings.c.submission_id == responses.c.submission_id)
    joined = joined.join(submissions, submissions.c.id == responses.c.submission_id)
    joined = joined.join(lokus, lokus.c.id == submissions.c.lokus_id)
    joined = joined.join(periods, periods.c.id == submissions.c.period_id)
    place = (lokus.c.code, lokus.c.name, periods.c.code)
    wanted = [responses.c.sent_hour >= span.first, responses.c.sent_hour < span.end]
    if lokus_code:
        wanted.append(lokus.c.code == lokus_code)
    many = sa.func.count().label("many")
    columns = (lokus.c.code, lokus.c.name, periods.c.code.label("period"), many)
    query = sa.select(*columns).select_from(joined).where(*wanted)
    rows = await connection.execute(query.group_by(*place).order_by(periods.c.code, lokus.c.code))
    return [Affected(row.code, row.name, row.period, row.many) for row in rows]
