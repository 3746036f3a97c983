"""All flags of each response: one row in, one row out, whatever it looks like."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from survey_flows.quality import likeness, timing, vectors
from survey_flows.quality.circumstances import is_outside
from survey_flows.quality.rows import Backcheck, Opening, Row, Seen


@dataclass(frozen=True, slots=True)
class Flags:
    """Values only. None: not measured, not known, or, for times, no valid clock."""

    t_item_med: float | None
    n_lt_2s: int | None
    n_lt_1s: int | None
    t_total: int | None
    rsi: float | None
    longstring: int
    irv: float | None
    top_share: float
    mean: float
    dup_group: int | None
    maxmatch: float | None
    outside_hours: bool
    acct_seen: Seen | None
    staff_account: bool | None
    superseded: bool
    assurance: int | None
    backcheck: Backcheck | None
    timing_valid: bool | None

    def columns(self) -> dict[str, str | float | bool | None]:
        """By the names they are exported under; `on_site` is promised, and nobody can know it."""
        return {**dict(zip(_NAMES, _values(self), strict=True)), "on_site": None}


_NAMES = tuple(one.name for one in fields(Flags))
_values = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class _Likeness:
    groups: Mapping[likeness.Vector, int]
    matches: Mapping[likeness.Vector, float]


def flags_of(
    rows: Sequence[Row],
    opening: Opening,
    pooled: float | None = None,
    *,
    are_compared: bool = True,
) -> dict[str, Flags]:
    """By response id. Speed is held against all rows together, likeness against the own lokus.

    `pooled` is the median total of a larger crowd that these rows are a part of. Where they are a
    part of their lokus only, and so not `are_compared`, nothing is said of their likeness.

    Superseded rows are compared as well: a citizen who answers again in the same way is a twin.
    """
    if pooled is None:
        pooled = timing.pooled_median(row.measures for row in rows)
    places = by_lokus(rows) if are_compared else {}
    alike = {place: _alike(here) for place, here in places.items()}
    return {
        row.response_id: _flags(row, pooled, alike.get((row.lokus, row.period)), opening)
        for row in rows
    }


def by_lokus(rows: Sequence[Row]) -> Mapping[tuple[str, str], list[Row]]:
    """Rows of one lokus and period."""
    found = defaultdict(list)
    for row in rows:
        found[row.lokus, row.period].append(row)
    return found


def _alike(rows: Sequence[Row]) -> _Likeness:
    every = [row.answers for row in rows]
    return _Likeness(likeness.groups(every), likeness.maxmatch(every))


def _flags(row: Row, pooled: float | None, alike: _Likeness | None, opening: Opening) -> Flags:
    measures, marks, answers = row.measures, row.marks, row.answers
    pace, outside = timing.pace(measures), measures.outside_hours
    return Flags(
        t_item_med=pace.item_median,
        n_lt_2s=pace.under_2s,
        n_lt_1s=pace.under_1s,
        t_total=pace.total,
        rsi=timing.rsi(pace.total, pooled),
        longstring=vectors.longstring(answers),
        irv=vectors.irv(answers),
        top_share=vectors.top_share(answers),
        mean=vectors.mean(answers),
        dup_group=alike.groups[answers] if alike else None,
        maxmatch=alike.matches.get(answers) if alike else None,
        outside_hours=is_outside(row.day, row.hour, opening) if outside is None else outside,
        acct_seen=marks.acct_seen,
        staff_account=marks.staff_account,
        superseded=marks.superseded,
        assurance=marks.assurance,
        backcheck=marks.backcheck,
        timing_valid=measures.timing_valid,
    )
