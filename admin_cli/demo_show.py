"""Serves the simulator with the bot beside it, and says on the terminal where to look."""

import asyncio
import shlex
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import typer

from admin_cli.demo_bot import BotKeeper, start_bot
from admin_cli.demo_data import prepare
from admin_cli.demo_place import Place
from admin_cli.posters import Printed
from bot import simulator
from bot.simulator.refusals import Json
from bot.simulator.server import create_app, serving
from bot.simulator.snapshot import Keeper, open_world
from bot.simulator.stage import LOCAL, Stage
from bot.simulator.world import World

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
    printed = await prepare(place, world.bot)
    bot = _bot_keeper(place, world)
    app = create_app(world, _stage(place, printed, bot), keeper)
    async with serving(app, place.port, place.host), bot.keeping():
        _greet(place)
        await stopped.wait()


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


def _stage(place: Place, printed: Sequence[Printed], bot: BotKeeper) -> Stage:
    shown = [_on_page(one) for one in printed]
    return Stage(
        PAGE,
        posters=lambda: shown,
        posters_dir=place.posters,
        control=bot,
        notes=f"Berkas mingguan untuk mesin penilaian: {_export_command(place)}",
        hosts=LOCAL | {place.host, place.name},
    )


def _on_page(printed: Printed) -> Json:
    return {
        "lokus": printed.lokus.code,
        "title": printed.lokus.name,
        "instansi": printed.lokus.instansi.name,
        "link": printed.link,
        "image": f"/posters/{printed.file.name}",
    }


def _export_command(place: Place) -> str:
    """Works from any folder, and with a `loket` that is not on the PATH."""
    program = Path(sys.argv[0]).absolute()
    loket = str(program) if program.name == "loket" else "loket"
    return f"cd {shlex.quote(str(place.folder))} && {shlex.quote(loket)} export week"


def _greet(place: Place) -> None:
    typer.echo(f"\nSuaraLoket demo: open {place.address}\n")
    if "utf" in (sys.stdout.encoding or "").lower():
        _echo_code(place.address)
    if place.host in LOCAL:
        typer.echo("For a phone on this network: start it with --host 0.0.0.0")
    typer.echo(f"The week's file:  {_export_command(place)}")
    typer.echo(f"What the bot says: {place.bot_log}")
    typer.echo("Ctrl-C to stop")
    sys.stdout.flush()


def _echo_code(address: str) -> None:
    import qrcode

    drawing = qrcode.QRCode(border=2)
    drawing.add_data(address)
    drawing.print_ascii(out=sys.stdout, invert=True)
