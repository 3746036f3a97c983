"""One process at a time does what needs no more than one: reminders, evidence, housekeeping."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.errors import AnotherBot
from storage.lease import Lease

log = structlog.get_logger(__name__)
_LOOK = 5.0  # seconds between two looks at a lease
_TRIES = 10
_PAUSE = 0.5  # seconds; a process that was just killed may not have been noticed yet


async def take_or_refuse(lease: Lease, *, shared: bool) -> None:
    """Raises AnotherBot where somebody else takes updates in a way that excludes ours."""
    for _ in range(_TRIES):
        if await lease.take(shared=shared):
            return
        await asyncio.sleep(_PAUSE)
    raise AnotherBot


async def keep(lease: Lease, stop: asyncio.Event, *, shared: bool) -> None:
    """Until told to stop; raises AnotherBot when the lease was lost and somebody else has it."""
    while not stop.is_set():
        await _wait(stop)
        try:
            if not stop.is_set() and not await lease.holds():
                await take_or_refuse(lease, shared=shared)
        except AnotherBot:
            raise
        except Exception as error:  # noqa: BLE001 - the database is away: nobody else has it either
            log.warning("lease.database_away", kind=type(error).__name__)


async def lead(
    lease: Lease, works: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event
) -> None:
    """Do `works` while the lease is ours, until told to stop."""
    while not stop.is_set():
        if await _is_ours(lease):
            log.info("leader.begins")
            await _while_ours(lease, works, stop)
            log.info("leader.ends")
        await _wait(stop)
    await lease.release()


async def _while_ours(
    lease: Lease, works: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event
) -> None:
    enough = asyncio.Event()
    work = asyncio.ensure_future(works(enough))
    try:
        while not stop.is_set() and not work.done() and await lease.holds():
            await _wait(stop)
    finally:
        enough.set()
        await work


async def _is_ours(lease: Lease) -> bool:
    try:
        return await lease.take()
    except Exception as error:  # noqa: BLE001 - the database is away: look again soon
        log.warning("lease.database_away", kind=type(error).__name__)
        return False


async def _wait(stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_LOOK):
            await stop.wait()
