"""The sendings of a shared form: each as it stood, and what changed from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_flows.facts import Entry, RevisionOpened, Submitted
from survey_flows.instrument import Instrument, Item
from survey_flows.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Revision:
    """From its opening up to its sending, or up to now: `sheet` is how the form stands then."""

    number: int
    sheet: Worksheet
    opening: Entry | None
    sending: Entry | None

    @property
    def reason(self) -> str:
        """Why the form was opened again; empty for the first revision."""
        fact = self.opening.fact if self.opening else None
        return fact.reason if isinstance(fact, RevisionOpened) else ""


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs. `before` and `after` are stored answers or reasons, None for none."""

    place: str
    before: str | None
    after: str | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def revisions(form: Instrument, entries: Sequence[Entry]) -> list[Revision]:
    """In order; the last one may not be sent yet."""
    ends = [at for at, one in enumerate(entries, start=1) if isinstance(one.fact, Submitted)]
    if not ends or ends[-1] < len(entries):
        ends.append(len(entries))
    starts = [0, *ends]
    return [
        _revision(form, entries, (number, start, end))
        for number, (start, end) in enumerate(zip(starts, ends, strict=False), start=1)
    ]


def changes(before: Worksheet, after: Worksheet) -> list[Change]:
    """What stands differently, in printed order; what does not apply does not stand."""
    printed = (_names(item) for item in after.form.items)
    every = (_change(before, after, place) for names in printed for place in names)
    return [one for one in every if one.before != one.after or one.added or one.removed]


def files_of(sheet: Worksheet, slot: str) -> tuple[str, ...]:
    """Keys of what counts in a slot: nothing, where the slot does not apply."""
    return sheet.files.get(slot, ()) if slot in sheet.places else ()


def _names(item: Item) -> tuple[str, ...]:
    return (*(one.name for one in item.fields), *(one.name for one in item.evidence))


def _revision(form: Instrument, entries: Sequence[Entry], span: tuple[int, int, int]) -> Revision:
    number, start, end = span
    own = entries[start:end]
    opening = own[0] if own and isinstance(own[0].fact, RevisionOpened) else None
    sending = own[-1] if own and isinstance(own[-1].fact, Submitted) else None
    return Revision(number, Worksheet(form, entries[:end]), opening, sending)


def _change(before: Worksheet, after: Worksheet, place: str) -> Change:
    had, has = files_of(before, place), files_of(after, place)
    return Change(
        place,
        _said(before, place),
        _said(after, place),
        tuple(key for key in has if key not in had),
        tuple(key for key in had if key not in has),
    )


def _said(sheet: Worksheet, place: str) -> str | None:
    """Answers apply, or they would not stand; a reason may be about a slot that does not."""
    if sheet.slot(place) is None:
        return sheet.answers.get(place)
    return sheet.missing.get(place) if place in sheet.places else None
