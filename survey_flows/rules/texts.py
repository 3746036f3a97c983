"""Rules on what people read: present, tidy, and short enough for one chat message."""

from collections.abc import Iterator

from survey_flows.instrument import Instrument
from survey_flows.issues import Issue
from survey_flows.rules import places

LONGEST = 3000  # Telegram takes 4096; the rest is for headings, progress and hints


def labels_say_something(form: Instrument) -> Iterator[Issue]:
    for place, text in _labels(form):
        if not text.strip():
            yield Issue("label.empty", place, "there is nothing to read", "write the wording")


def texts_fit_a_message(form: Instrument) -> Iterator[Issue]:
    for place, text in (*_labels(form), *_asides(form)):
        if len(text) > LONGEST:
            cause = f"{len(text)} characters do not fit one message"
            yield Issue("text.long", place, cause, f"keep it within {LONGEST}")


def texts_are_tidy(form: Instrument) -> Iterator[Issue]:
    for place, text in (*_labels(form), *_asides(form)):
        if text.strip() and (text != text.strip() or "  " in text):
            cause = "spaces or line ends at an end, or two spaces in a row"
            yield Issue("text.untidy", place, cause, "take them out")


def _labels(form: Instrument) -> Iterator[tuple[str, str]]:
    yield "title", form.title
    yield "source", form.source
    yield from ((f"{place}.code", item.code) for place, item in places.items(form))
    parts: list[tuple[str, places.Labelled]] = []
    parts += [*places.choices(form), *places.aspek(form), *places.items(form)]
    parts += [*places.fields(form), *places.slots(form)]
    yield from ((f"{place}.label", part.label) for place, part in parts)


def _asides(form: Instrument) -> Iterator[tuple[str, str]]:
    yield "instructions", form.instructions
    yield from ((f"{place}.explanation", one.explanation) for place, one in places.items(form))
    for place, field in places.fields(form):
        yield f"{place}.hint", field.hint
        yield f"{place}.constraint_message", field.constraint_message
    yield from ((f"{place}.hint", choice.hint) for place, choice in places.choices(form))
