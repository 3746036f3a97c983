"""People who answer without a pause, and the notes of what each of them was told is stored."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from storage import drafts, evidence, instruments, periods, places, responses, submissions, uploads
from storage.database import Connection, Database
from storage.drafts import Owner
from storage.evidence import Content
from storage.evidence_store.folder import FolderStore
from storage.responses import Said
from storage.submissions import NewSubmission
from storage.uploads import NewUpload
from survey_flows.facts import Answered, Consented, Submitted
from survey_flows.weeks import hour_of
from tests.answering import FORM, marks
from tests.evidence.office import add_staff

Notes = frozenset[tuple[object, ...]]
F01, VERSION, AT = "F-01", "1", 1_795_000_000
_PAUSE = 0.1
_EVERY = 10  # of how many people one sends photos


class Crowd:
    """Each turn is a transaction of its own; noted only after its commit, as the bot speaks."""

    def __init__(self, database: Database, people: int, folder: Path) -> None:
        self._database, self._people = database, people
        self._store = FolderStore(folder)
        self._notes: set[tuple[object, ...]] = set()
        self._new: Callable[[str], NewSubmission] = _unknown
        self._draft = self._member = 0
        self.is_over = False

    def noted(self) -> Notes:
        """All that was acknowledged up to now."""
        return frozenset(self._notes)

    async def furnish(self) -> None:
        """A lokus, a period, an open F-01 and somebody who fills it."""
        first, last = date(2026, 11, 1), date(2026, 12, 31)
        async with self._database.writing() as connection:
            await instruments.publish(connection, FORM.form_id, FORM.version, "sha256:0", first)
            await instruments.publish(connection, F01, VERSION, "sha256:1", first)
            await places.add_instansi(connection, "kota", "Kota", "Asia/Makassar")
            lokus = await places.add_lokus(connection, "pkm", "Puskesmas", "kota")
            period = await periods.open_period(connection, "2026", first, last, "c" * 16)
            owner = Owner(lokus.id, period.id)
            self._draft = (await drafts.begin(connection, owner, F01, VERSION)).id
            self._member = await add_staff(connection, "Sari")
        form = (FORM.form_id, FORM.version, lokus.id, period.id)
        self._new = lambda who: NewSubmission(*form, who, 0)

    async def answer(self) -> None:
        """Everybody, until it is over."""
        await asyncio.gather(*(self._person(number) for number in range(self._people)))

    async def _person(self, number: int) -> None:
        turn = 0
        while not self.is_over:
            turn += 1
            if number % _EVERY == _EVERY - 1:
                await self._send_photo(number * 1_000_000 + turn)
            else:
                await self._fill()
            await asyncio.sleep(_PAUSE)

    async def _fill(self) -> None:
        """A questionnaire from consent to Kirim, turn by turn."""
        who = secrets.token_hex(16)
        async with self._database.writing() as connection:
            begun = await submissions.begin(connection, self._new(who), (Consented("text"),))
        self._notes.add(("fact", begun.key, 1))
        answers = marks(4)
        for seq, (item, value) in enumerate(answers.items(), start=1):
            async with self._database.writing() as connection:
                said = (Answered(item, value),)
                await submissions.record(connection, begun.id, said, after=seq)
            self._notes.add(("fact", begun.key, seq + 1))
            await asyncio.sleep(_PAUSE)
        async with self._database.writing() as connection:
            await _finish(connection, begun.id, answers)
        self._notes.add(("sent", begun.key))

    async def _send_photo(self, message: int) -> None:
        """Safe first, then its rows: the order the worker keeps."""
        bytes_ = b"\xff\xd8" + secrets.token_bytes(2_000)
        digest = hashlib.sha256(bytes_).hexdigest()
        content = Content(digest, len(bytes_), "jpeg", "image/jpeg", "jpg")
        part = self._store.spool / f"{message}.part"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(bytes_)
        await self._store.put(part, content.file)
        new = _photo(self._draft, self._member, message)
        async with self._database.writing() as connection:
            upload = await uploads.record(connection, new)
            await evidence.keep(connection, upload, content, AT)
        self._notes.add(("file", content.file))


async def notes_of(database: Database, store: FolderStore) -> Notes:
    """What a database and its store hold, in the same words."""
    files = {one.name async for one in store.every()}
    async with database.reading() as connection:
        rows = await submissions_in(connection)
        proofs = {one.content.file for one in await evidence.every(connection)}
    return frozenset({*rows, *(("file", name) for name in proofs & files)})


async def submissions_in(connection: Connection) -> set[tuple[object, ...]]:
    """Every fact and every sent response."""
    found = await connection.exec_driver_sql(
        "SELECT key, seq FROM facts JOIN submissions ON submissions.id = submission_id"
    )
    sent = await connection.exec_driver_sql(
        "SELECT key FROM responses JOIN submissions ON submissions.id = submission_id"
    )
    return {("fact", row.key, row.seq) for row in found} | {("sent", row.key) for row in sent}


async def _finish(connection: Connection, number: int, answers: dict[str, str]) -> None:
    await submissions.record(connection, number, (Submitted(),), after=len(answers) + 1)
    await submissions.finish(connection, number, "submitted")
    hour = hour_of(datetime.fromtimestamp(AT, UTC))
    said = Said({"lokus": "pkm", "period": "2026"}, answers)
    await responses.keep(connection, number, hour, said)


def _photo(draft: int, member: int, message: int) -> NewUpload:
    return NewUpload(
        submission_id=draft,
        staff_id=member,
        slot="i01e1",
        file_id="id",
        kind="photo",
        name="foto.jpg",
        size=None,
        caption="",
        album="",
        message_id=message,
        sent_at=AT,
    )


def _unknown(who: str) -> NewSubmission:
    raise LookupError(who)
