"""Small pieces of text that several staff screens share."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from bot.desk import wording
from bot.desk.scenes import Room
from bot.screens import Button, Rows, day_text
from bot.wording import MONTHS
from survey_flows.instrument import Field, Instrument, Item
from survey_flows.worksheet import Touch

_KB, _MB = 1024, 1024 * 1024


def number_of(item: Item) -> str:
    """What an item is called; the queue question has no number."""
    return wording.UNNUMBERED if item.number is None else str(item.number)


def place_in_form(form: Instrument, item: Item) -> str:
    """Such as "3/30", or what stands for it."""
    last = max(one.number or 0 for one in form.items)
    return wording.UNNUMBERED if item.number is None else f"{item.number}/{last}"


def value_text(form: Instrument, field: Field, value: str) -> str:
    """An answer in words, several choices joined by commas; not yet escaped."""
    labels = {choice.name: choice.label for choice in form.choices_of(field.name)}
    if field.type == "select_multiple":
        chosen = ", ".join(labels.get(name, name) for name in value.split())
        return chosen or wording.NONE_CHOSEN
    if field.type == "date":
        return day_text(datetime.fromisoformat(value).date())
    if field.type in {"integer", "decimal"}:
        return value.replace(".", ",")
    return labels.get(value, value)


def when_text(room: Room, at: int) -> str:
    """A moment on the clock of the lokus: "22 Nov 10.15"."""
    then = datetime.fromtimestamp(at, UTC).astimezone(room.zone)
    return f"{then.day} {MONTHS[then.month - 1][:3]} {then:%H.%M}"


def who_text(room: Room, touch: Touch) -> str:
    """Whose an entry is, and when it was made."""
    name = room.names.get(touch.by, wording.ADMIN)
    return wording.BY.format(name=escape(name), when=when_text(room, touch.at))


def size_text(size: int) -> str:
    """Bytes as people say them.

    >>> size_text(900), size_text(2_500_000)
    ('1 KB', '2,4 MB')
    """
    if size < _MB:
        return f"{max(1, round(size / _KB))} KB"
    return f"{size / _MB:.1f} MB".replace(".", ",")


def short(text: str, most: int) -> str:
    """At most so many characters.

    >>> short("Standar Pelayanan", 10)
    'Standar P…'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def counts_text(answers: int, proofs: int) -> str:
    """What is owed.

    >>> counts_text(12, 3), counts_text(0, 3)
    ('12 pertanyaan, 3 bukti', '3 bukti')
    """
    kinds = ((wording.OWED_ANSWERS, answers), (wording.OWED_PROOFS, proofs))
    return ", ".join(text.format(count=count) for text, count in kinds if count)


def first_words(text: str, most: int) -> str:
    """Whole words from the beginning, at least one; none hangs in the air at the end.

    >>> first_words("Konsultasi dan Pengaduan", 16), first_words("Profesionalisme SDM", 10)
    ('Konsultasi', 'Profesionalisme')
    """
    first, *rest = text.split()
    for word in rest:
        if len(first) + 1 + len(word) > most:
            break
        first = f"{first} {word}"
    return first.removesuffix(" dan")


def in_rows(buttons: Iterable[Button], most: int) -> Rows:
    """Buttons side by side, `most` in a row."""
    every = tuple(buttons)
    return tuple(every[start : start + most] for start in range(0, len(every), most))
