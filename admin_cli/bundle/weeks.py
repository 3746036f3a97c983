"""Which weeks of the open periods are over, and which of their files are there already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count, takewhile
from pathlib import Path

from admin_cli.bundle.archive import digest_of
from admin_cli.bundle.making import Wanted, name_of
from admin_cli.bundle.plan import plan
from storage import periods, places, pushes
from storage.database import Connection
from storage.periods import Period
from storage.pushes import Bundle
from survey_flows.weeks import Week

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owed:
    """A finished week; `kept` is the file of it that needs no making."""

    wanted: Wanted
    kept: Bundle | None


async def owed_weeks(connection: Connection, order: Wanted) -> Sequence[Owed]:
    """Oldest first: every week of an open period that is over everywhere."""
    zones = await places.zones_of(connection, order.instansi, order.timezone)
    last = plan("", order.moment, zones, last=True).week
    every = [one for one in await periods.all_periods(connection) if one.closed_on is None]
    weeks = sorted({week for one in every for week in _weeks(one, last)})
    made = await pushes.all_bundles(connection)
    return [_owed(replace(order, week=str(week), last=False), week, made) for week in weeks]


def _weeks(period: Period, last: Week) -> Iterator[Week]:
    """From its first day to its last, as far as they are over."""
    end = min(Week.of(period.last_day), last)
    days = (period.first_day + number * _WEEK for number in count())
    return takewhile(lambda week: week <= end, map(Week.of, days))


def _owed(wanted: Wanted, week: Week, made: Iterable[Bundle]) -> Owed:
    file = (wanted.out / f"{name_of(wanted, week)}.zip").absolute()
    own = [one for one in made if one.file == str(file) and one.is_complete]
    return Owed(wanted, own[-1] if own and _is_whole(file, own[-1]) else None)


def _is_whole(file: Path, made: Bundle) -> bool:
    return file.is_file() and digest_of(file) == made.sha256
