"""The simulator alone: `python -m bot.simulator --port 8081 --data FOLDER`."""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.simulator.model import BotAccount
from bot.simulator.server import create_app, serving
from bot.simulator.snapshot import Keeper, open_world
from bot.simulator.stage import LOCAL, Stage
from bot.simulator.world import World

PAGE = Path(__file__).parent / "page"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--data", type=Path, default=Path("simulator"), help="folder to keep")
    parser.add_argument("--username", default="suaraloket_demo_bot", help="name of the bot")
    parser.add_argument("--allow-host", action="append", default=[], help="one more host name")
    return parser.parse_args()


def _world(given: argparse.Namespace) -> World:
    """LOKET_BOT_TOKEN decides who the bot is; without it the folder, or chance, does."""
    token = os.environ.get("LOKET_BOT_TOKEN", "")
    number = token.partition(":")[0]
    bot = BotAccount(int(number), token, given.username) if number.isdigit() else None
    return open_world(given.data, bot)


async def _run(given: argparse.Namespace) -> None:
    world = _world(given)
    keeper = Keeper(world, given.data)
    keeper.save()
    stage = Stage(PAGE, hosts=LOCAL | {given.host, *given.allow_host})
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with serving(create_app(world, stage, keeper), given.port, given.host) as port:
        sys.stdout.write(f"http://{given.host}:{port}/\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> int:
    given = _arguments()
    try:
        asyncio.run(_run(given))
    except OSError as error:
        sys.stderr.write(f"cannot serve on {given.host}:{given.port}: {error.strerror}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
