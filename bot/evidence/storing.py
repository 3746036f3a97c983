"""One upload from Telegram to the commit. Killed anywhere, it is simply done again."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Protocol

from bot.evidence.downloads import Downloads, Fetched
from bot.evidence.failures import Unfit
from bot.inspection.verdict import KINDS, Kind, Refused, Verdict
from storage import drafts, evidence
from storage.database import Connection, Database
from storage.errors import StaleTurn
from storage.evidence import Content
from storage.evidence_store.store import EvidenceStore
from storage.uploads import Upload, form_of
from survey_flows.instrument import EvidenceSlot, Instrument
from survey_flows.worksheet import Worksheet

PART = ".part"
AT_ONCE = 4
"""Looks into files: each may take 640 MB, however many files are on their way."""

_RACES = 20
_PAUSE = 0.02  # seconds after a lost race with somebody who wrote in the same form


class Inspect(Protocol):
    """bot.inspection.inspector.inspect."""

    async def __call__(self, path: Path, *, accept: Collection[Kind]) -> Verdict:
        """What the file is, or why it is not taken."""


Forms = Mapping[tuple[str, str], Instrument]


class Storing:
    """The steps in their order; `seconds` is the wall clock."""

    def __init__(
        self,
        downloads: Downloads,
        inspect: Inspect,
        store: EvidenceStore,
        database: Database,
        forms: Forms,
    ) -> None:
        self._downloads = downloads
        self._inspect = inspect
        self._store = store
        self._database = database
        self._forms = forms
        self._looks = asyncio.Semaphore(AT_ONCE)
        self._form_of: dict[int, Instrument] = {}  # a submission never changes its form

    async def store(self, upload: Upload, seconds: Callable[[], float]) -> None:
        """Fetch, look into, put, commit: a row never comes before its file.

        Raises Unfit, Gone, Away, StoreAway, DraftEnded or UploadSettled.
        """
        path = self._store.spool / f"{upload.key}{PART}"
        try:
            fetched = await self.fetch(upload, path)
            content = await self.look_into(upload, path, fetched)
            await self.put(path, content)
            await self.commit(upload, content, int(seconds()))
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def tidy(self) -> None:
        """Halves a killed program left in the spool; each is fetched anew."""
        await asyncio.to_thread(_remove_parts, self._store.spool)

    async def fetch(self, upload: Upload, path: Path) -> Fetched:
        """Into the spool."""
        return await self._downloads.fetch(upload.file_id, path)

    async def look_into(self, upload: Upload, path: Path, fetched: Fetched) -> Content:
        """Its content says what it is; raises Unfit for what the slot does not take."""
        form = await self._form(upload)
        async with self._looks:
            verdict = await self._inspect(path, accept=_accepted(form, upload.slot))
        if isinstance(verdict, Refused):
            raise Unfit(verdict.reason)
        return Content(
            fetched.sha256,
            fetched.size,
            verdict.kind,
            verdict.media_type,
            verdict.extension,
            verdict.width,
            verdict.height,
            verdict.pages,
            verdict.fingerprint,
        )

    async def _form(self, upload: Upload) -> Instrument:
        known = self._form_of.get(upload.submission_id)
        if known is None:
            async with self._database.reading() as connection:
                known = self._forms[await form_of(connection, upload)]
            self._form_of[upload.submission_id] = known
        return known

    async def put(self, path: Path, content: Content) -> None:
        """From the spool to where it stays."""
        await self._store.put(path, content.file)

    async def commit(self, upload: Upload, content: Content, at: int) -> None:
        """Row, fact and settled upload, or nothing; on a lost race once more."""
        for _ in range(_RACES):
            try:
                return await self._keep(upload, content, at)
            except StaleTurn:
                await asyncio.sleep(_PAUSE)
        return await self._keep(upload, content, at)

    async def _keep(self, upload: Upload, content: Content, at: int) -> None:
        async with self._database.writing() as connection:
            await self._require_room(connection, upload)
            await evidence.keep(connection, upload, content, at)

    async def _require_room(self, connection: Connection, upload: Upload) -> None:
        """A slot takes so many files; raises Unfit for one too many."""
        draft = await drafts.by_id(connection, upload.submission_id)
        if draft is None:
            raise LookupError("an upload points at a form that is gone")
        form = self._forms[draft.form_id, draft.version]
        held = Worksheet(form, draft.entries).files.get(upload.slot, ())
        if len(held) >= _slot(form, upload.slot).most:
            raise Unfit("slot_full")


def _remove_parts(spool: Path) -> None:
    for path in spool.glob(f"*{PART}"):
        path.unlink(missing_ok=True)


def _slot(form: Instrument, name: str) -> EvidenceSlot:
    slots = (one for item in form.items for one in item.evidence)
    return next(one for one in slots if one.name == name)


def _accepted(form: Instrument, slot: str) -> tuple[Kind, ...]:
    """The kinds a slot takes."""
    return tuple(kind for kind in KINDS if kind in _slot(form, slot).accept)
