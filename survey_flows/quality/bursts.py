"""Many responses in one hour, and whether that hour was also the kinder one.

A response is stored with its hour and nothing finer, so the window of the scan is the hour.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey_flows.quality.chance import monte_carlo, numbers, sampled
from survey_flows.quality.rows import Opening, Row

BURST_P = 0.001
JOINT_BURST_P, JOINT_MEAN_P = 0.05, 0.01
RUSH = 4

Hour = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Burst:
    """The fullest hour of a lokus: how many came in it, and how likely that is.

    `mean_p` is None where that hour holds all there is.
    """

    day: date
    hour: int
    n: int
    burst_p: float
    mean_p: float | None

    @property
    def is_joint(self) -> bool:
        """Full and kinder at once: burst_p < 0.05 and mean_p < 0.01."""
        kinder = self.mean_p is not None and self.mean_p < JOINT_MEAN_P
        return kinder and self.burst_p < JOINT_BURST_P


def burst(rows: Sequence[Row], opening: Opening, seed: str) -> Burst | None:
    """Look at the fullest hour of one lokus and period; the earliest of several. None: no rows."""
    if not rows:
        return None
    counts = Counter((row.day, row.hour) for row in rows)
    fullest = min(counts, key=lambda hour: (-counts[hour], hour))
    days = len({day for day, _ in counts})
    p = burst_p(counts[fullest], len(rows), days * opening.hours, seed)
    return Burst(*fullest, counts[fullest], p, mean_p(rows, fullest, seed))


def burst_p(most: int, n: int, hours: int, seed: str) -> float:
    """Scan statistic: chance that `n` arrivals put `most` or more into one hour.

    Monte Carlo: each arrival falls into one of hours / 4 equally likely hours. `hours` are the
    opening hours of the days on which anybody answered, so holidays need no calendar; a quarter of
    them, since counters have busy days and a morning rush: an honest office may have all its people
    in a quarter of its hours. (By simulation: with half of them 11 % of honest lokus with n = 1000
    were alarms, with a quarter 0 of 400.)
    Threshold: p < 0.001, ours. Source: Naus 1965; Fei et al. 2013 and Xie et al. 2012 for bursts of
    ratings. People who come together are a burst, too.
    """
    cells = max(hours // RUSH, 1)

    def is_extreme(draw: str) -> bool:
        counts = Counter(number % cells for number in numbers(draw, n))
        return max(counts.values()) >= most

    return monte_carlo(is_extreme, f"burst|{seed}")


def mean_p(rows: Sequence[Row], fullest: Hour, seed: str) -> float | None:
    """Joint burst: chance that as many responses, picked at random, score as high as that hour.

    Permutation of the sums of answers, one-sided. Threshold: p < 0.01 together with burst_p < 0.05,
    since the two are independent when nobody interferes. Source: Xie et al. 2012 (singleton bursts
    of rate and rating).
    """
    scores = [sum(row.answers) for row in rows]
    inside = [sum(row.answers) for row in rows if (row.day, row.hour) == fullest]
    if len(inside) == len(scores):
        return None
    seen = sum(inside)

    def is_extreme(draw: str) -> bool:
        return sum(sampled(scores, len(inside), draw)) >= seen

    return monte_carlo(is_extreme, f"joint|{seed}")
