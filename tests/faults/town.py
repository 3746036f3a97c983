"""A simulated Telegram over HTTP and beside it the real bot program, with its own limits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.keys import KeyRing
from bot.settings import Settings
from bot.simulator.model import BotAccount, Persona
from bot.simulator.people import Person
from bot.simulator.server import create_app, serving
from bot.simulator.stage import Stage
from storage.database import Database
from tests.databases import sqlite_url
from tests.faults import program
from tests.faults.verdict import PERIOD
from tests.faults.witness import WatchedWorld
from tests.faults.world import TOKEN, Plan, environment, furnish

_LIMITS = ("LOKET_LIMITS", "LOKET_MESSAGES_PER_SECOND")


@dataclass
class Town:
    """`posters` by the name of the lokus; `process` is the bot."""

    telegram: WatchedWorld
    posters: dict[str, str]
    process: int

    def person(self, number: int) -> Person:
        """Somebody who was not here before."""
        persona = self.telegram.add_persona(Persona(6_500_000 + number, f"Warga {number}"))
        return self.telegram.person(persona.id)

    def peak(self) -> int:
        """The most memory the bot has held, in MB; what it shares with its warm parent counts."""
        status = Path(f"/proc/{self.process}/status").read_text().split()
        return int(status[status.index("VmHWM:") + 1]) >> 10


@asynccontextmanager
async def town(folder: Path, seed: int) -> AsyncIterator[Town]:
    """Until the block ends; then the bot is told to stop."""
    url = await sqlite_url(folder, folder / "template.db")
    database, keys = Database(url), KeyRing(folder / "keys")
    keys.create()
    async with database.writing() as connection:
        posters = await furnish(connection, keys, keys.new_pepper(PERIOD), 3)
    await database.close()
    telegram = WatchedWorld(BotAccount(880001, TOKEN), seed)
    plan = Plan(folder, url, 0, seed)
    async with serving(create_app(telegram, Stage(folder)), 0) as port:
        told = environment(plan, port)
        defaults = Settings(_env_file=None)
        told |= dict(
            zip(_LIMITS, (defaults.limits, f"{defaults.messages_per_second}"), strict=True)
        )
        bot = program.start(told, folder / "log", "")
        await telegram.bot_is_up.wait()
        try:
            yield Town(telegram, posters, bot.pid or 0)
        finally:
            bot.terminate()
            await program.ended(bot)
