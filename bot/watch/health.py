"""Is the bot at work? One word for each part, fit to be read by anybody."""

from collections.abc import Mapping

from bot.watch.bounds import MB, SILENT, TOO_LITTLE_ROOM
from bot.watch.lookout import Look

OK = "ok"


def parts(look: Look, silence: float) -> Mapping[str, str]:
    """What each part says; all is well when all say "ok"."""
    return {
        "telegram": _telegram(silence),
        "database": OK if look.tally is not None else "it does not answer",
        "disk": _disk(look.least_room),
    }


def _telegram(silence: float) -> str:
    return OK if silence < SILENT else f"no poll was answered for {int(silence)} seconds"


def _disk(room: int | None) -> str:
    if room is None or room >= TOO_LITTLE_ROOM:
        return OK
    return f"{room // MB} MB free: make room"
