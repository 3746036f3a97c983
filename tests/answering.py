"""Sent responses, made the way the bot makes them: facts, seal, outcome, in one transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from storage import periods, places, responses, submissions
from storage.database import Connection
from storage.responses import Said
from storage.submissions import NewSubmission
from survey_flows import catalog
from survey_flows.facts import Answered, Consented, Submitted
from survey_flows.links import Channel
from survey_flows.receipts import Measures
from survey_flows.weeks import hour_of

FORM = catalog.load("F-03")
ITEMS = tuple(FORM.fields)


def marks(*values: int) -> dict[str, str]:
    """Answers to all fourteen items; one value stands for all of them."""
    every = values * len(ITEMS) if len(values) == 1 else values
    return {item: str(value) for item, value in zip(ITEMS, every, strict=True)}


@dataclass(frozen=True)
class Sent:
    """A citizen who presses Kirim at `at`; nobody twice, unless `who` says so."""

    lokus: str
    period: str
    at: datetime
    answers: Mapping[str, str] = field(default_factory=lambda: marks(4))
    channel: Channel = Channel.POSTER
    who: str = field(default_factory=lambda: secrets.token_hex(16))


async def send(connection: Connection, sent: Sent) -> None:
    """Store what `sent` describes."""
    lokus = await places.lokus_of(connection, sent.lokus)
    period = await periods.period_of(connection, sent.period)
    new = NewSubmission(FORM.form_id, FORM.version, lokus.id, period.id, sent.who, sent.channel)
    begun = await submissions.begin(connection, new, (Consented("text"),))
    said = tuple(Answered(item, value) for item, value in sent.answers.items())
    await submissions.record(connection, begun.id, (*said, Submitted()), after=len(begun.facts))
    await submissions.finish(connection, begun.id, "submitted")
    day = sent.at.astimezone(ZoneInfo(lokus.instansi.timezone)).date().isoformat()
    where = {"lokus": lokus.code, "period": period.code}
    public = {"form": FORM.form_id, "version": FORM.version, **where, "day": day}
    said_then = Said(public, sent.answers, Measures(assurance=sent.channel))
    await responses.keep(connection, begun.id, hour_of(sent.at), said_then)


def moment(text: str) -> datetime:
    """A moment in UTC, from "2026-11-16 02:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
