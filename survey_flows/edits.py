"""What staff do to a shared form, and how that is judged: entries in, a fact or a refusal out."""

from dataclasses import dataclass
from typing import Literal

from survey_flows.facts import (
    Answered,
    DeclaredMissing,
    Fact,
    Removed,
    Submitted,
    Withdrawn,
)
from survey_flows.instrument import Field
from survey_flows.typed import Misread, MisreadCode, read_typed, read_words
from survey_flows.worksheet import Worksheet, fits, place_of


@dataclass(frozen=True, slots=True)
class Put:
    """One of a list, tapped on a screen that was drawn when `seen` was the newest entry there."""

    place: str
    value: str
    seen: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A choice of a list of which several may hold, switched on or off: two people may do so."""

    place: str
    value: str
    on: bool


@dataclass(frozen=True, slots=True)
class NoneApplies:
    """Nothing of the list holds here, said where `seen` was the newest entry."""

    place: str
    seen: int


@dataclass(frozen=True, slots=True)
class Write:
    """A text typed under a screen drawn when `seen` was the newest entry there."""

    place: str
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class Clear:
    """The answer, or the reason why something is missing, is taken back as `seen` showed it."""

    place: str
    seen: int


@dataclass(frozen=True, slots=True)
class Declare:
    """There is nothing to prove this slot with, said where `seen` was the newest entry."""

    place: str
    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class Detach:
    """A file is taken out of its slot."""

    place: str
    key: str


@dataclass(frozen=True, slots=True)
class Send:
    """Kirim, on a review drawn when the form had `seen` entries."""

    seen: int


Edit = Put | Tick | NoneApplies | Write | Clear | Declare | Detach | Send
NoCode = (
    Literal[
        "place.not_asked",
        "answer.moved_on",
        "answer.constraint",
        "file.unknown",
        "reason.not_needed",
        "sheet.sent",
        "sheet.incomplete",
        "sheet.moved_on",
    ]
    | MisreadCode
)


@dataclass(frozen=True, slots=True)
class No:
    """A slip, or a colleague who was faster. Its wording lives at the edge."""

    code: NoCode


Judgement = Fact | No | None
"""None: it says what is already true, so nothing is added and nothing is refused."""


def judge(sheet: Worksheet, edit: Edit, by: int) -> Judgement:
    """What an edit by the member `by` adds to the form."""
    if sheet.is_sent:
        return None if isinstance(edit, Send) else No("sheet.sent")
    if isinstance(edit, Send):
        return _sent(sheet, edit)
    if edit.place not in sheet.places:
        return No("place.not_asked")
    field = sheet.field(edit.place)
    said = _answered(sheet, field, edit) if field else _proved(sheet, edit)
    adds = said is not None and not isinstance(said, No)
    return No("answer.moved_on") if adds and _is_blind(sheet, edit, by) else said


def _is_blind(sheet: Worksheet, edit: Edit, by: int) -> bool:
    """A colleague's answer that was not on the screen is shown first, not written over."""
    if isinstance(edit, Tick | Detach | Send):
        return False
    stands = edit.place in sheet.answers or edit.place in sheet.missing
    since = sheet.entries[edit.seen :]
    return stands and any(one.by != by and place_of(one.fact) == edit.place for one in since)


def _answered(sheet: Worksheet, field: Field, edit: Edit) -> Judgement:
    match edit:
        case Put(_, value) if field.type == "select_one":
            return _put(sheet, field, value)
        case Tick(_, value, on) if field.type == "select_multiple":
            return _ticked(sheet, field, value, on=on)
        case NoneApplies() if field.type == "select_multiple":
            return None if sheet.answers.get(field.name) == "" else Answered(field.name, "")
        case Write(_, text) if field.type != "select_multiple":
            return _written(sheet, field, text)
        case Clear():
            return Withdrawn(field.name) if field.name in sheet.answers else None
        case _:
            return No("place.not_asked")


def _written(sheet: Worksheet, field: Field, text: str) -> Judgement:
    read = read_typed(field, sheet.form.choices_of(field.name), text)
    return No(read.code) if isinstance(read, Misread) else _put(sheet, field, read)


def _put(sheet: Worksheet, field: Field, value: str) -> Judgement:
    if field.type == "select_one" and value not in _names(sheet, field):
        return No("choice.unknown")
    if sheet.answers.get(field.name) == value:
        return None
    is_fit = fits(field, {**sheet.answers, field.name: value})
    return Answered(field.name, value) if is_fit else No("answer.constraint")


def _ticked(sheet: Worksheet, field: Field, value: str, *, on: bool) -> Judgement:
    """Choices are kept in printed order, so that equal answers are equal texts."""
    names = _names(sheet, field)
    if value not in names:
        return No("choice.unknown")
    before = set(sheet.answers.get(field.name, "").split())
    if on == (value in before):
        return None
    after = before | {value} if on else before - {value}
    if not after:
        return Withdrawn(field.name)
    return Answered(field.name, " ".join(name for name in names if name in after))


def _proved(sheet: Worksheet, edit: Edit) -> Judgement:
    match edit:
        case Declare(slot, reason, _):
            return _declared(sheet, slot, reason)
        case Write(slot, text, _):
            return _declared(sheet, slot, text)
        case Clear(slot, _):
            return Withdrawn(slot) if slot in sheet.missing else None
        case Detach(slot, key):
            return Removed(slot, key) if key in sheet.files.get(slot, ()) else No("file.unknown")
        case _:
            return No("place.not_asked")


def _declared(sheet: Worksheet, slot: str, reason: str) -> Judgement:
    if sheet.files.get(slot):
        return No("reason.not_needed")
    read = read_words(reason)
    if isinstance(read, Misread):
        return No(read.code)
    return None if sheet.missing.get(slot) == read else DeclaredMissing(slot, read)


def _sent(sheet: Worksheet, edit: Send) -> Judgement:
    """What is sent is what the review showed."""
    if sheet.owed:
        return No("sheet.incomplete")
    return Submitted() if edit.seen == len(sheet.entries) else No("sheet.moved_on")


def _names(sheet: Worksheet, field: Field) -> list[str]:
    return [choice.name for choice in sheet.form.choices_of(field.name)]
