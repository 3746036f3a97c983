"""The machine below: room on the disk, and the settings file."""

import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from admin_cli.checks.finding import Finding, fail, ok, warn
from bot.evidence.room import has_room
from bot.watch.bounds import LITTLE_ROOM, MB, TOO_LITTLE_ROOM

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}


def disk(folder: Path) -> Finding:
    """Room where the database is."""
    usage = shutil.disk_usage(folder)
    said = f"{usage.free // MB} MB free in {folder}"
    if usage.free < LITTLE_ROOM:
        found = warn if usage.free >= TOO_LITTLE_ROOM else fail
        return found("disk", said, "make room: with a full disk no answer can be stored")
    if not has_room(usage.free, usage.total):
        return warn("disk", said, "make room: the rest is for answers, and files of staff wait")
    return ok("disk", said)


def env_file(path: Path) -> Iterator[Finding]:
    """The settings file may hold the token."""
    if not path.exists():
        yield warn(
            "env_file", f"there is no {path}", "run `loket init`, or ignore this if meant so"
        )
    elif path.stat().st_mode & _OTHERS:
        yield fail("env_file", f"others may read {path}", f"run `chmod 600 {path}`")
    else:
        yield ok("env_file", f"{path} is readable for its owner only")


def time_zones(moment: datetime) -> Iterator[Finding]:
    """Days and weeks are counted with these data, which come from the system or from tzdata."""
    cure = "install tzdata: `apt-get install tzdata`, or the program again"
    for name, hours in _ZONES.items():
        try:
            found = moment.astimezone(ZoneInfo(name)).utcoffset()
        except (ZoneInfoNotFoundError, OSError, ValueError):
            yield fail("time_zones", f"{name} is not known here", cure)
            return
        if found != timedelta(hours=hours):
            yield fail("time_zones", f"{name} is {found} from UTC here, not {hours} hours", cure)
            return
    yield ok("time_zones", "WIB, WITA and WIT are known")
