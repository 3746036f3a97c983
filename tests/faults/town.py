"""A simulated Telegram over HTTP and beside it the real bot program, with its own limits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from bot.simulator.model import Persona
from bot.simulator.people import Person
from tests.databases import sqlite_url
from tests.faults import program
from tests.faults.witness import WatchedWorld
from tests.faults.world import Plan, opened


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
    plan = Plan(folder, await sqlite_url(folder, folder / "template.db"), 0, seed, lokus=3)
    async with opened(plan) as world:
        bot = program.start({**world.environment, **own_limits()}, folder / "log", "")
        await world.telegram.bot_is_up.wait()
        try:
            yield Town(world.telegram, world.posters, bot.pid or 0)
        finally:
            bot.terminate()
            await program.ended(bot)


def own_limits() -> dict[str, str]:
    """Those the product ships with."""
    shipped = Settings(_env_file=None)
    return {
        "LOKET_LIMITS": shipped.limits,
        "LOKET_MESSAGES_PER_SECOND": f"{shipped.messages_per_second}",
    }
