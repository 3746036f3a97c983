"""An office that fills F-01: what its people say and send, through storage as the bot does."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from storage import drafts, evidence, periods, places, staff, uploads
from storage.database import Connection
from storage.drafts import Author, Draft, Owner
from storage.evidence import Content
from storage.invitations import Invite
from storage.sending import send_form
from storage.uploads import NewUpload
from survey_flows import catalog
from survey_flows.facts import Answered, DeclaredMissing, Fact
from survey_flows.instrument import Field
from survey_flows.invitations import Role
from survey_flows.worksheet import Worksheet
from tests.admin_cli.conftest import Desk
from tests.answering import moment

F01 = catalog.load("F-01")
SARI, BUDI = "Sari Dewi", "Budi =1+1"
NO_PROOF = "Belum ada, sedang disusun."
TYPED = {"integer": "0", "decimal": "0", "text": "seadanya", "date": "2024-02-29"}


@dataclass
class Counter:
    """`counter.says("pkm", SARI, "2026-11-17 03:00", Answered(...))`; times are UTC."""

    desk: Desk
    period: str = "2026"
    people: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    messages: "count[int]" = field(default_factory=lambda: count(1))

    def hires(self, name: str, lokus: str, role: Role = "petugas") -> None:
        async def work(connection: Connection) -> None:
            at, account = _at("2026-11-02 02:00"), hashlib.md5(name.encode()).hexdigest()
            where = await places.lokus_of(connection, lokus)
            _, token = await staff.invite(connection, where, role, name, at)
            claimed = await staff.claim(connection, token, account, b"chat", at)
            assert isinstance(claimed, Invite)
            self.people[name] = (await staff.confirm(connection, claimed.code, at)).member.id

        self.desk.store(work)

    def says(self, lokus: str, name: str, at: str, *said: Fact) -> None:
        """Entries of one person."""
        self._with(lokus, lambda tables, draft: self._append(tables, draft, (name, at), said))

    def attaches(self, lokus: str, name: str, at: str, slot: str, file: "Photo") -> str:
        """A file arrives safely; its key."""
        keys: list[str] = []

        async def work(tables: Connection, draft: Draft) -> None:
            content = file.content
            new = NewUpload(
                submission_id=draft.id,
                staff_id=self.people[name],
                slot=slot,
                file_id="id",
                kind="photo",
                name=file.name,
                size=None,
                caption=file.caption,
                album="",
                message_id=next(self.messages),
                sent_at=_at(at),
            )
            upload = await uploads.record(tables, new)
            keys.append(upload.key)
            if file.is_safe:
                await evidence.keep(tables, upload, content, _at(at))
                target = self.desk.folder / "evidence" / content.file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.bytes)

        self._with(lokus, work)
        return keys[0]

    def completes(self, lokus: str, name: str, at: str) -> None:
        """Whatever is owed is answered in the shortest way; nothing is proved."""

        async def work(tables: Connection, draft: Draft) -> None:
            entries = draft.entries
            while owed := Worksheet(F01, entries).owed:
                said = (_shortest(owed[0]),)
                await self._append(tables, draft, (name, at), said)
                found = await drafts.by_id(tables, draft.id)
                assert found
                entries = found.entries

        self._with(lokus, work)

    def sends(self, lokus: str, name: str, at: str) -> None:
        author = Author(self.people[name], _at(at))
        self._with(lokus, lambda tables, draft: send_form(tables, F01, draft, author))

    async def _append(
        self, tables: Connection, draft: Draft, who: tuple[str, str], said: tuple[Fact, ...]
    ) -> None:
        name, at = who
        await drafts.append(tables, draft.id, said, Author(self.people[name], _at(at)))

    def _with(self, code: str, do: Callable[[Connection, Draft], Awaitable[object]]) -> None:
        async def work(tables: Connection) -> None:
            lokus = await places.lokus_of(tables, code)
            owner = Owner(lokus.id, (await periods.period_of(tables, self.period)).id)
            draft = await drafts.of_owner(tables, owner)
            await do(tables, draft or await drafts.begin(tables, owner, F01.form_id, F01.version))

        self.desk.store(work)


@dataclass(frozen=True)
class Photo:
    """A file somebody sends."""

    bytes: bytes
    name: str = ""
    caption: str = ""
    fingerprint: str = ""
    is_safe: bool = True

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.bytes).hexdigest()

    @property
    def content(self) -> Content:
        size = len(self.bytes)

        kind = ("jpeg", "image/jpeg", "jpg")
        return Content(self.sha256, size, *kind, 800, 600, 0, self.fingerprint)


def _shortest(place: str) -> Fact:
    asked = F01.fields.get(place)
    return DeclaredMissing(place, NO_PROOF) if asked is None else Answered(place, _value(asked))


def _value(asked: Field) -> str:
    names = [one.name for one in F01.choices_of(asked.name)]
    return "tidak" if "tidak" in names else (names or [TYPED[asked.type]])[0]


def _at(text: str) -> int:
    when: datetime = moment(text)
    return int(when.timestamp())
