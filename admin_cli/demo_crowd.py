"""Citizens who answered in the weeks before a demo began, so that there is a week to look at."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage import places, responses, submissions
from storage.database import Connection
from storage.periods import Period
from storage.places import Lokus
from storage.responses import Said
from storage.submissions import NewSubmission
from survey_flows import catalog
from survey_flows.facts import Answered, Consented, Submitted
from survey_flows.links import Channel
from survey_flows.receipts import Measures
from survey_flows.weeks import Week, hour_of

FORM = catalog.load("F-03")
WEEKS = 3
WEEKLY = {"pkm-melati": 19, "kel-sukamaju": 12, "samsat-kota": 4}  # the last is too few to show
OPENS, HOURS, WORKDAYS = 8, 7, 5
MOODS = {"pkm-melati": "3444445555", "kel-sukamaju": "2334444555", "samsat-kota": "1233344455"}
WEAK = {"i05": 1, "i09": 1}  # a week has something to talk about
PACE = range(25, 85)  # tenths of a second before each tap


@dataclass(frozen=True, slots=True)
class Given:
    """One response of a demo; `at` is on the clock of its lokus, `gaps` are tenths of a second."""

    who: str
    at: datetime
    answers: Mapping[str, str]
    gaps: Sequence[int]


@dataclass(frozen=True, slots=True)
class Visitor:
    """One imaginary citizen; all about them follows from a digest, so every demo is alike."""

    lokus: str
    week: Week
    number: int

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(f"{self.lokus}/{self.week}/{self.number}".encode()).digest()

    @property
    def day(self) -> date:
        return self.week.first_day + timedelta(days=self.digest[30] % WORKDAYS)

    @property
    def answers(self) -> dict[str, str]:
        mood = MOODS[self.lokus]
        given = zip(FORM.fields, self.digest, strict=False)
        return {item: _mark(item, int(mood[byte % len(mood)])) for item, byte in given}

    def given(self, timezone: str) -> Given:
        """What they sent while the counter was open, and how fast they were."""
        clock = time(OPENS + self.digest[31] % HOURS, tzinfo=ZoneInfo(timezone))
        gaps = [PACE[byte % len(PACE)] for byte in self.digest[14:28]]
        return Given(self.digest.hex()[:32], datetime.combine(self.day, clock), self.answers, gaps)


def visitors(lokus: str, today: date) -> Iterator[Visitor]:
    """Of the last weeks that are over; a few more each week."""
    week = Week.of(today)
    for ago in range(WEEKS):
        week = week.before()
        for number in range(WEEKLY.get(lokus, 0) - min(ago, 2)):
            yield Visitor(lokus, week, number)


async def answer_all(connection: Connection, period: Period, today: date) -> None:
    """Store what they sent within the period."""
    for lokus in await places.all_lokus(connection):
        for visitor in visitors(lokus.code, today):
            if period.is_open(visitor.day):
                await give(connection, lokus, period, visitor.given(lokus.instansi.timezone))


async def give(connection: Connection, lokus: Lokus, period: Period, one: Given) -> None:
    """Store a response as if somebody had scanned the poster."""
    new = NewSubmission(FORM.form_id, FORM.version, lokus.id, period.id, one.who, Channel.POSTER)
    begun = await submissions.begin(connection, new, (Consented("demo"),))
    said = tuple(Answered(item, value) for item, value in one.answers.items())
    await submissions.record(connection, begun.id, (*said, Submitted()), after=len(begun.facts))
    await submissions.finish(connection, begun.id, "submitted")
    where = {"lokus": lokus.code, "period": period.code, "day": one.at.date().isoformat()}
    public = {"form": FORM.form_id, "version": FORM.version, **where}
    sealed = Said(public, one.answers, Measures(one.gaps))
    await responses.keep(connection, begun.id, hour_of(one.at), sealed)


def _mark(item: str, felt: int) -> str:
    return str(max(1, felt - WEAK.get(item, 0)))
