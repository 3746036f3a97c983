"""One update from arrival to settled: booked once, judged in one transaction, then spoken."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot import wording
from bot.answers import Answers
from bot.backlog import Backlog
from bot.courier import Courier
from bot.desk.turns import Desk
from bot.errors import BotError
from bot.house import House
from bot.interviews import Interviews
from bot.rights import Rights
from bot.screen_memory import ScreenMemory
from bot.screens import Screen
from bot.sealing import sealed
from bot.speech import NOTHING, Occasion, Reply, Said
from bot.throttle import Throttle
from storage import deliveries
from storage.database import Database
from storage.errors import StaleTurn
from survey_flows.pseudonyms import account

log = structlog.get_logger(__name__)
_TRIES = 5
_FIRST_PAUSE = 0.1  # seconds, doubled with each try
_LONGEST_PAUSE = 15.0
_OF_A_SCREEN = ("message_id", "date", "chat")


class Receiver:
    """Made once; `take` is called by the intake for each update.

    `on_files` is called when a turn has noted down a file that is to be fetched, `on_parked` when
    an update was put aside.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        house: House,
        database: Database,
        memory: ScreenMemory,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._house = house
        self._database = database
        self._memory = memory
        self.courier = Courier(bot, database, memory, house.clock)
        self.backlog = Backlog(time.monotonic)
        self.on_files: Callable[[], None] = lambda: None
        self.on_parked: Callable[[], None] = lambda: None
        self.throttle = Throttle(house.settings.limits)
        self._answers = Answers(house.newest("F-03"), str(house.settings.complaint_url))

    async def take(self, raw: dict[str, Any], fetched: float, reply: Reply | None = None) -> None:
        """Comes back when the update needs no more: committed and spoken, refused, or parked."""
        occasion = Occasion.of(raw)
        if self.backlog.has_waited(occasion.update_id, fetched):
            occasion = replace(occasion, has_waited=True)
        name = account(self._house.keys.account, occasion.person)
        if occasion.person and not await self.throttle.allows(name):
            log.info("person.too_fast", person=name[:8])
            said = await self.throttle.slow_down(occasion, name)
            if said == NOTHING:
                return
        else:
            said = await self._settle(raw, occasion)
        if said.has_files:
            self.on_files()
        await self.courier.say(occasion, name, said, reply)

    async def _settle(self, raw: dict[str, Any], occasion: Occasion) -> Said:
        """Try, then park; while the database takes nothing, wait: the fault is ours."""
        update = self._read(raw)
        pause = _FIRST_PAUSE
        while True:
            try:
                return await self._try(raw, update, occasion)
            except Exception:
                log.exception("database.away", update_id=occasion.update_id)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    def _read(self, raw: dict[str, Any]) -> Update | None:
        """None for an update aiogram cannot parse; its content is not logged, it names people."""
        try:
            return Update.model_validate(_lean(raw), context={"bot": self._bot})
        except ValidationError as error:
            places = sorted({".".join(map(str, one["loc"][:3])) for one in error.errors()})
            log.warning("update.unreadable", update_id=raw.get("update_id"), places=places[:3])
            return None

    async def _try(self, raw: dict[str, Any], update: Update | None, occasion: Occasion) -> Said:
        """Only a turn that failed although the database was there counts as a failure."""
        if update is None:
            await self._park(raw, occasion.update_id, "unreadable")
            return NOTHING
        reason = ""
        for attempt in range(_TRIES):
            try:
                return await self._turn(update, occasion)
            except BotError as error:
                log.critical("turn.closed", code=error.code, cure=str(error))
                return Said(Screen(wording.OUT_OF_SERVICE), at_bottom=True)
            except StaleTurn:
                reason = StaleTurn.code
            except _TurnFailed as failed:
                reason = type(failed.error).__name__
                number, cause = update.update_id, failed.error
                log.exception("turn.failed", update_id=number, attempt=attempt + 1, exc_info=cause)
                await asyncio.sleep(_FIRST_PAUSE * 2**attempt)
        await self._park(raw, occasion.update_id, reason)
        return _trouble(occasion)

    async def _turn(self, update: Update, occasion: Occasion) -> Said:
        """One transaction: nothing is said before it has been committed."""
        async with self._database.writing() as connection:
            is_new = await deliveries.book(connection, update.update_id, self._house.today())
            try:
                said = await self._dispatcher.feed_update(
                    self._bot,
                    update,
                    interviews=Interviews(self._house, connection, has_waited=occasion.has_waited),
                    desk=Desk(self._house, connection, occasion.person),
                    rights=Rights(self._house, connection, occasion.person),
                    answers=self._answers,
                    screen_memory=self._memory,
                    occasion=occasion,
                    is_new=is_new,
                )
            except (BotError, StaleTurn):
                raise
            except Exception as error:
                raise _TurnFailed(error) from error
        return said if isinstance(said, Said) else NOTHING

    async def _park(self, raw: dict[str, Any], update_id: int, reason: str) -> None:
        """Put the update aside, encrypted, and raise the alarm."""
        content = sealed(raw, self._house.keys.parked)
        today = self._house.today()
        async with self._database.writing() as connection:
            await deliveries.book(connection, update_id, today)
            await deliveries.park(connection, update_id, reason, content, today)
        log.critical("update.parked", update_id=update_id, reason=reason)
        self.on_parked()


class _TurnFailed(Exception):
    """The turn failed by itself: the database had just booked it."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.error = error


def _lean(raw: dict[str, Any]) -> dict[str, Any]:
    """Without our own screen, which comes back with each tap and takes longest to read."""
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return raw
    kept = {name: message[name] for name in _OF_A_SCREEN if name in message}
    return {**raw, "callback_query": {**query, "message": kept}}


def _trouble(occasion: Occasion) -> Said:
    if occasion.query_id:
        return Said(toast=wording.TROUBLE)
    return Said(Screen(wording.TROUBLE), at_bottom=True)
