"""What runs beside the intake so that somebody notices: the listener and the alarms."""

import asyncio
from functools import partial
from pathlib import Path

import structlog
from aiogram import Bot

from bot.house import House
from bot.watch.alarms import Alarms
from bot.watch.figures import Figures
from bot.watch.listener import application, listening
from bot.watch.lookout import Lookout
from storage.database import Database

log = structlog.get_logger(__name__)
ALARM_MEMORY = Path("alarm-memory.json")
_EVERY = 60.0  # seconds


class Watch:
    """`run` it beside the intake; trouble of its own is logged and troubles nobody."""

    def __init__(self, house: House, database: Database, figures: Figures, bot: Bot) -> None:
        settings = house.settings
        lookout = Lookout(settings, database, house.clock)
        self._pages = application(lookout, figures)
        self._address = settings.health_address
        self._alarms: Alarms | None = None
        if settings.alarm_chat is not None:
            say = partial(bot.send_message, settings.alarm_chat)
            self._alarms = Alarms(lookout.look, figures, say, house.clock, ALARM_MEMORY)

    async def run(self, stop: asyncio.Event) -> None:
        """Listen and look around, until told to stop."""
        await asyncio.gather(self.listen(stop), self.look_around(stop))

    async def listen(self, stop: asyncio.Event) -> None:
        """Tell whoever asks how we are."""
        async with listening(self._address, self._pages):
            await stop.wait()

    async def look_around(self, stop: asyncio.Event) -> None:
        """Say what is wrong; an alarm that is then being said is said after the next start."""
        watching = asyncio.create_task(self._look_around())
        try:
            await stop.wait()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _look_around(self) -> None:
        while self._alarms is not None:
            try:
                await self._alarms.look()
            except Exception:
                log.exception("alarm.trouble")
            await asyncio.sleep(_EVERY)
