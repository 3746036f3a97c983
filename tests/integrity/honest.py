"""Honest people, made up: what they answer, when they come, how fast they tap.

Answers follow a one-factor model: x = m + d_item + 1.1 (sqrt(0.45) person + sqrt(0.55) noise), cut
at 1.5, 2.5, 3.5, 4.5. The 14 d_item lie evenly between -0.3 and 0.3, in an order without meaning.
Arrivals: 40 working days, busy and quiet ones (gamma of shape 4), a morning rush, one in ten brings
a companion, 3 in 100 answer in the evening. Taps: log-normal around 5 seconds an item. All of it is
assumed; to be set anew when a pilot has been counted.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt

from survey_flows.quality.rows import Marks, Measures, Row

ITEMS = 14
SPREAD = 1.1
FACTOR = 0.45
BETWEEN_LOKUS = 0.15
CUTS = np.array([1.5, 2.5, 3.5, 4.5])
HARDNESS = np.linspace(-0.3, 0.3, ITEMS)[[3, 10, 6, 0, 13, 8, 1, 11, 5, 9, 2, 12, 4, 7]]
DAYS = tuple(date(2026, 10, 5) + timedelta(weeks=at // 5, days=at % 5) for at in range(40))
HOURS = np.arange(7, 16)
RUSH = np.array([0.5, 1.6, 1.8, 1.5, 1.1, 0.6, 1.0, 0.9, 0.5])
EVENING, EVENING_SHARE, COMPANION_SHARE = 20, 0.03, 0.1
SECONDS, BETWEEN_PEOPLE, BETWEEN_ITEMS = 5.0, 0.35, 0.5

Chance = np.random.Generator
Marked = npt.NDArray[np.int64]
Moment = tuple[date, int]


@dataclass(frozen=True)
class Office:
    """A lokus whose honest answers have this mean, and who comes on which day."""

    mean: float
    busy: npt.NDArray[np.float64]


def office(chance: Chance, mean: float) -> Office:
    """Lokus of one kind differ a little."""
    own = min(mean + chance.normal(0, BETWEEN_LOKUS), 4.85)
    busy = chance.gamma(4, size=len(DAYS))
    return Office(own, busy / busy.sum())


def people(chance: Chance, place: Office, n: int) -> list[Row]:
    """`n` honest responses."""
    seconds = SECONDS * np.exp(chance.normal(0, BETWEEN_PEOPLE, n))
    return rows(chance, answers(chance, place.mean, n), moments(chance, place, n), seconds)


def rows(chance: Chance, marked: Marked, when: list[Moment], seconds: object) -> list[Row]:
    """`seconds` an item, one number for all or one for each."""
    shape = (len(marked), ITEMS)
    pace = np.broadcast_to(np.asarray(seconds, float).reshape(-1, 1), shape)
    gaps = np.rint(10 * pace * np.exp(chance.normal(0, BETWEEN_ITEMS, shape))).astype(int)
    return [
        Row("", "lokus", "2026", *moment, tuple(vector), measured(taps), Marks())
        for vector, moment, taps in zip(marked.tolist(), when, gaps.tolist(), strict=True)
    ]


def measured(taps: list[int]) -> Measures:
    """A clock that can be trusted."""
    return Measures(tuple(taps), sum(taps) // 10, timing_valid=True)


def answers(chance: Chance, mean: float, n: int) -> Marked:
    """One row for each person."""
    person, noise = chance.normal(size=(n, 1)), chance.normal(size=(n, ITEMS))
    latent = math.sqrt(FACTOR) * person + math.sqrt(1 - FACTOR) * noise
    return on_scale(_middle(mean) + HARDNESS + SPREAD * latent)


def on_scale(latent: npt.NDArray[np.float64]) -> Marked:
    """1 to 5."""
    return np.searchsorted(CUTS, latent) + 1


def moments(chance: Chance, place: Office, n: int) -> list[Moment]:
    """Days and hours, companions together."""
    days = chance.choice(len(DAYS), n, p=place.busy)
    hours = chance.choice(HOURS, n, p=RUSH / RUSH.sum())
    hours[chance.random(n) < EVENING_SHARE] = EVENING
    came = [(DAYS[day], int(hour)) for day, hour in zip(days, hours, strict=True)]
    for at in np.flatnonzero(chance.random(n) < COMPANION_SHARE):
        came[at] = came[at - 1]
    return came


@cache
def _calibration() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Means of the answers for middles of the latent scale."""
    middles = np.linspace(2, 8, 121)
    noise = np.random.default_rng(1).normal(size=(4000, 1))
    means = [on_scale(middle + HARDNESS + SPREAD * noise).mean() for middle in middles]
    return np.array(means), middles


def _middle(mean: float) -> float:
    return float(np.interp(mean, *_calibration()))
