"""Which instruments were published, with the fingerprint each had on that day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger
from storage.tables import instruments
from survey_flows.ledger import leaves


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the register; it is never changed."""

    form_id: str
    version: str
    fingerprint: str
    published_on: date


async def published(connection: AsyncConnection) -> list[Published]:
    """All published versions, oldest version first within a form."""
    query = sa.select(instruments).order_by(instruments.c.form_id, instruments.c.version)
    rows = await connection.execute(query)
    return [Published(row.form_id, row.version, row.fingerprint, row.published_on) for row in rows]


async def publish(
    connection: AsyncConnection, form_id: str, version: str, fingerprint: str, today: date
) -> Published:
    """Register a version once; publishing it again gives back what was registered first."""
    for one in await published(connection):
        if (one.form_id, one.version) == (form_id, version):
            return one
    values = {
        "form_id": form_id,
        "version": version,
        "fingerprint": fingerprint,
        "published_on": today,
    }
    await connection.execute(instruments.insert().values(**values))
    leaf = leaves.instrument(form_id, version, fingerprint, today.isoformat())
    await ledger.append(connection, leaf)
    return Published(form_id, version, fingerprint, today)
