"""What the demo's page shows around the phone, and the commands it names."""

import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from admin_cli.demo_place import Place
from admin_cli.demo_staff import Invited
from admin_cli.posters import Printed
from bot.simulator.refusals import Json
from storage import staff
from storage.database import Database


def command(place: Place, words: str) -> str:
    """Works from any folder, and with a `loket` that is not on the PATH."""
    program = Path(sys.argv[0]).absolute()
    loket = str(program) if program.name == "loket" else "loket"
    return f"cd {shlex.quote(str(place.folder))} && {shlex.quote(loket)} {words}"


def poster(printed: Printed) -> Json:
    """To be scanned by anybody."""
    return {
        "lokus": printed.lokus.code,
        "title": printed.lokus.name,
        "instansi": printed.lokus.instansi.name,
        "link": printed.link,
        "image": f"/posters/{printed.file.name}",
    }


def invitations(
    place: Place, database: Database, invited: Invited | None
) -> Callable[[], Awaitable[Sequence[Json]]]:
    """Asks each time: whoever was confirmed or turned away holds no invitation any more."""

    async def ask() -> Sequence[Json]:
        if invited is None:
            return ()
        async with database.reading() as connection:
            found = await staff.invite_by_id(connection, invited.number)
        return () if found.outcome else (_invitation(place, invited),)

    return ask


def _invitation(place: Place, invited: Invited) -> Json:
    said = command(place, "staff confirm KODE")
    return {
        "persona": invited.persona,
        "title": f"Petugas {invited.lokus}",
        "text": f"Sekali pakai, berlaku 48 jam. Kode yang tampil dikonfirmasi di terminal: {said}",
        "link": invited.link,
    }
