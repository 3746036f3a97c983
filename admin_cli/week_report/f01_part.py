"""How far the offices are with F-01, and what still lacks evidence."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from admin_cli.f01_paper.faces import BODY
from admin_cli.f01_paper.items import section
from admin_cli.progress_text import day_of
from admin_cli.standings import Standing
from admin_cli.week_report import wording
from admin_cli.week_report.grids import Grid
from admin_cli.week_report.report import Report
from admin_cli.week_report.standings_then import SlotState, slots
from bot.desk.words import number_of


def f01_part(report: Report) -> Iterator[Flowable]:
    """A line for each lokus, then the items whose evidence is missing."""
    yield section("F-01: kemajuan pada akhir minggu")
    yield _progress(report)
    yield Spacer(0, 10)
    yield section("F-01: bukti yang kurang")
    opened = [one for one in report.standings if one.draft and one.unproved]
    if opened:
        yield _missing(opened)
    else:
        yield Paragraph("Tidak ada bukti yang kurang di formulir yang sudah dibuka.", BODY)


def _progress(report: Report) -> Table:
    heads = ("Lokus", "Keadaan", "Butir terjawab", "Bukti kurang", "Dinyatakan tidak ada")
    grid = Grid(heads, (0, 110, 64, 56, 64), 2)
    for one in report.standings:
        declared = sum(bool(slot.reason) for slot in slots(one))
        answered = f"{one.answered} dari {len(one.sheet.form.items)}"
        numbers = (answered, str(one.unproved), str(declared)) if one.draft else (wording.NONE,) * 3
        grid.add(f"{one.lokus.name} ({one.lokus.code})", _state(one), *numbers)
    return grid.table()


def _state(one: Standing) -> str:
    said = wording.STATES[one.state]
    if one.state == "sent" and one.sending:
        return f"{said} {day_of(one, one.sending)}"
    return f"{said}, terakhir {day_of(one, one.last)}" if one.last else said


def _missing(every: list[Standing]) -> Table:
    grid = Grid(("Lokus", "Butir yang buktinya kurang (jumlah)", "Bukti kurang"), (150, 0, 60), 2)
    for one in every:
        owed = [slot for slot in slots(one) if slot.is_owed]
        grid.add(one.lokus.name, ", ".join(_numbers(owed)), str(len(owed)))
    return grid.table()


def _numbers(owed: list[SlotState]) -> Iterator[str]:
    items = list(dict.fromkeys(number_of(slot.item) for slot in owed))
    for number in items:
        count = sum(number_of(slot.item) == number for slot in owed)
        yield number if count == 1 else f"{number} ({count})"
