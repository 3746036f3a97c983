"""Serves the simulator with the bot beside it, and says on the terminal where to look."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import typer

from admin_cli.demo_bot import BotKeeper, start_bot
from admin_cli.demo_data import prepare
from admin_cli.demo_page import command, invitations, poster
from admin_cli.demo_place import Place
from admin_cli.posters import Printed
from admin_cli.qr_code import echo_code
from bot import simulator
from bot.simulator.refusals import Json
from bot.simulator.server import create_app, serving
from bot.simulator.snapshot import Keeper, open_world
from bot.simulator.stage import LOCAL, Stage
from bot.simulator.world import World
from storage.database import Database

CHEAT = "integrity demo --data ."
PAGE = Path(simulator.__path__[0]) / "page"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(place: Place) -> None:
    """Show until Ctrl-C or SIGTERM; the data stays."""
    asyncio.run(_run(place))
    with suppress(OSError):  # the terminal may be gone
        typer.echo(f"stopped; the data stays in {place.folder}", err=True)


async def _run(place: Place) -> None:
    stopped = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    world = open_world(place.telegram)
    keeper = Keeper(world, place.telegram)
    keeper.save()
    database = Database(place.database_url)
    try:
        prepared = await prepare(place, world, database)
        bot = _bot_keeper(place, world)
        invited = invitations(place, database, prepared.invited)
        app = create_app(world, _stage(place, prepared.posters, invited, bot), keeper)
        async with serving(app, place.port, place.host), bot.keeping():
            _greet(place)
            await stopped.wait()
    finally:
        await database.close()


def _bot_keeper(place: Place, world: World) -> BotKeeper:
    def warn(code: int, seconds: float) -> None:
        words = f"the bot ended (code {code}); it is started again in {seconds:g} s"
        typer.echo(f"{words}; see {place.bot_log}", err=True)

    return BotKeeper(
        start=partial(start_bot, place),
        heard=partial(_last_call, world),
        tell=lambda state: world.bulletin.tell_all("bot", {"botProcess": state}),
        warn=warn,
    )


def _last_call(world: World) -> int:
    """Not a poll: one of a dead bot may end, and be counted, long after it."""
    calls = (call["n"] for call in reversed(world.calls) if call["method"] != "getUpdates")
    return int(next(calls, 0))


def _stage(
    place: Place,
    printed: Sequence[Printed],
    invited: Callable[[], Awaitable[Sequence[Json]]],
    bot: BotKeeper,
) -> Stage:
    shown = [poster(one) for one in printed]
    return Stage(
        PAGE,
        posters=lambda: shown,
        posters_dir=place.posters,
        invitations=invited,
        control=bot,
        notes="\n".join(
            (
                f"Berkas mingguan untuk mesin penilaian: {command(place, 'export week')}",
                f"Petugas nakal, dan apa yang tampak: {command(place, CHEAT)}",
            )
        ),
        hosts=LOCAL | {place.host, place.name},
    )


def _greet(place: Place) -> None:
    typer.echo(f"\nSuaraLoket demo: open {place.address}\n")
    if "utf" in (sys.stdout.encoding or "").lower():
        echo_code(place.address)
    if place.host in LOCAL:
        typer.echo("For a phone on this network: start it with --host 0.0.0.0")
    typer.echo("Staff: on the page, take the phone of Rina or Pak Hasan and write /tugas")
    typer.echo(f"Dewi opens her invitation, then: {command(place, 'staff confirm CODE')}")
    typer.echo(f"The week's file:  {command(place, 'export week')}")
    typer.echo(f"Last week on paper: {command(place, 'report week --last')}")
    typer.echo(f"A petugas who cheats, and what is seen of it: {command(place, CHEAT)}")
    typer.echo(f"What the bot says: {place.bot_log}")
    typer.echo("Ctrl-C to stop")
    sys.stdout.flush()
