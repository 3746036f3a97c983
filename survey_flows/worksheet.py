"""A form several people fill over days: what stands, what is proved, what is owed. Pure views.

A *place* is the name of a field or of an evidence slot: where somebody can be in the form.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from survey_flows.conditions import holds
from survey_flows.engine import answers_of
from survey_flows.facts import (
    Answered,
    Attached,
    DeclaredMissing,
    Entry,
    Fact,
    Removed,
    RevisionOpened,
    Submitted,
    Withdrawn,
)
from survey_flows.instrument import Aspek, Condition, EvidenceSlot, Field, Instrument, Item


@dataclass(frozen=True, slots=True)
class Touch:
    """The newest entry about a place: its number from 1 on, whose it is, and when."""

    number: int
    by: int
    at: int


UNTOUCHED = Touch(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one aspek: items with every question answered, of how many, and slots without proof."""

    aspek: Aspek
    answered: int
    items: int
    unproved: int


@dataclass(frozen=True)
class Worksheet:
    """Made anew for each turn from all entries of all revisions."""

    form: Instrument
    entries: Sequence[Entry]

    @cached_property
    def answers(self) -> Mapping[str, str]:
        """Answers that stand and apply; the empty text is a list with nothing chosen."""
        return answers_of(self.form, tuple(entry.fact for entry in self.entries))

    @cached_property
    def files(self) -> Mapping[str, tuple[str, ...]]:
        """Keys of the files in each slot, oldest first, whether the slot applies or not."""
        kept: dict[str, dict[str, None]] = {}
        for entry in self.entries:
            match entry.fact:
                case Attached(slot, key):
                    kept.setdefault(slot, {})[key] = None
                case Removed(slot, key):
                    kept.get(slot, {}).pop(key, None)
                case _:
                    pass
        return {slot: tuple(keys) for slot, keys in kept.items() if keys}

    @cached_property
    def missing(self) -> Mapping[str, str]:
        """Reasons of slots declared missing; a file that comes after all ends that."""
        reasons: dict[str, str] = {}
        for entry in self.entries:
            match entry.fact:
                case DeclaredMissing(slot, reason):
                    reasons[slot] = reason
                case Attached(slot, _) | Withdrawn(slot):
                    reasons.pop(slot, None)
                case _:
                    pass
        return reasons

    @cached_property
    def touches(self) -> Mapping[str, Touch]:
        """The newest entry about each place."""
        return {
            place: Touch(number, entry.by, entry.at)
            for number, entry in enumerate(self.entries, start=1)
            if (place := place_of(entry.fact))
        }

    def touch(self, place: str) -> Touch:
        """The newest entry about a place, UNTOUCHED when there is none."""
        return self.touches.get(place, UNTOUCHED)

    @cached_property
    def is_sent(self) -> bool:
        """Sent, and not opened again since."""
        ends = (one.fact for one in reversed(self.entries))
        newest = next((one for one in ends if isinstance(one, Submitted | RevisionOpened)), None)
        return isinstance(newest, Submitted)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Everything that applies now, in printed order: an item's questions, then its slots."""
        return tuple(place for item in self.form.items for place in self.places_in(item))

    def places_in(self, item: Item) -> tuple[str, ...]:
        """What applies of one item."""
        asked = (one for one in item.fields if one.type != "note")
        every: tuple[Field | EvidenceSlot, ...] = (*asked, *item.evidence)
        return tuple(one.name for one in every if holds(one.relevant, self.answers))

    def item_of(self, place: str) -> Item | None:
        """The item a place belongs to, whether it applies or not."""
        return self._homes.get(place)

    def aspek_of(self, item: Item) -> Aspek:
        """The aspek of an item of this form."""
        return next(aspek for aspek in self.form.aspek if item in aspek.items)

    def field(self, place: str) -> Field | None:
        """The field of that name."""
        return self.form.fields.get(place)

    def slot(self, place: str) -> EvidenceSlot | None:
        """The evidence slot of that name."""
        item = self._homes.get(place)
        slots = item.evidence if item else ()
        return next((one for one in slots if one.name == place), None)

    def breaks(self, place: str) -> bool:
        """Whether an answer has come to contradict another one, changed since."""
        field = self.field(place)
        return field is not None and place in self.answers and not fits(field, self.answers)

    def is_owed(self, place: str) -> bool:
        """Whether something is still to be done there; meaningful for places that apply."""
        slot = self.slot(place)
        if slot is not None:
            return len(self.files.get(place, ())) < slot.least and place not in self.missing
        field = self.field(place)
        if field is None:
            return False
        return self.breaks(place) or (field.required and place not in self.answers)

    @cached_property
    def owed(self) -> tuple[str, ...]:
        """The gaps, in printed order."""
        return tuple(place for place in self.places if self.is_owed(place))

    def progress(self) -> tuple[Progress, ...]:
        """One line per aspek."""
        return tuple(self._progress_of(aspek) for aspek in self.form.aspek)

    def is_answered(self, item: Item) -> bool:
        """Whether no question of the item is open; its evidence may still lack."""
        owed = (place for place in self.places_in(item) if place in self.form.fields)
        return not any(self.is_owed(place) for place in owed)

    def unproved(self, item: Item) -> tuple[str, ...]:
        """Slots of the item that still lack a file or a reason."""
        slots = (place for place in self.places_in(item) if place not in self.form.fields)
        return tuple(place for place in slots if self.is_owed(place))

    def next_owed(self, after: str = "") -> str:
        """The first gap behind a place, or else the first of all; empty when nothing is owed."""
        return next((place for place in self._behind(after) if place in self.owed), "")

    def next_to_fill(self, after: str = "") -> str:
        """What is empty further on in the same item, owed or not; else the next gap."""
        item = self.item_of(after)
        here = self.places_in(item) if item else ()
        behind = here[here.index(after) + 1 :] if after in here else ()
        empty = (place for place in behind if self.is_empty(place) or self.is_owed(place))
        return next(empty, "") or self.next_owed(after)

    def is_empty(self, place: str) -> bool:
        """Whether there is no answer, no file and no reason."""
        return not any(place in every for every in (self.answers, self.files, self.missing))

    def next_place(self, after: str) -> str:
        """What stands behind a place; empty at the end."""
        behind = self.places[self._position(after) :]
        return next((place for place in behind if place != after), "")

    def place_before(self, place: str) -> str:
        """What stands before a place; empty at the beginning."""
        order = list(self._homes)
        at = order.index(place) if place in self._homes else 0
        before = [one for one in order[:at] if one in self.places]
        return before[-1] if before else ""

    def _behind(self, after: str) -> Sequence[str]:
        at = self._position(after)
        return (*(one for one in self.places[at:] if one != after), *self.places[:at], after)

    def _position(self, place: str) -> int:
        """How many places that apply stand before this one, which itself may not apply."""
        if place not in self._homes:
            return 0
        order = list(self._homes)
        before = set(order[: order.index(place)])
        return sum(one in before for one in self.places)

    def _progress_of(self, aspek: Aspek) -> Progress:
        answered = sum(self.is_answered(item) for item in aspek.items)
        unproved = sum(len(self.unproved(item)) for item in aspek.items)
        return Progress(aspek, answered, len(aspek.items), unproved)

    @cached_property
    def _homes(self) -> Mapping[str, Item]:
        """All places of the form, in printed order."""
        homes: dict[str, Item] = {}
        for item in self.form.items:
            homes |= dict.fromkeys((one.name for one in item.fields), item)
            homes |= dict.fromkeys((one.name for one in item.evidence), item)
        return homes


def place_of(fact: Fact) -> str:
    """What a fact is about; empty for the form as a whole.

    >>> place_of(Attached("i01f1", "k3y")), place_of(Submitted())
    ('i01f1', '')
    """
    match fact:
        case Answered(place, _) | Withdrawn(place) | DeclaredMissing(place, _):
            return place
        case Attached(place, _) | Removed(place, _):
            return place
        case _:
            return ""


def fits(field: Field, answers: Mapping[str, str]) -> bool:
    """Whether the answer keeps the constraint; one that is not given yet contradicts nothing."""
    is_judged = all(name in answers for name in _named(field.constraint))
    return not is_judged or holds(field.constraint, answers)


def _named(condition: Condition) -> Iterator[str]:
    for part in condition.parts:
        if isinstance(part, Condition):
            yield from _named(part)
        else:
            yield from (name for name in (part.field, part.other) if name)
