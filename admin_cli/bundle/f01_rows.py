"""The rows one sent F-01 gives: as it stood when it was sent, whatever came later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from admin_cli.bundle.filling import Cells
from admin_cli.revisions import Revision, files_of
from storage.evidence import Evidence
from storage.progress import Sending
from survey_flows.instrument import EvidenceSlot, Item
from survey_flows.weeks import Week, day_at
from survey_flows.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that counts: where, and its place there from 1 on."""

    item: Item
    slot: EvidenceSlot
    position: int
    file: Evidence


@dataclass(frozen=True)
class SentForm:
    """`stored` are the files of the whole form by key, `names` the staff by number."""

    sending: Sending
    revision: Revision
    stored: Mapping[str, Evidence]
    names: Mapping[int, str]

    @property
    def sheet(self) -> Worksheet:
        """Everything said up to the sending."""
        return self.revision.sheet

    @cached_property
    def proofs(self) -> Sequence[Proof]:
        """In printed order; what does not apply does not count."""
        return [
            Proof(item, slot, position, self.stored[key])
            for item, slot in _slots(self.sheet)
            for position, key in enumerate(files_of(self.sheet, slot.name), start=1)
        ]

    def day(self, at: int) -> str:
        """The calendar day of a moment, where the office is."""
        return day_at(at, ZoneInfo(self.sending.timezone)).isoformat()


def submission_row(one: SentForm, week: Week) -> Cells:
    """The line of `f01_submissions.csv`."""
    sending, sheet = one.sending, one.sheet
    items = sheet.form.items
    return [
        sending.key,
        sending.lokus,
        sending.period,
        str(week),
        sending.revision,
        sheet.form.version,
        one.day(sending.at),
        sending.by,
        sum(sheet.is_answered(item) for item in items),
        len(items),
        len(list(missing_rows(one))),
        len(one.proofs),
        one.revision.reason,
    ]


def answer_rows(one: SentForm) -> Iterator[Cells]:
    """The lines of `f01_answers.csv`."""
    form = one.sheet.form
    for name, value in one.sheet.answers.items():
        field, item = form.fields[name], form.places[name][1]
        number = item.number or ""
        yield one.sending.key, item.code, number, name, field.label, field.type, value


def evidence_rows(one: SentForm, likes: Mapping[str, str], *, with_files: bool) -> Iterator[Cells]:
    """The lines of `f01_evidence.csv`."""
    for proof in one.proofs:
        file, content = proof.file, proof.file.content
        yield [
            *(one.sending.key, proof.item.code, proof.slot.name, proof.position),
            *(content.sha256, content.size, content.media_type, content.extension),
            path_of(file) if with_files else "",
            *(_plain(file.name), _plain(file.caption), one.names[file.staff_id]),
            one.day(file.stored_at),
            *(number or "" for number in (content.width, content.height, content.pages)),
            likes.get(file.key, ""),
        ]


def missing_rows(one: SentForm) -> Iterator[Cells]:
    """The lines of `f01_missing.csv`."""
    for item, slot in _slots(one.sheet):
        if slot.name in one.sheet.missing:
            yield one.sending.key, item.code, slot.name, one.sheet.missing[slot.name]


def path_of(file: Evidence) -> str:
    """Where the bytes are inside the bundle."""
    return f"evidence/{file.content.sha256}.{file.content.extension}"


def _slots(sheet: Worksheet) -> Iterator[tuple[Item, EvidenceSlot]]:
    """Those that apply."""
    for item in sheet.form.items:
        yield from ((item, slot) for slot in item.evidence if slot.name in sheet.places)


def _plain(text: str) -> str:
    """Lines end in one way in these files, inside cells too."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
