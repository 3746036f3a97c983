"""The workbook people open, beside the bundle that machines read."""

from dataclasses import dataclass
from pathlib import Path

from admin_cli.bundle.making import Made, Wanted, make, stem_of
from admin_cli.summary.writing import write_summary
from admin_cli.week_report import loading
from storage import periods
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Pair:
    """`summary` is None when nobody wants one, or no day of a period is in the week."""

    made: Made
    summary: Path | None


async def make_pair(connection: Connection, wanted: Wanted, *, with_summary: bool) -> Pair:
    """Both from one view of the data: they tell of the same answers."""
    made = await make(connection, wanted)
    return Pair(made, await _beside(connection, wanted, made) if with_summary else None)


async def _beside(connection: Connection, wanted: Wanted, made: Made) -> Path | None:
    every = await periods.all_periods(connection)
    if not any(one.touches(made.week) for one in every):
        return None
    target = wanted.out / f"{stem_of(wanted, made.week)}_ringkasan.xlsx"
    week, zone = str(made.week), wanted.timezone
    order = loading.Wanted(week, False, wanted.instansi, "", wanted.moment, zone)
    await write_summary(connection, order, target, made.counts)
    return target
