"""Backups while people answer: each must hold all that was acknowledged before it began.

`python -m tests.faults.backup_campaign --backups 40 --people 32` lets people answer in one process
while `loket backup create` runs again and again in others; some of these are killed midway. Every
backup is then restored, verified, and held against the notes of what was acknowledged.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom
from typing import TextIO

from storage.backups.restoring import restore, verify
from storage.backups.shelf import DRAFT, Backup, backups
from storage.database import Database
from storage.evidence_store.folder import FolderStore
from tests.databases import postgres_url, sqlite_url
from tests.faults.backup_crowd import Crowd, Notes, notes_of
from tests.servers import PATIENCE, postgres_server, wait_until

LOKET = Path(sys.executable).parent / "loket"


@dataclass
class Tally:
    """What came of it; `lost` are acknowledged things a restored backup does not have."""

    restored: int = 0
    verified: int = 0
    killed: int = 0
    halves: int = 0
    acknowledged: int = 0
    slowest: float = 0.0
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Night:
    """Where a campaign takes place. `kills` backups more are begun, and killed."""

    folder: Path
    url: str
    backups: int
    people: int
    kills: int
    seed: int

    @property
    def shelf(self) -> Path:
        return self.folder / "backups"

    @property
    def environment(self) -> dict[str, str]:
        own = {"LOKET_DATABASE_URL": self.url, "LOKET_EVIDENCE_URL": str(self.folder / "evidence")}
        return {**os.environ, **own, "LOKET_BACKUP_DIR": str(self.shelf)}


async def play(night: Night) -> Tally:
    """Until every backup is made; then judge them."""
    database, tally = Database(night.url), Tally()
    crowd = Crowd(database, night.people, night.folder / "evidence")
    await crowd.furnish()
    answering = asyncio.create_task(crowd.answer())
    before: dict[str, Notes] = {}
    chance = Random(night.seed)
    turns = ["make"] * night.backups + ["kill"] * night.kills
    chance.shuffle(turns)
    for turn in turns:
        await asyncio.sleep(chance.uniform(0, 0.2))
        if turn == "kill":
            await _kill(night, chance, tally)
        else:
            noted = crowd.noted()
            began = time.monotonic()
            before[await _make(night)] = noted
            tally.slowest = max(tally.slowest, time.monotonic() - began)
    crowd.is_over = True
    await answering
    await database.close()
    tally.acknowledged = len(crowd.noted())
    await _judge(night, before, tally)
    return tally


async def _make(night: Night) -> str:
    """The name of a new backup."""
    process = await _start(night, asyncio.subprocess.PIPE)
    said, trouble = await process.communicate()
    if process.returncode:
        raise RuntimeError(trouble.decode())
    return Path(json.loads(said)["backup"]).name


async def _kill(night: Night, chance: Random, tally: Tally) -> None:
    """Once it is at work, or a moment later; it may have been quicker than we are."""
    known = len(backups(night.shelf))
    process = await _start(night, asyncio.subprocess.DEVNULL)
    draft = night.shelf / f"{DRAFT}{process.pid}"

    def is_at_work() -> bool:
        return draft.exists() or process.returncode is not None

    await asyncio.to_thread(wait_until, is_at_work, PATIENCE)
    await asyncio.sleep(chance.uniform(0, 0.5))
    if process.returncode is None:
        process.kill()
        tally.killed += 1
    await process.wait()
    made = backups(night.shelf)
    tally.halves += any(one.problem for one in made) or len(made) - known not in {0, 1}


async def _start(night: Night, stream: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        LOKET,
        *("backup", "create", "--json"),
        stdout=stream,
        stderr=stream,
        env=night.environment,
        cwd=night.folder,
    )


async def _judge(night: Night, before: dict[str, Notes], tally: Tally) -> None:
    by_name = {one.name: one for one in backups(night.shelf)}
    for number, (name, noted) in enumerate(before.items()):
        backup = by_name[name]
        tally.verified += not [one async for one in verify(backup, "")]
        found = await _restored(backup, night.folder / f"back-{number}")
        tally.restored += 1
        tally.lost += [f"{name}: {one}" for one in sorted(noted - found, key=str)]


async def _restored(backup: Backup, folder: Path) -> Notes:
    folder.mkdir()
    database, store = Database(f"sqlite:///{folder}/loket.db"), FolderStore(folder / "evidence")
    try:
        await restore(backup, "", database, store)
        return await notes_of(database, store)
    finally:
        await database.close()


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if all were restored and verified, and nothing is lost."""
    given = _arguments(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="backup-faults-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # a database server under another account passes through
        if given.database == "postgresql":
            server = stack.enter_context(postgres_server(folder / "postgres"))
            made = postgres_url(server)
        else:
            made = sqlite_url(folder, folder / "template.db")
        url = asyncio.run(made)
        night = Night(folder, url, given.backups, given.people, given.kills, given.seed)
        tally = asyncio.run(play(night))
    for line in tally.lost[:5]:
        _say(f"lost: {line}", sys.stderr)
    _say(
        f"backups {given.backups} · people {given.people} · acknowledged {tally.acknowledged}"
        f" · restored {tally.restored} · verified {tally.verified} · lost {len(tally.lost)}"
        f" · killed {tally.killed} · halves {tally.halves} · slowest {tally.slowest:.1f} s"
        f" · {given.database} · seed {given.seed} · {time.monotonic() - began:.0f} s"
    )
    is_well = tally.restored == tally.verified == given.backups
    return 0 if is_well and not tally.lost and not tally.halves else 1


def _say(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.backup_campaign")
    parser.add_argument("--backups", type=int, default=40)
    parser.add_argument("--people", type=int, default=32)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
