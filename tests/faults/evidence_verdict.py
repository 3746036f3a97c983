"""What the evidence campaign holds against what people sent and what their chats showed."""

import hashlib
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage import evidence, tables
from storage.database import Database
from storage.evidence_store.folder import FolderStore
from storage.evidence_sweep import YOUNG, sweep
from storage.staff_tables import uploads
from storage.uploads import LOST, REFUSED, STORED

_ALL = sa.select(uploads)
_ATTACHED = sa.select(tables.facts.c.value).where(tables.facts.c.kind == "attached")


@dataclass
class Tally:
    """What happened, and everything that must not have. `steps` are kills at a step of an album."""

    kills: int = 0
    steps: int = 0
    files: int = 0
    ticks: int = 0
    swept: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.orphans or self.doubled or self.unsettled)


@dataclass
class Judge:
    """`contents` is what each file id really is; one that is not there never was at Telegram."""

    database: Database
    folder: Path
    contents: Mapping[str, bytes]
    tally: Tally = field(default_factory=Tally)
    ticked: dict[str, str] = field(default_factory=dict)

    async def see_tick(self, key: str, file_id: str) -> None:
        """What a chat calls safe must be there this very moment."""
        self.ticked[key] = file_id
        await self._look_for(key, file_id, "at its tick")

    async def judge(self) -> Tally:
        """After the last kill: everything against everything."""
        self.tally.ticks = len(self.ticked)
        for key, file_id in self.ticked.items():
            await self._look_for(key, file_id, "at the end")
        async with self.database.reading() as connection:
            rows = [dict(row) for row in (await connection.execute(_ALL)).mappings()]
            facts = Counter((await connection.execute(_ATTACHED)).scalars())
            safe = await evidence.every(connection)
        keys = {one.key for one in safe}
        self._judge_uploads(rows, keys)
        self.tally.doubled += [f"{key}: {n} facts" for key, n in facts.items() if n > 1]
        self.tally.doubled += [f"{key}: fact or row alone" for key in facts.keys() ^ keys]
        wrong = [one for one in safe if self._hash_of(one.content.file) != one.content.sha256]
        self.tally.missing += [f"{one.key}: row without its file" for one in wrong]
        await self._judge_store({one.content.file for one in safe})
        return self.tally

    async def _look_for(self, key: str, file_id: str, when: str) -> None:
        async with self.database.reading() as connection:
            row = await evidence.by_key(connection, key)
        wanted = hashlib.sha256(self.contents[file_id]).hexdigest()
        if row is None or row.content.sha256 != wanted:
            self.tally.missing.append(f"{file_id}: no row {when}")
        elif self._hash_of(row.content.file) != wanted:
            self.tally.missing.append(f"{file_id}: no file {when}")

    def _hash_of(self, name: str) -> str:
        path = self.folder / name
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""

    def _judge_uploads(self, rows: list[dict[str, Any]], safe: set[str]) -> None:
        sent = Counter((one["staff_id"], one["message_id"]) for one in rows)
        self.tally.doubled += [f"message {one}" for one, n in sent.items() if n > 1]
        if len(rows) != self.tally.files:
            self.tally.unsettled.append(f"{len(rows)} uploads of {self.tally.files} files")
        for one in rows:
            self.tally.ends[one["reason"] or one["state"]] += 1
            if problem := self._problem_of(one, safe):
                self.tally.unsettled.append(f"{one['file_id']}: {problem}")

    def _problem_of(self, one: Mapping[str, Any], safe: set[str]) -> str:
        """Whether an upload ended as its file deserves."""
        content = self.contents.get(one["file_id"])
        state, reason = one["state"], one["reason"]
        if (state == STORED) != (one["key"] in safe):
            return f"{state}, and its row says otherwise"
        if not one["is_reported"]:
            return f"{state}, and nobody was told"
        if content is None:
            return "" if (state, reason) == (LOST, "gone") else f"{state} {reason}, was never there"
        if (state, reason) == (REFUSED, "draft_sent"):
            return ""
        wanted = STORED if content[:2] == b"\xff\xd8" else REFUSED
        return "" if state == wanted else f"{state} {reason}, should be {wanted}"

    async def _judge_store(self, wanted: set[str]) -> None:
        """After a sweep nothing lies there that no row relies on."""
        store = FolderStore(self.folder)
        swept = await sweep(self.database, store, time.time() + 2 * YOUNG)
        self.tally.swept = len(swept.removed)
        left = {one.name async for one in store.every()}
        self.tally.orphans += sorted(left - wanted)
        self.tally.missing += sorted(wanted - left)
