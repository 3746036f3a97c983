"""Fetches what people sent, beside the conversations, until it is safe or cannot be had."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog

from bot.errors import BotError
from bot.evidence.failures import Away, Gone, Unfit
from bot.evidence.patience import GONE, Later, Never, after
from bot.evidence.reporting import Report, Reporter
from bot.evidence.storing import Storing
from storage import uploads
from storage.database import Database
from storage.errors import DraftEnded
from storage.evidence import UploadSettled
from storage.evidence_store.errors import StoreAway
from storage.uploads import Upload

log = structlog.get_logger(__name__)
HANDS = 8
_AHEAD = 256  # files known besides, so that a look serves many
_LONGEST_LOOK = 30.0  # seconds without a reason to look
_DATABASE_AWAY = 5.0
_DRAIN = 5.0
_SHORTEST_REST, _LONGEST_REST = 0.02, 1.0  # seconds after a look
_REST = 4  # times as long as the look took: with many files waiting, it takes its time


class EvidenceWorker:
    """`run` it beside the intake; `wake` it when a turn recorded an upload or chose its slot."""

    def __init__(
        self,
        storing: Storing,
        database: Database,
        report: Report,
        clock: Callable[[], datetime],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._storing = storing
        self._database = database
        self._clock = clock
        self._reporter = Reporter(database, report, ticks, self.wake)
        self.longest_look = _LONGEST_LOOK
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._next: deque[Upload] = deque()
        self._is_stopping = False
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop; what is then under way is left for the next start."""
        await self._storing.tidy()
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self._stop())
        try:
            while not stop.is_set():
                self._woken.clear()
                pause = await self._look_and_rest(stop)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), pause)
        finally:
            stopping.cancel()
            await self._drain()

    async def look(self) -> float:
        """Put what is due to work and say what is settled; the seconds until the next look."""
        now = self._seconds()
        async with self._database.reading() as connection:
            known = [*self._in_hand, *(one.id for one in self._next)]
            room = max(0, _AHEAD - len(self._next))
            due = await uploads.due(connection, int(now), room, known)
            later = await uploads.next_try(connection, int(now))
        self._next += due
        self._take_up()
        pauses = (await self._reporter.look(), later - now if later else self.longest_look)
        return max(0.0, min(*pauses, self.longest_look))

    def _stop(self) -> None:
        self._is_stopping = True
        self.wake()

    def _take_up(self) -> None:
        while self._next and len(self._in_hand) < HANDS and not self._is_stopping:
            upload = self._next.popleft()
            self._in_hand[upload.id] = asyncio.create_task(self._settle(upload))

    async def _look_and_rest(self, stop: asyncio.Event) -> float:
        """What comes meanwhile waits for one look; the seconds until it is due."""
        clock = asyncio.get_running_loop().time
        began = clock()
        pause = await self._look_calmly()
        rest = min(max(_SHORTEST_REST, _REST * (clock() - began)), _LONGEST_REST)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), rest)
        return max(0.0, pause - rest)

    async def _look_calmly(self) -> float:
        """A database that is away is waited for."""
        try:
            return await self.look()
        except Exception:
            log.exception("evidence.database_away")
            return _DATABASE_AWAY

    async def finish(self) -> None:
        """Wait for everything in hand."""
        while self._in_hand:
            await asyncio.gather(*self._in_hand.values())
        await self._reporter.finish()

    async def _drain(self) -> None:
        """A commit under way is worth a moment; a download is not worth much more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN):
                await self.finish()
        self._reporter.cancel()
        left = list(self._in_hand.values())
        for work in left:
            work.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _settle(self, upload: Upload) -> None:
        """However it ends, this upload is out of our hands afterwards, and its end is stored."""
        try:
            await self._try(upload)
        except Exception:
            log.exception("evidence.unsettled", upload=upload.key)
            await asyncio.sleep(_DATABASE_AWAY)
        finally:
            del self._in_hand[upload.id]
            self._take_up()
            self.wake()

    async def _try(self, upload: Upload) -> None:
        try:
            await self._storing.store(upload, self._seconds)
            log.info("evidence.stored", upload=upload.key, tries=upload.tries + 1)
        except UploadSettled:
            log.info("evidence.settled_before", upload=upload.key)
        except Unfit as error:
            await self._refuse(upload, error.reason)
        except DraftEnded:
            await self._refuse(upload, "draft_sent")
        except Gone:
            await self._put_off(upload, GONE)
        except Away as error:
            await self._put_off(upload, error.reason, error.seconds)
        except (StoreAway, BotError) as error:
            log.critical("evidence.held_up", cure=str(error))
            await self._put_off(upload, error.code)
        except Exception:
            log.exception("evidence.trouble", upload=upload.key)
            await self._put_off(upload, "trouble")

    async def _refuse(self, upload: Upload, reason: str) -> None:
        log.info("evidence.refused", upload=upload.key, reason=reason)
        async with self._database.writing() as connection:
            await uploads.settle_refused(connection, upload.id, reason)

    async def _put_off(self, upload: Upload, reason: str, asked: int = 0) -> None:
        jitter = random.random()  # noqa: S311 - jitter, not a secret
        verdict = after(upload, reason, int(self._seconds()), jitter, asked)
        log.warning("evidence.put_off", upload=upload.key, reason=reason, tries=upload.tries + 1)
        async with self._database.writing() as connection:
            match verdict:
                case Later(tries, at, why):
                    await uploads.postpone(connection, upload.id, tries, at, why)
                case Never(why):
                    await uploads.settle_lost(connection, upload.id, why)

    def _seconds(self) -> float:
        return self._clock().timestamp()
