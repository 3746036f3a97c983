"""Rules on choice lists and the fields that use them."""

import re
from collections import Counter
from collections.abc import Iterator

from survey_flows.instrument import Instrument
from survey_flows.issues import Issue, closest
from survey_flows.rules import places

# A tap carries submission, field and choice in 64 bytes. No leading zeros: "01" would equal "1".
NAME = re.compile(r"0|[1-9][0-9]{0,11}|[a-z][a-z0-9_]{0,11}")
SELECTS = ("select_one", "select_multiple")


def lists_are_known(form: Instrument) -> Iterator[Issue]:
    for place, field in places.fields(form):
        if field.choices and field.choices not in form.choices:
            cause = f'field {field.name} uses choices "{field.choices}", which nothing defines'
            cure = closest(field.choices, form.choices, f"define [choices] {field.choices}")
            yield Issue("choice.unknown", f"{place}.choices", cause, cure)


def selects_have_lists(form: Instrument) -> Iterator[Issue]:
    for place, field in places.fields(form):
        if field.type in SELECTS and not field.choices:
            cause = f"field {field.name} is a {field.type} without choices"
            yield Issue("choice.missing", f"{place}.choices", cause, "name a choice list")
        if field.type not in SELECTS and field.choices:
            cause = f"field {field.name} is typed ({field.type}), yet names choices"
            cure = "remove `choices` or make it a select_one"
            yield Issue("choice.unwanted", f"{place}.choices", cause, cure)


def lists_are_used(form: Instrument) -> Iterator[Issue]:
    used = {field.choices for _, field in places.fields(form)}
    for key, listed in form.choices.items():
        if not listed:
            yield Issue("choices.empty", f"choices.{key}", "the list is empty", "add choices")
        if key not in used:
            cause = f'no field uses the list "{key}"'
            yield Issue("choices.unused", f"choices.{key}", cause, "use it or remove it")


def names_fit_a_button(form: Instrument) -> Iterator[Issue]:
    for place, choice in places.choices(form):
        if not NAME.fullmatch(choice.name):
            cause = f'"{choice.name}" cannot be the name of a choice'
            cure = "use a number without leading zeros, or a-z 0-9 _ from a letter, at most 12"
            yield Issue("choice.name", f"{place}.name", cause, cure)


def choices_differ(form: Instrument) -> Iterator[Issue]:
    for key, listed in form.choices.items():
        for word in ("name", "label"):
            said = Counter(getattr(choice, word) for choice in listed)
            for text in (text for text, times in said.items() if times > 1):
                cause = f'two choices have the {word} "{text}"'
                yield Issue("choice.duplicate", f"choices.{key}", cause, "rename one")
