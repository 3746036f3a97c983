"""Many responses at once, written in bulk: for what must not grow with their number."""

import hashlib
from datetime import datetime

from storage import periods, places
from storage.database import Connection
from storage.tables import responses, submissions
from survey_flows.receipts import canonical
from survey_flows.weeks import hour_of
from tests.answering import FORM, marks

AT_ONCE = 5000


async def crowd(connection: Connection, lokus: str, period: str, at: datetime, size: int) -> None:
    """So many citizens of one lokus, all within one hour."""
    where = await places.lokus_of(connection, lokus)
    when = await periods.period_of(connection, period)
    shared = {"form_id": FORM.form_id, "version": FORM.version, "channel": 0}
    shared |= {"lokus_id": where.id, "period_id": when.id, "outcome": "submitted"}
    for first in range(0, size, AT_ONCE):
        names = [f"{lokus}/{at}/{number}" for number in range(first, min(first + AT_ONCE, size))]
        hashes = {name: hashlib.sha256(name.encode()).hexdigest() for name in names}
        rows = [shared | {"key": one[:16], "who": one[:32]} for one in hashes.values()]
        made = await connection.execute(submissions.insert().returning(submissions.c.id), rows)
        ids = sorted(made.scalars())
        sealed = [_sealed(one, hour_of(at)) for one in hashes.values()]
        both = zip(ids, sealed, strict=True)
        await connection.execute(
            responses.insert(), [one | {"submission_id": number} for number, one in both]
        )


def _sealed(name: str, hour: int) -> dict[str, object]:
    answers = marks(*(1 + int(digit, 16) % 5 for digit in name[:14]))
    return {
        "response_id": name[16:32],
        "sent_hour": hour,
        "answers": canonical(answers),
        "salt": bytes(32),
        "leaf": "leaf",
        "leaf_hash": name,
        "receipt": "RECEIPT234",
    }
