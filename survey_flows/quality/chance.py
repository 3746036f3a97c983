"""Chance that can be had again: numbers from a seed, and p values from drawing with them."""

import hashlib
import struct
from collections.abc import Callable, Sequence

DRAWS = 4999
ENOUGH = 20
_BYTES = 4


def numbers(seed: str, many: int) -> tuple[int, ...]:
    """32-bit numbers from SHAKE-128, the same on every machine.

    >>> numbers("2026|pkm", 2) == numbers("2026|pkm", 3)[:2]
    True
    """
    drawn = hashlib.shake_128(seed.encode()).digest(_BYTES * many)
    return struct.unpack(f"<{many}I", drawn)


def monte_carlo(is_extreme: Callable[[str], bool], seed: str, draws: int = DRAWS) -> float:
    """How often chance does at least what was seen; `is_extreme` makes one draw from its seed.

    p = (h + 1) / (draws + 1) for h extreme draws. Stops at 20 of them with p = h / made: what
    happens that often needs no more digits. Source: Besag & Clifford 1991.

    >>> monte_carlo(lambda _: True, "seed"), monte_carlo(lambda _: False, "seed")
    (1.0, 0.0002)
    """
    extreme = 0
    for made in range(1, draws + 1):
        extreme += is_extreme(f"{seed}|{made}")
        if extreme == ENOUGH:
            return extreme / made
    return (extreme + 1) / (draws + 1)


def sampled(values: Sequence[int], many: int, seed: str) -> list[int]:
    """`many` of the values, none twice (the first steps of Fisher and Yates).

    >>> sorted(sampled([1, 2, 3], 3, "seed"))
    [1, 2, 3]
    """
    pool = list(values)
    for at, number in enumerate(numbers(seed, many)):
        pick = at + number % (len(pool) - at)
        pool[at], pool[pick] = pool[pick], pool[at]
    return pool[:many]
