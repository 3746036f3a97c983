"""Limits per person: a flood is refused, and answered once a minute at most."""

import pytest

from bot import wording
from bot.errors import BadSettings
from bot.speech import Occasion
from bot.throttle import Throttle

TAP, TEXT = Occasion(1, query_id="q"), Occasion(2)


async def test_a_person_may_do_as_much_as_the_rules_say() -> None:
    throttle = Throttle("3/minute")
    assert [await throttle.allows("ann") for _ in range(5)] == [True, True, True, False, False]


async def test_a_window_ends_by_seconds_that_only_run_forward() -> None:
    now = 7.0
    throttle = Throttle("2/10 seconds", ticks=lambda: now)
    assert [await throttle.allows("ann") for _ in range(3)] == [True, True, False]
    now = 16.9
    assert not await throttle.allows("ann")
    now = 17.0
    assert [await throttle.allows("ann") for _ in range(3)] == [True, True, False]


async def test_one_persons_flood_costs_another_nothing() -> None:
    throttle = Throttle("1/minute")
    assert [await throttle.allows(one) for one in ("ann", "ann", "bob")] == [
        True,
        False,
        True,
    ]


async def test_the_strictest_rule_counts() -> None:
    throttle = Throttle("100/second;2/hour")
    assert [await throttle.allows("ann") for _ in range(3)] == [True, True, False]


async def test_taps_get_a_toast_and_texts_one_message_a_minute() -> None:
    throttle = Throttle("1/minute")
    assert [(await throttle.slow_down(TAP, "ann")).toast for _ in range(2)] == [
        wording.TOO_FAST
    ] * 2
    said = [(await throttle.slow_down(TEXT, "ann")).screen is not None for _ in range(3)]
    assert said == [True, False, False]
    assert (await throttle.slow_down(TEXT, "bob")).screen is not None


@pytest.mark.parametrize("rules", ["", "often", "60/10 parsecs", "-1/minute"])
def test_rules_nobody_can_read_are_refused_with_the_cure(rules: str) -> None:
    with pytest.raises(BadSettings, match="LOKET_LIMITS: write it like"):
        Throttle(rules)
