"""Many responses at once, written in bulk: for what must not grow with their number."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from storage import ledger, periods, places
from storage.database import Connection
from storage.tables import leaves, ledger_head, openings, responses, submissions
from survey_flows.receipts import Measures, Opening, Seal, seal
from survey_flows.weeks import hour_of
from tests.answering import FORM, marks

AT_ONCE = 5000


async def crowd(connection: Connection, lokus: str, period: str, at: datetime, size: int) -> None:
    """So many citizens of one lokus, all within one hour."""
    where = await places.lokus_of(connection, lokus)
    when = await periods.period_of(connection, period)
    public = {"form": FORM.form_id, "version": FORM.version, "lokus": lokus, "period": period}
    public |= {"type": "answer", "day": at.date().isoformat()}
    shared = {"form_id": FORM.form_id, "version": FORM.version, "channel": 0}
    shared |= {"lokus_id": where.id, "period_id": when.id, "outcome": "submitted"}
    for first in range(0, size, AT_ONCE):
        names = [f"{lokus}/{at}/{number}" for number in range(first, min(first + AT_ONCE, size))]
        hashes = [hashlib.sha256(name.encode()).hexdigest() for name in names]
        rows = [shared | {"key": one[:16], "who": one[:32]} for one in hashes]
        made = await connection.execute(submissions.insert().returning(submissions.c.id), rows)
        openings_of = [_opening(one) for one in hashes]
        sealed = [seal(public, one, bytes(32)) for one in openings_of]
        await _keep(connection, sorted(made.scalars()), hour_of(at), openings_of, sealed)


async def _keep(
    connection: Connection,
    numbers: Sequence[int],
    hour: int,
    said: Sequence[Opening],
    sealed: Sequence[Seal],
) -> None:
    begin = await ledger.size(connection)
    every = list(zip(numbers, said, sealed, strict=True))
    rows: dict[str, list[Mapping[str, object]]] = {
        "leaves": [
            {"seq": seq, "kind": "answer", "about": "", "body": one.leaf, "hash": one.leaf_hash}
            for seq, one in enumerate(sealed, begin)
        ],
        "responses": [
            {
                "submission_id": number,
                "response_id": one.response_id,
                "sent_hour": hour,
                "leaf_hash": made.leaf_hash,
                "receipt": made.receipt,
            }
            for number, one, made in every
        ],
        "openings": [
            {"submission_id": number, "opening": one.text, "salt": bytes(32)}
            for number, one, _ in every
        ],
    }
    for table in (leaves, responses, openings):
        await connection.execute(table.insert(), rows[table.name])
    await connection.execute(ledger_head.update().values(size=begin + len(sealed)))


def _opening(name: str) -> Opening:
    answers = marks(*(1 + int(digit, 16) % 5 for digit in name[:14]))
    return Opening(name[16:32], answers, Measures((30,) * len(answers)))
