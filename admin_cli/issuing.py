"""What was printed for citizens is written down: who wants to know how many there are can count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from admin_cli import clock, office
from admin_cli.periods import today_at

if TYPE_CHECKING:
    from admin_cli.posters import Printed, Signer
    from storage.database import Connection
    from storage.issuances import Issuance, NewIssuance
    from storage.tickets import Tally

KINDS = {0: "poster", 1: "rotating", 2: "ticket"}


def note_posters(printed: "Sequence[Printed]", signer: "Signer") -> None:
    """One line for each poster of this run."""
    moment = clock.now()

    async def work(tables: "Connection") -> None:
        from storage.issuances import record

        for one in printed:
            await record(tables, _of_poster(one, signer, moment))

    office.writing(work)


def _of_poster(one: "Printed", signer: "Signer", moment: datetime) -> "NewIssuance":
    from storage.issuances import NewIssuance
    from survey_flows.links import Channel

    channel, days = Channel.POSTER, signer.period
    return NewIssuance(
        made_on=today_at(one.lokus, moment),
        channel=channel if one.week is None else Channel.ROTATING,
        lokus_id=one.lokus.id,
        period_id=signer.period.id,
        key_id=signer.key_id,
        pieces=1,
        first_day=(one.week or days).first_day,
        last_day=(one.week or days).last_day,
    )


def posters_of(every: "Iterable[Issuance]", today: date) -> Counter[int]:
    """How many different posters, still good today, each key has signed."""
    links = {
        (one.key_id, one.channel, one.lokus.code, one.period, one.first_day)
        for one in every
        if not one.batch and one.last_day >= today
    }
    return Counter(key_id for key_id, *_ in links)


def tickets_of(tallies: "Iterable[Tally]") -> Counter[int]:
    """How many tickets that can still be used each key has signed."""
    found: Counter[int] = Counter()
    for one in tallies:
        found[one.issuance.key_id] += one.open
    return found


def shape(one: "Issuance") -> dict[str, Any]:
    """A printing as every command shows it."""
    return {
        "number": one.id,
        "made_on": str(one.made_on),
        "kind": KINDS[one.channel],
        "lokus": one.lokus.code,
        "period": one.period,
        "valid_from": str(one.first_day),
        "valid_until": str(one.last_day),
        "key": one.key_id,
        "pieces": one.pieces,
        "batch": one.batch,
    }
