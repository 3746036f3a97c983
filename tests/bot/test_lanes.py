"""Lanes: one person's work in order, everybody's together, never more than there are places."""

import asyncio
from functools import partial

import pytest

from bot.lanes import Lanes


class Work:
    """Work that notes when it begins and ends."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.now = self.most = 0

    async def __call__(self, name: str, *, fails: bool = False) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        self.notes.append(f"{name} begins")
        await asyncio.sleep(0.001)
        self.now -= 1
        if fails:
            raise RuntimeError(name)
        self.notes.append(f"{name} ends")


async def test_one_persons_work_is_done_in_order() -> None:
    work, lanes = Work(), Lanes(8)
    await asyncio.gather(*(lanes.put(1, partial(work, name)) for name in "abc"))
    assert work.notes == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


async def test_the_work_of_different_people_overlaps() -> None:
    work, lanes = Work(), Lanes(8)
    await asyncio.gather(*(lanes.put(person, partial(work, "x")) for person in range(5)))
    assert work.most == 5


async def test_never_more_at_once_than_there_are_places() -> None:
    work, lanes = Work(), Lanes(3)
    await asyncio.gather(*(lanes.put(person, partial(work, "x")) for person in range(20)))
    assert work.most == 3


async def test_work_that_waits_for_its_turn_holds_no_place() -> None:
    gate, work, lanes = asyncio.Event(), Work(), Lanes(2)

    async def wait() -> None:
        await gate.wait()

    queue = [lanes.put(1, wait) for _ in range(5)]
    await asyncio.wait_for(lanes.put(2, partial(work, "other")), timeout=1)
    gate.set()
    await asyncio.gather(*queue)


async def test_a_failure_does_not_stop_the_work_behind_it() -> None:
    work, lanes = Work(), Lanes(8)
    first = lanes.put(1, partial(work, "a", fails=True))
    second = lanes.put(1, partial(work, "b"))
    with pytest.raises(RuntimeError, match="a"):
        await first
    await second
    assert work.notes[-1] == "b ends"


async def test_a_lane_is_forgotten_when_it_is_empty() -> None:
    lanes = Lanes(8)
    await asyncio.gather(*(lanes.put(person, partial(Work(), "x")) for person in range(50)))
    await asyncio.sleep(0)
    assert vars(lanes)["_tails"] == {}
