"""Answers come first: with little room on the disk, files are left with Telegram for a while."""

import shutil
from pathlib import Path

from bot.errors import BotError
from bot.watch.bounds import KEPT_FOR_ANSWERS, MB


class NoRoom(BotError):
    """The rest of the disk is for answers; the file is tried again."""

    code = "evidence.room"

    def __init__(self, folder: Path, free: int) -> None:
        super().__init__(
            f"{free // MB} MB free in {folder}, which are kept for answers:"
            " make room there, and files of staff are fetched again"
        )


def has_room(free: int, total: int) -> bool:
    """Whether files may be taken: a tenth is kept, of a large disk 5 GB."""
    return free >= min(total // 10, KEPT_FOR_ANSWERS)


def require_room(folder: Path) -> None:
    """Raises NoRoom."""
    usage = shutil.disk_usage(folder)
    if not has_room(usage.free, usage.total):
        raise NoRoom(folder, usage.free)
