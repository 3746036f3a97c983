"""Rules on names, numbers and codes: they are stored with every answer, so they are forever."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from survey_flows.instrument import Instrument
from survey_flows.issues import Issue
from survey_flows.rules import places

NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
# The XLSForm export makes these itself: a group per item, the instructions, ODK's own `meta`.
RESERVED = re.compile(r"item[0-9]+|petunjuk|meta")
LONGEST_ON_A_BUTTON = 12


def names_are_plain(form: Instrument) -> Iterator[Issue]:
    for place, name in (*_names(form), *((f"choices.{key}", key) for key in form.choices)):
        if not NAME.fullmatch(name):
            cure = "use a-z, 0-9 and _, first a letter, at most 32"
            yield Issue("name.format", place, f'"{name}" cannot be a name', cure)


def names_fit_a_button(form: Instrument) -> Iterator[Issue]:
    """Where evidence is asked for, a button names draft, turn, slot or field, and choice."""
    if not any(item.evidence for item in form):
        return
    parts: list[tuple[str, places.Named]] = [*places.fields(form), *places.slots(form)]
    for place, part in parts:
        if len(part.name) > LONGEST_ON_A_BUTTON:
            cause = f'"{part.name}" does not fit the 64 bytes of a button'
            cure = f"a form with evidence has names of at most {LONGEST_ON_A_BUTTON} characters"
            yield Issue("name.long", f"{place}.name", cause, cure)


def names_are_free(form: Instrument) -> Iterator[Issue]:
    for place, name in _names(form):
        if RESERVED.fullmatch(name):
            cause = f'"{name}" is a name the XLSForm export makes itself'
            yield Issue("name.reserved", place, cause, "choose another")


def names_are_unique(form: Instrument) -> Iterator[Issue]:
    yield from _repeats("name.duplicate", (*_names(form), *_file_names(form)))


def codes_are_unique(form: Instrument) -> Iterator[Issue]:
    codes = [(f"{place}.code", item.code) for place, item in places.items(form)]
    yield from _repeats("code.duplicate", codes)


def numbers_run_from_one(form: Instrument) -> Iterator[Issue]:
    """Additional questions have none: they stand in aspek of their own, after all others."""
    numbered = islice(places.items(form), _items_numbered(form))
    for expected, (place, item) in enumerate(numbered, start=1):
        if item.number != expected:
            said = "it has no number" if item.number is None else f"its number is {item.number}"
            cause = f"this is item {expected} of the file, but {said}"
            cure = f"write {expected}; what the regulation prints goes into `code`"
            yield Issue("number.order", f"{place}.number", cause, cure)


def _items_numbered(form: Instrument) -> int:
    """How many items there are up to the end of the last aspek that holds a number."""
    counted = [any(item.number is not None for item in one.items) for one in form.aspek]
    last = max((at for at, holds_one in enumerate(counted) if holds_one), default=0)
    return sum(len(one.items) for one in form.aspek[: last + 1])


def _names(form: Instrument) -> Iterator[tuple[str, str]]:
    parts: list[tuple[str, places.Named]] = []
    parts += [*places.aspek(form), *places.fields(form), *places.slots(form)]
    yield from ((f"{place}.name", part.name) for place, part in parts)


def _file_names(form: Instrument) -> Iterator[tuple[str, str]]:
    for place, slot in places.slots(form):
        if slot.most > 1:
            yield from ((f"{place}.name", f"{slot.name}_{nth}") for nth in range(1, slot.most + 1))


def _repeats(code: str, named: Iterable[tuple[str, str]]) -> Iterator[Issue]:
    first: dict[str, str] = {}
    for place, name in named:
        if name in first:
            cause = f'"{name}" already stands at {first[name]}'
            yield Issue(code, place, cause, "each may be used once; rename one")
        first.setdefault(name, place)
