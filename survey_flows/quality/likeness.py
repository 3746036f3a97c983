"""How alike the responses of one lokus are."""

from collections import Counter
from collections.abc import Iterable, Sequence

from survey_flows.quality.vectors import irv

MAXMATCH = 0.85
VARIED_IRV = 0.6
COPIES = 3
_WIDTH = 16  # bits for each item; answers are smaller

Vector = tuple[int, ...]


def groups(vectors: Sequence[Vector]) -> Counter[Vector]:
    """How many responses have exactly these answers (exported `dup_group`).

    No threshold of its own: among honest people who are content all-5 is a large group. See
    `largest_copy`.
    """
    return Counter(vectors)


def largest_copy(vectors: Sequence[Vector]) -> int:
    """Size of the largest group of identical vectors among those that vary: IRV 0.6 or more.

    Threshold: 3 or more (ours, by simulation: 0 of 500 honest lokus at n = 50 and 300, 3 % at
    n = 1000 with a mean of 4.6). Copies of a vector that hardly varies cannot be told from luck.

    >>> one = (5, 3, 4, 2)
    >>> largest_copy([one, one, one, (5, 5, 5, 5), (4, 2, 4, 4)])
    3
    """
    found = groups(vectors)
    return max((n for one, n in found.items() if (irv(one) or 0) >= VARIED_IRV), default=0)


def maxmatch(vectors: Sequence[Vector]) -> dict[Vector, float]:
    """Largest share of equal items that a response has with any other one of its lokus.

    Threshold: 85 % (Kuriakose & Robbins 2015), rejected as a test of its own (Pew 2016): it would
    name 13 % of honest people at n = 50 and a mean of 4.1, 57 % at 4.6. For reading only.
    A lokus with one response has no other: nothing is said.

    >>> maxmatch([(5, 5, 4, 4), (5, 5, 4, 3), (1, 1, 1, 3)])[(5, 5, 4, 4)]
    0.75
    """
    found = groups(vectors)
    if len(vectors) <= 1:
        return {}
    marked = {one: _marked(one) for one in found}
    return {
        one: 1.0 if n > 1 else _most_shared(marked[one], marked.values()) / len(one)
        for one, n in found.items()
    }


def _most_shared(own: int, every: Iterable[int]) -> int:
    return max((own & other).bit_count() for other in every if other != own)


def _marked(vector: Vector) -> int:
    """One bit for each item and value: two vectors share as many bits as they have equal items."""
    return sum(1 << (place * _WIDTH + value) for place, value in enumerate(vector))
