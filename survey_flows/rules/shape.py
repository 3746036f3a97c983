"""Rules on emptiness: a section has items, an item has fields."""

from collections.abc import Iterator

from survey_flows.instrument import Instrument
from survey_flows.issues import Issue
from survey_flows.rules import places


def nothing_is_hollow(form: Instrument) -> Iterator[Issue]:
    if not form.aspek:
        yield _hollow("aspek", "the form has no aspek")
    for place, aspek in places.aspek(form):
        if not aspek.items:
            yield _hollow(f"{place}.items", f"aspek {aspek.name} has no items")
    for place, item in places.items(form):
        if not item.fields:
            yield _hollow(f"{place}.fields", f"item {item.code} asks nothing")


def _hollow(place: str, cause: str) -> Issue:
    return Issue("list.empty", place, cause, "add at least one")
