"""What several processes must know of each other is kept in Redis; without it nobody is misread."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from bot.lanes import SharedLanes
from bot.screen_memory import SharedScreenMemory, Shown, Text
from bot.throttle import Throttle
from tests.scale.servers import redis_server
from tests.servers import free_port

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SCREEN = 40


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("shared") / "redis") as url:
        yield url


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url, decode_responses=True) as made:
        yield made


@pytest.fixture
async def nobody() -> AsyncIterator[Redis]:
    """Where no Redis is."""
    async with Redis.from_url(f"redis://127.0.0.1:{free_port()}", decode_responses=True) as made:
        yield made


async def test_a_process_knows_what_another_has_shown(redis: Redis) -> None:
    await SharedScreenMemory(redis, NOW).note("ann", Shown(SCREEN, NOW, is_edited=True))
    other = SharedScreenMemory(redis, NOW)
    assert await other.was_shown_before(Text(41, NOW + SECOND), "ann", SCREEN)
    assert not await other.was_shown_before(Text(41, NOW), "ann", SCREEN)


async def test_what_nobody_has_noted_does_not_count(redis: Redis) -> None:
    assert not await SharedScreenMemory(redis, NOW).was_shown_before(
        Text(41, NOW + SECOND), "bob", SCREEN
    )


async def test_without_redis_a_person_is_asked_once_more(nobody: Redis) -> None:
    away = SharedScreenMemory(nobody, NOW)
    await away.note("ann", Shown(SCREEN, NOW, is_edited=True))
    assert not await away.was_shown_before(Text(41, NOW + SECOND), "ann", SCREEN)


async def test_limits_are_the_same_before_every_process(redis: Redis) -> None:
    first, second = Throttle.of_all("3/minute", redis), Throttle.of_all("3/minute", redis)
    allowed = [await one.allows("ann") for one in (first, second, first, second, first)]
    assert allowed == [True, True, True, False, False]


async def test_without_redis_each_process_counts_for_itself(nobody: Redis) -> None:
    alone = Throttle.of_all("2/minute", nobody)
    assert [await alone.allows("ann") for _ in range(3)] == [True, True, False]


class Work:
    """Notes how many were in work for the same person at once."""

    def __init__(self) -> None:
        self.now, self.most, self.done = 0, 0, 0

    async def __call__(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        self.done += 1


def lanes(redis: Redis) -> SharedLanes:
    return SharedLanes(8, redis, lambda person: f"hash of {person}")


async def test_two_processes_never_serve_one_person_at_once(redis: Redis) -> None:
    work, both = Work(), (lanes(redis), lanes(redis))
    await asyncio.gather(*(one.put(7, work) for _ in range(10) for one in both))
    assert (work.done, work.most) == (20, 1)


async def test_different_people_are_served_side_by_side(redis: Redis) -> None:
    work, both = Work(), (lanes(redis), lanes(redis))
    await asyncio.gather(*(one.put(person, work) for person, one in enumerate(both)))
    assert work.most == 2


async def test_without_redis_everybody_is_served(nobody: Redis) -> None:
    work = Work()
    await lanes(nobody).put(7, work)
    assert work.done == 1
