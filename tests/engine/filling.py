"""A shared F-01 as a test fills it: people, edits, files, and what any edit could look like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st

from survey_flows import catalog
from survey_flows.edits import (
    Clear,
    Declare,
    Detach,
    Edit,
    Judgement,
    No,
    NoneApplies,
    Put,
    Send,
    Tick,
    Write,
    judge,
)
from survey_flows.facts import Answered, Attached, Entry, Fact
from survey_flows.instrument import Field
from survey_flows.worksheet import Worksheet

FORM = catalog.load("F-01")
FIELDS = tuple(FORM.fields.values())
SLOTS = tuple(slot.name for item in FORM.items for slot in item.evidence)
PLACES = tuple(
    name
    for item in FORM.items
    for name in (*(one.name for one in item.fields), *(one.name for one in item.evidence))
)
ANN, BOB, CAT = 1, 2, 3


@dataclass
class Paper:
    """The form with everything added so far."""

    entries: list[Entry] = field(default_factory=list)
    _drawn: Worksheet = field(default_factory=lambda: Worksheet(FORM, ()))

    @property
    def sheet(self) -> Worksheet:
        """As it stands; kept until something is added."""
        if len(self._drawn.entries) != len(self.entries):
            self._drawn = Worksheet(FORM, tuple(self.entries))
        return self._drawn

    def add(self, fact: Fact, by: int = ANN) -> None:
        self.entries.append(Entry(fact, by, at=len(self.entries)))

    def do(self, edit: Edit, by: int = ANN) -> Judgement:
        """Judge an edit and keep what it adds."""
        said = judge(self.sheet, edit, by)
        if said is not None and not isinstance(said, No):
            self.add(said, by)
        return said

    def say(self, place: str, value: str, by: int = ANN) -> Judgement:
        """Answer with the present answer in view."""
        return self.do(edit_for(self.sheet, place, value), by)

    def seen(self, place: str) -> int:
        """What a screen of the place that is drawn now shows."""
        return self.sheet.touch(place).number


def paper(**answers: str) -> Paper:
    """A form with these answers in it; a typed one as it is stored."""
    made = Paper()
    for place, value in answers.items():
        made.add(Answered(place, value))
    return made


def edit_for(sheet: Worksheet, place: str, value: str) -> Edit:
    """How a person would give this answer, or this reason, with the screen up to date."""
    seen = sheet.touch(place).number
    found = sheet.field(place)
    if found is not None and found.type == "select_one":
        return Put(place, value, seen)
    if found is not None and found.type == "select_multiple":
        return Tick(place, value, on=True) if value else NoneApplies(place, seen)
    return Write(place, value, seen)


def names(one: Field) -> list[str]:
    return [choice.name for choice in FORM.choices_of(one.name)]


def values_of(place: str) -> st.SearchStrategy[str]:
    """Good answers to a place; reasons for a slot."""
    one = FORM.fields.get(place)
    if one is None or one.type == "text":
        return st.sampled_from(["Belum pernah dibuat", "Hilang", "TW IV 2021"])
    if one.type == "date":
        return st.dates(date(1990, 1, 1), date(2026, 11, 1)).map(lambda day: day.isoformat())
    if one.type in {"integer", "decimal"}:
        return st.integers(0, 30).map(str)
    return st.sampled_from(names(one))


def good(place: str, answer: str) -> str:
    """This answer, where it is one; else the first of the list, or something plain."""
    one = FORM.fields.get(place)
    if one is None:
        return "tidak ada"
    every = names(one) or ["2021-08-17" if one.type == "date" else "7"]
    return answer if answer in every else every[0]


texts = st.text(max_size=12)
odd_places = st.sampled_from(["", "i99", "i01", "note", "I01A"]) | texts
some_places = st.sampled_from(PLACES)
numbers = st.integers(-1, 80)
keys = st.sampled_from(["k1", "k2", "k3"])


@dataclass(frozen=True)
class Arrives:
    """A file has become safe."""

    place: str
    key: str


Deed = Edit | Arrives


def _edits(place: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Deed]:
    at = st.just(place)
    return st.one_of(
        st.builds(Put, at, values, numbers),
        st.builds(Tick, at, values, st.booleans()),
        st.builds(Write, at, values, numbers),
        st.builds(NoneApplies, at, numbers),
        st.builds(Clear, at, numbers),
        st.builds(Declare, at, values, numbers),
        st.builds(Detach, at, keys),
        st.builds(Send, numbers),
    )


def _good(place: str) -> st.SearchStrategy[Deed]:
    """Mostly what people do; a slot gets files, too."""
    if place in SLOTS:
        arrives: st.SearchStrategy[Deed] = st.builds(Arrives, st.just(place), keys)
        return arrives | _edits(place, values_of(place))
    return _edits(place, values_of(place))


# A few places that hang together meet more often than all 200 do.
NEAR = [place for place in PLACES if re.match("i01[ajsf]|i02[auf]|i28|i29[alskpf]|ant", place)]
deeds: st.SearchStrategy[Deed] = st.one_of(
    st.sampled_from(NEAR).flatmap(_good),
    st.sampled_from(NEAR).flatmap(_good),
    some_places.flatmap(_good),
    odd_places.flatmap(lambda place: _edits(place, texts)),
)
people = st.sampled_from([ANN, BOB, CAT])
stories = st.lists(st.tuples(deeds, people), max_size=30)


def told(story: Iterable[tuple[Deed, int]], on: Paper | None = None) -> Paper:
    """The form after all of it."""
    made = on or Paper()
    for deed, by in story:
        happen(made, deed, by)
    return made


def happen(form: Paper, deed: Deed, by: int) -> Judgement:
    """One deed; a file comes whatever the form says, unless it is frozen."""
    if isinstance(deed, Arrives):
        if not form.sheet.is_sent and deed.key not in form.sheet.files.get(deed.place, ()):
            form.add(Attached(deed.place, deed.key), by)
        return None
    return form.do(deed, by)
