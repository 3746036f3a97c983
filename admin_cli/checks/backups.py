"""Backups: is there one, how old is the newest, and can others read them?"""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from admin_cli.checks.finding import Finding, fail, ok, warn
from bot.watch.bounds import BACKUP_DUE
from storage.backups.shelf import backups as on_shelf

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OVERDUE = timedelta(days=7)
_CURE = "run `loket backup create` every night, by a timer"


def backups(shelf: Path, now: datetime) -> Iterator[Finding]:
    """A backup nobody looks at for a week is a failure of its own."""
    every = on_shelf(shelf)
    sound = [one for one in every if not one.problem]
    if not sound:
        yield warn("backup", f"there is no backup in {shelf}", _CURE)
        return
    age = now - sound[0].made_at
    said = f"the newest of {len(sound)} is {int(age.total_seconds() // 3600)} hours old"
    if age <= BACKUP_DUE:
        yield ok("backup", said)
    else:
        yield (warn if age <= _OVERDUE else fail)("backup", said, _CURE)
    yield from _ill(shelf, [one.name for one in every if one.problem])


def _ill(shelf: Path, names: list[str]) -> Iterator[Finding]:
    if names:
        cure = "see `loket backup list`, and remove these folders by hand"
        yield warn("backup_files", f"not whole: {', '.join(names)}", cure)
    if shelf.stat().st_mode & _OTHERS:
        yield fail("backup_files", f"others may look into {shelf}", f"run `chmod 700 {shelf}`")
