"""Every part of an instrument with its path in the file, for issues to point at."""

from collections.abc import Iterator
from typing import TypeAlias

from survey_flows.instrument import Aspek, Choice, EvidenceSlot, Field, Instrument, Item

Named: TypeAlias = Aspek | Field | EvidenceSlot
Labelled: TypeAlias = Aspek | Item | Field | EvidenceSlot | Choice


def aspek(form: Instrument) -> Iterator[tuple[str, Aspek]]:
    for at, one in enumerate(form.aspek):
        yield f"aspek[{at}]", one


def items(form: Instrument) -> Iterator[tuple[str, Item]]:
    for place, one in aspek(form):
        for at, item in enumerate(one.items):
            yield f"{place}.items[{at}]", item


def fields(form: Instrument) -> Iterator[tuple[str, Field]]:
    for place, item in items(form):
        yield from fields_of(place, item)


def fields_of(place: str, item: Item) -> Iterator[tuple[str, Field]]:
    for at, field in enumerate(item.fields):
        yield f"{place}.fields[{at}]", field


def slots(form: Instrument) -> Iterator[tuple[str, EvidenceSlot]]:
    for place, item in items(form):
        yield from slots_of(place, item)


def slots_of(place: str, item: Item) -> Iterator[tuple[str, EvidenceSlot]]:
    for at, slot in enumerate(item.evidence):
        yield f"{place}.evidence[{at}]", slot


def choices(form: Instrument) -> Iterator[tuple[str, Choice]]:
    for key, listed in form.choices.items():
        for at, choice in enumerate(listed):
            yield f"choices.{key}[{at}]", choice
