"""`loket demo`: the whole product on one machine, with a Telegram of its own."""

from pathlib import Path
from typing import Annotated

import typer

PORT = 8903


def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page; 0 takes a free one.")
    ] = PORT,
    data: Annotated[
        Path, typer.Option(file_okay=False, help="Folder that keeps the demo's data.")
    ] = Path("demo"),
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 lets phones nearby in.")
    ] = "127.0.0.1",
) -> None:
    """Start the whole product on this machine: no token, no server. Ctrl-C stops it."""
    from admin_cli.demo_place import Place, free_port, only_one, require_free
    from admin_cli.demo_show import run

    require_free(host, port)
    place = Place(data.absolute(), host, port or free_port(host))
    with only_one(place):
        run(place)
