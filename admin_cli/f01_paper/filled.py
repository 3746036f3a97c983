"""A form as the paper shows it: one revision, its files, and the names of its people."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from admin_cli.f01_paper import wording
from admin_cli.revisions import Revision, files_of
from bot.screens import day_text
from storage.evidence import Evidence
from storage.periods import Period
from storage.places import Lokus
from survey_flows.facts import row_of
from survey_flows.instrument import EvidenceSlot, Item
from survey_flows.worksheet import Worksheet, place_of


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that counts; `number` runs through the whole paper."""

    number: int
    item: Item
    slot: EvidenceSlot
    file: Evidence


@dataclass(frozen=True)
class Filled:
    """`stored` are the files of the form by key, `names` the staff by number.

    `newest` is the number of the last revision there is; `in_charge` may send the form.
    """

    lokus: Lokus
    period: Period
    revision: Revision
    newest: int
    stored: Mapping[str, Evidence]
    names: Mapping[int, str]
    in_charge: Sequence[str]

    @property
    def sheet(self) -> Worksheet:
        """How the form stands in this revision."""
        return self.revision.sheet

    @property
    def is_sent(self) -> bool:
        """Whether this revision was sent, whatever came later."""
        return self.revision.sending is not None

    @cached_property
    def proofs(self) -> Sequence[Proof]:
        """In printed order; what does not apply does not count."""
        slots = [(item, slot) for item in self.sheet.form.items for slot in item.evidence]
        kept = [
            (item, slot, self.stored[key])
            for item, slot in slots
            for key in files_of(self.sheet, slot.name)
        ]
        return [Proof(number, *one) for number, one in enumerate(kept, start=1)]

    def proofs_of(self, slot: EvidenceSlot) -> Sequence[Proof]:
        """What proves one slot."""
        return [one for one in self.proofs if one.slot == slot]

    @cached_property
    def fillers(self) -> Sequence[str]:
        """Everybody who answered or proved something, the first one first."""
        said = (one for one in self.sheet.entries if place_of(one.fact) and one.by)
        return tuple(dict.fromkeys(self.name(one.by) for one in said))

    @property
    def sender(self) -> str:
        """Who sent this revision; empty while nobody has."""
        return self.name(self.revision.sending.by) if self.revision.sending else ""

    def name(self, number: int) -> str:
        """Who an entry is from."""
        return self.names.get(number, wording.ADMIN)

    def moment(self, at: float) -> str:
        """A moment as the office writes it: "22 November 2026 10.15 WITA"."""
        zone = ZoneInfo(self.lokus.instansi.timezone)
        then = datetime.fromtimestamp(at, UTC).astimezone(zone)
        return f"{day_text(then.date())} {then:%H.%M} {then:%Z}"

    @cached_property
    def code(self) -> str:
        """The same for the same entries and files, whenever and however often it is printed."""
        head = [self.lokus.code, self.period.code, self.revision.number]
        form = [self.sheet.form.form_id, self.sheet.form.version]
        said = [[*row_of(one.fact), one.by, one.at] for one in self.sheet.entries]
        files = [one.file.content.sha256 for one in self.proofs]
        text = json.dumps([head, form, said, files], ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return "-".join(digest[start : start + 4] for start in range(0, 16, 4))
