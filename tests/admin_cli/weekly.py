"""A week of answers for the report: enough at pkm, too few at kel, none at dukcapil."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.admin_cli.conftest import Desk, furnish
from tests.answering import ITEMS, Sent, marks, moment

WEEK = "2026-W47"  # 16 to 22 November
MONDAY_8_WIT = moment("2026-11-15 23:00")  # 08:00 in Jayapura, still Sunday in UTC
HIDDEN = "kurang dari 10 jawaban: tidak ditampilkan"
RUNNING = "minggu belum selesai: belum ditampilkan"
MARKS = [[1 + (one * one + one * item + item) % 5 for item in range(14)] for one in range(12)]


def answers(lokus: str, many: Sequence[Sequence[int]], first: str = "") -> list[Sent]:
    """One every 9 hours from Monday morning on, each with its own marks."""
    start = moment(first) if first else MONDAY_8_WIT
    return [
        Sent(lokus, "2026", start + timedelta(hours=9 * at), marks(*each))
        for at, each in enumerate(many)
    ]


def city(desk: Desk, few: Sequence[int] = (1, 2, 3)) -> Desk:
    """`few` are the marks of those who answered at kel."""
    furnish(desk)
    desk.receives(answers("pkm", MARKS))
    desk.receives(answers("kel", [[mark] * 14 for mark in few]))
    return desk


def column(item: str) -> list[int]:
    """What was answered at pkm to one item."""
    return [each[ITEMS.index(item)] for each in MARKS]


def written(desk: Desk, *words: str) -> dict[str, Path]:
    """The files of `loket report week`, by their ending."""
    said = desk.json("report", "week", *words)["files"]
    files = [desk.folder / one["file"] for one in said]
    return {file.suffix: file for file in files}
