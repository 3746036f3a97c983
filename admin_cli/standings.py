"""How far each lokus is with its F-01."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from admin_cli.f01_versions import newest, versions
from admin_cli.revisions import Revision, revisions
from storage import drafts, evidence, progress, staff
from storage.database import Connection
from storage.drafts import Draft, Owner
from storage.evidence import Evidence
from storage.periods import Period
from storage.places import Lokus
from survey_flows.facts import Entry
from survey_flows.instrument import Instrument
from survey_flows.worksheet import Worksheet

State = Literal["not_opened", "draft", "sent", "reopened"]


@dataclass(frozen=True, slots=True)
class Office:
    """What all lokus of a period share: the form by version, the names of staff by number.

    `posts` and `waiting` count people, and files on their way, by lokus.
    """

    period: Period
    forms: Mapping[str, Instrument]
    newest: Instrument
    names: Mapping[int, str]
    posts: Mapping[int, int]
    waiting: Mapping[int, int]


@dataclass(frozen=True)
class Standing:
    """The form of one lokus; without a `draft` nobody has opened it."""

    office: Office
    lokus: Lokus
    draft: Draft | None
    files: Mapping[str, Evidence]

    @cached_property
    def revisions(self) -> Sequence[Revision]:
        """All of them; the last is how the form stands now."""
        if self.draft is None:
            return revisions(self.office.newest, ())
        return revisions(self.office.forms[self.draft.version], self.draft.entries)

    @property
    def sheet(self) -> Worksheet:
        """As it stands now."""
        return self.revisions[-1].sheet

    @property
    def state(self) -> State:
        """What may be done with it."""
        if self.draft is None:
            return "not_opened"
        if self.draft.is_sent:
            return "sent"
        return "reopened" if self.draft.revision > 1 else "draft"

    @property
    def sending(self) -> Entry | None:
        """The last time it was sent."""
        sent = [one.sending for one in self.revisions if one.sending]
        return sent[-1] if sent else None

    @property
    def last(self) -> Entry | None:
        """The newest thing anybody did there."""
        entries = self.sheet.entries
        return entries[-1] if entries else None

    @property
    def answered(self) -> int:
        """Items without an open question; of a form nobody opened, none."""
        return sum(one.answered for one in self.sheet.progress())

    @property
    def unproved(self) -> int:
        """Slots without a file or a reason."""
        return sum(one.unproved for one in self.sheet.progress())

    def code(self, place: str) -> str:
        """As the regulation prints the item; empty for the form as a whole."""
        item = self.sheet.item_of(place)
        return item.code if item else ""

    def label(self, place: str) -> str:
        """Wording of a field or a slot; empty for the form as a whole."""
        found = self.sheet.field(place) or self.sheet.slot(place)
        return found.label if found else ""

    def who(self, entry: Entry) -> str:
        """Whose an entry is."""
        return self.office.names.get(entry.by, "admin")


async def office_of(tables: Connection, period: Period) -> Office:
    """Raises InstrumentEdited, or WrongUse where F-01 is not published."""
    posts = Counter(one.lokus.id for one in await staff.posts(tables))
    names, waiting = await progress.names(tables), await progress.waiting(tables, period.id)
    forms = await versions(tables)
    return Office(period, forms, newest(forms), names, posts, waiting)


async def standing_of(tables: Connection, office: Office, lokus: Lokus) -> Standing:
    """The form of one lokus."""
    draft = await drafts.of_owner(tables, Owner(lokus.id, office.period.id))
    stored = await evidence.of_draft(tables, draft.ids) if draft else []
    return Standing(office, lokus, draft, {one.key: one for one in stored})
