"""Five ways to help the result along, each as the rows it adds to the honest ones."""

from collections.abc import Callable, Mapping

import numpy as np

from survey_flows.quality.rows import Row
from tests.integrity.honest import (
    DAYS,
    HOURS,
    ITEMS,
    Chance,
    Moment,
    Office,
    answers,
    moments,
    rows,
)

QUICK, CAREFUL = 1.2, 1.6  # seconds an item: all the same button, and a look at the screen
AT_ONCE = 5  # accounts that go through one phone in an hour
IN_AN_HOUR = 40

Fraud = Callable[[Chance, Office, int], list[Row]]


def all_5(chance: Chance, place: Office, n: int) -> list[Row]:
    """Somebody stuffs straight fives, a few each day, when honest people come."""
    return rows(chance, np.full((n, ITEMS), 5), moments(chance, place, n), QUICK)


def one_phone(chance: Chance, _: Office, n: int) -> list[Row]:
    """One phone goes through many accounts, five an hour, fours and fives at random."""
    marked = chance.integers(4, 6, (n, ITEMS))
    return rows(chance, marked, _sittings(chance, n, AT_ONCE), CAREFUL)


def staff_burst(chance: Chance, _: Office, n: int) -> list[Row]:
    """Staff fill in good marks in one go: three in four are fives, the others fours."""
    marked = 5 - (chance.random((n, ITEMS)) < 0.25).astype(int)
    return rows(chance, marked, _sittings(chance, n, IN_AN_HOUR), CAREFUL)


def random_clicks(chance: Chance, place: Office, n: int) -> list[Row]:
    """Somebody taps anything, to be done with it or to have the number."""
    return rows(chance, chance.integers(1, 6, (n, ITEMS)), moments(chance, place, n), QUICK)


def copied(chance: Chance, place: Office, n: int) -> list[Row]:
    """One honest list of answers, typed in again and again."""
    marked = np.repeat(answers(chance, place.mean, 1), n, axis=0)
    return rows(chance, marked, moments(chance, place, n), CAREFUL)


def _sittings(chance: Chance, n: int, most: int) -> list[Moment]:
    """Whole hours picked at random, `most` responses in each."""
    hours = [(DAYS[chance.integers(len(DAYS))], int(chance.choice(HOURS))) for _ in range(n)]
    return [hours[at // most] for at in range(n)]


FRAUDS: Mapping[str, Fraud] = {
    "all_5": all_5,
    "one_phone": one_phone,
    "staff_burst": staff_burst,
    "random_clicks": random_clicks,
    "copied": copied,
}
