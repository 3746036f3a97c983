"""What one list of answers says of itself."""

import math
from collections.abc import Sequence
from operator import mul

RANDOM_IRV = 1.3
HALF = 2


def longstring(answers: Sequence[int]) -> int:
    """Longest run of equal answers in printed order: max(rle(x)$lengths), as R `careless` has it.

    Threshold: half of the items or more (Curran 2016). Not to be used alone: in our simulation 4 %
    of honest people reach it where the mean is 3.4, 15 % at 4.1, 44 % at 4.6 (docs/integrity.md).
    Source: Johnson 2005; careless 1.2.2, `longstring`.

    >>> longstring([5, 5, 4, 4, 4, 5])
    3
    """
    longest = run = 0
    before = None
    for one in answers:
        run = run + 1 if one == before else 1
        longest, before = max(longest, run), one
    return longest


def irv(answers: Sequence[int]) -> float | None:
    """Intra-individual response variability: the sample standard deviation of one person's answers.

    sqrt((k Σx² - (Σx)²) / (k (k - 1))), exact up to the root; None for fewer than two answers.
    Threshold: above 1.3 answers look drawn at random (Marjanovic 2015 uses the high tail; 1.3 is
    ours: at most 0.3 % of the honest lie above it, of random ones 70 %). 0 is a straight line.
    Source: Dunn et al. 2018; careless 1.2.2, `irv`.

    >>> irv([3, 3, 3, 3]), irv([1, 5])
    (0.0, 2.8284271247461903)
    """
    k, total = len(answers), sum(answers)
    if k < HALF:
        return None
    spread = k * sum(map(mul, answers, answers)) - total * total
    return math.sqrt(spread / (k * (k - 1)))


def top_share(answers: Sequence[int]) -> float:
    """Share of the value given most often. No threshold: raw material.

    >>> top_share([5, 5, 5, 4])
    0.75
    """
    return max(map(answers.count, set(answers))) / len(answers)


def mean(answers: Sequence[int]) -> float:
    """Plain mean. No threshold: raw material.

    >>> mean([5, 4])
    4.5
    """
    return sum(answers) / len(answers)


def is_straight(answers: Sequence[int]) -> bool:
    """Whether every answer is the same: a straight line, IRV 0. Honest people do it, too."""
    return len(set(answers)) == 1
