"""Which responses are of accounts that served the instansi, before or after they answered.

They are looked for by pseudonym, as long as there is a pepper; what was found stays when it is not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger
from storage.openings import of_leaves
from storage.responses import Scope, within
from storage.staff_tables import by_staff, staff_looks
from storage.tables import leaves, responses, submissions

_NAMES_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Traces:
    """Response ids: found to be of staff, and those nobody has looked at yet."""

    found: frozenset[str]
    unseen: frozenset[str]

    def of(self, response_id: str) -> bool | None:
        """Whether it is of staff; None where nobody looked."""
        if response_id in self.found:
            return True
        return None if response_id in self.unseen else False


async def note(
    connection: AsyncConnection, period_id: int, names: Collection[str], today: date
) -> int:
    """Keep which responses of a period have one of these pseudonyms; how many are new."""
    seq, every, added = await ledger.size(connection) - 1, sorted(names), 0
    for start in range(0, len(every), _NAMES_AT_ONCE):
        some = every[start : start + _NAMES_AT_ONCE]
        new = await _unnoted(connection, period_id, some)
        rows = [{"submission_id": one, "seq": seq, "noted_on": today} for one in new]
        if rows:
            await connection.execute(by_staff.insert(), rows)
        added += len(rows)
    look = {"period_id": period_id, "seq": seq}
    known = sa.select(staff_looks.c.seq).filter_by(**look)
    if (await connection.execute(known)).first() is None:
        await connection.execute(staff_looks.insert().values(**look))
    return added


async def known(connection: AsyncConnection, scope: Scope, size: int) -> Traces:
    """What was known of these responses when the ledger had `size` leaves."""
    found = of_leaves(sa.select(responses.c.response_id)).join(
        by_staff, by_staff.c.submission_id == responses.c.submission_id
    )
    looked = sa.select(staff_looks.c.period_id, sa.func.max(staff_looks.c.seq).label("seq"))
    last = looked.where(staff_looks.c.seq < size).group_by(staff_looks.c.period_id).subquery()
    unseen = of_leaves(sa.select(responses.c.response_id)).outerjoin(
        last, last.c.period_id == submissions.c.period_id
    )
    is_unseen = sa.or_(last.c.seq.is_(None), last.c.seq < leaves.c.seq)
    queries = (
        found.where(within(scope), by_staff.c.seq < size),
        unseen.where(within(scope), is_unseen),
    )
    return Traces(*[frozenset((await connection.execute(one)).scalars()) for one in queries])


async def _unnoted(
    connection: AsyncConnection, period_id: int, names: Collection[str]
) -> list[int]:
    sent = sa.and_(submissions.c.outcome == "submitted", submissions.c.period_id == period_id)
    noted = sa.select(by_staff.c.submission_id)
    query = sa.select(submissions.c.id).where(
        submissions.c.who.in_(names), sent, submissions.c.id.not_in(noted)
    )
    return list((await connection.execute(query)).scalars())
