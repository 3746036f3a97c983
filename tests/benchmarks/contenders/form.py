"""What every contender asks: the fourteen items of F-03, on screens as large as ours."""

import os
from typing import Any

from survey_flows import catalog

FORM = catalog.load("F-03")
ITEMS = tuple(FORM.fields)
PATH = "/telegram"


def told(name: str) -> str:
    """What the benchmark says: API, PORT, TOKEN, SECRET, DATABASE or FAST."""
    return os.environ[f"BENCH_{name}"]


def text(place: int) -> str:
    """The item number `place`, counted from 0."""
    aspek, item = FORM.places[ITEMS[place]]
    bar = "●" * (place + 1) + "○" * (len(ITEMS) - place - 1)
    head = f"<b>Puskesmas Contoh</b>\n{aspek.label}\n{place + 1}/{len(ITEMS)} {bar}"
    return f"{head}\n\n{item.label}\n\n✓ Jawaban sebelumnya tersimpan."


def buttons(place: int) -> list[list[tuple[str, str]]]:
    """Rows of words and callback data: five answers, and Kembali."""
    field = ITEMS[place]
    answers = [
        (f"{one.symbol} {one.label}".strip(), f"a:{field}:{one.name}")
        for one in FORM.choices_of(field)
    ]
    return [answers, [("← Kembali", f"b:{field}")]]


def following(place: int) -> int:
    """After the last item comes the first again."""
    return (place + 1) % len(ITEMS)


def make_durable(connection: Any, _record: object = None) -> None:  # noqa: ANN401 - any driver's
    """What an answer needs to survive a power cut: given to every contender that has a SQLite."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
