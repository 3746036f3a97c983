"""What an admin wants to hear of, and how much of it there is."""

from collections.abc import Mapping
from typing import Literal

from bot.watch.bounds import BACKUP_DUE, DEAF, LITTLE_ROOM
from bot.watch.lookout import Look

Kind = Literal[
    "parked", "lost", "pushes", "disk", "files", "backup", "database", "deaf", "requests"
]
HAPPENED: frozenset[Kind] = frozenset({"parked", "lost"})
"""Of these there is no end to be told; the others last until they are mended."""


def troubles(look: Look, silence: float) -> Mapping[Kind, int]:
    """Zero is well; what could not be found out is left out."""
    room = look.least_room
    is_old = look.backup_age is None or look.backup_age > BACKUP_DUE.total_seconds()
    found: dict[Kind, int] = {
        "disk": int(room is not None and room < LITTLE_ROOM),
        "files": int(look.files_wait),
        "backup": int(is_old),
        "database": int(look.tally is None),
        "deaf": int(silence > DEAF),
    }
    if look.tally is not None:
        pushes = look.tally.pushes
        found["parked"] = look.tally.parked
        found["requests"] = look.tally.requests
        found["lost"] = look.tally.files.lost
        found["pushes"] = pushes.get("overdue", 0) + pushes.get("failed", 0)
    return found
