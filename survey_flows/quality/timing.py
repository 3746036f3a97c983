"""How fast the taps came. Without `timing_valid` nothing is said: queued taps are not speeding."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from survey_flows.quality.rows import Measures

SECONDS_PER_ITEM = 2.0
FASTEST_ITEM = 1.0
RSI = 2.5
LEAST_FOR_RSI = 30
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds and counts; all None where the clock cannot be trusted.

    `item_median` (exported `t_item_med`): median gap between taps; below 2 s nobody has read the
    item (Huang et al. 2012), below 1 s consistency collapses (Wood et al. 2017); the network's
    round trip is in it. `under_2s`, `under_1s` (`n_lt_2s`, `n_lt_1s`): how many items were that
    fast. `total` (`t_total`): seconds from the first item to the last.
    """

    item_median: float | None = None
    under_2s: int | None = None
    under_1s: int | None = None
    total: int | None = None


def pace(measures: Measures) -> Pace:
    """Of one response.

    >>> pace(Measures((15, 30, None, 8), 12, timing_valid=True))
    Pace(item_median=1.5, under_2s=2, under_1s=1, total=12)
    >>> pace(Measures((15, 30, None, 8), 12, timing_valid=False)).under_2s is None
    True
    """
    if not measures.timing_valid:
        return Pace()
    gaps = sorted([gap / _TENTHS for gap in measures.gaps if gap is not None])
    if not gaps:
        return Pace(total=measures.seconds)
    under_2s, under_1s = bisect_left(gaps, SECONDS_PER_ITEM), bisect_left(gaps, FASTEST_ITEM)
    return Pace(median(gaps), under_2s, under_1s, measures.seconds)


def pooled_median(every: Iterable[Measures]) -> float | None:
    """Median total of all lokus together; None for fewer than 30 with a valid clock."""
    totals = [one.seconds for one in every if one.timing_valid and one.seconds is not None]
    return float(median(totals)) if len(totals) >= LEAST_FOR_RSI else None


def rsi(total: int | None, pooled: float | None) -> float | None:
    """Response speed index: pooled median / own total.

    Threshold: above 2.5, that is in less than 40 % of the usual time. Leiner 2019 (SoSci, TIME_RSI)
    has 2; honest people of our simulation, who differ in pace, pass that in 3 of 100 cases.

    >>> rsi(40, 100.0), rsi(None, 100.0), rsi(40, None)
    (2.5, None, None)
    """
    if total is None or pooled is None:
        return None
    return pooled / max(total, 1)
