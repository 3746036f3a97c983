"""How far the forms are, for people: in Indonesian, within a hundred columns."""

import sys
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from admin_cli import clock
from admin_cli.printing import say
from admin_cli.staff_roll import local
from admin_cli.standings import Standing
from storage.periods import Period
from survey_flows.facts import Entry
from survey_flows.instrument import Instrument
from survey_flows.worksheet import Progress

NOBODY = "there is no lokus yet: loket lokus add CODE NAME --instansi CODE"
_HEADS = ("lokus", "isi", "bukti", "keadaan", "staf")
_WIDTH = 100
_LEGEND = "4/9−2: 4 dari 9 pertanyaan terjawab, 2 bukti kurang."


def show_all(period: Period, found: Sequence[Standing]) -> None:
    """One line per lokus."""
    if not found:
        say(NOBODY)
        return
    head, table, legend = overview(period, found)
    lines(head)
    draw(table)
    lines(legend)


def overview(period: Period, found: Sequence[Standing]) -> tuple[str, Table, str]:
    """What stands above the table, the table, and what its signs mean."""
    form = found[0].office.newest
    numbers = [str(number) for number in range(1, len(form.aspek) + 1)]
    columns = grid(*_HEADS[:3], *numbers, *_HEADS[3:])
    for one in found:
        cells = [_cell(each) for each in one.sheet.progress()]
        columns.add_row(*map(Text, [*_front(one), *cells, _state(one), _staff(one)]))
    head = f"F-01, periode {period.code} · batas {period.last_day:%d-%m-%Y}"
    return head, columns, _legend(form)


def show_one(one: Standing) -> None:
    """Its aspek, and its gaps."""
    period, lokus = one.office.period, one.lokus
    lines(
        f"{readable(lokus.name)} ({lokus.code}) · F-01, periode {period.code}"
        f" · batas {period.last_day:%d-%m-%Y}{_days_left(one)}",
        f"{_state(one)} · staf: {_staff(one)}",
        "",
        *(_aspek_line(each) for each in one.sheet.progress()),
    )
    if one.draft is not None and one.sheet.owed:
        gaps = grid("butir", "yang kurang", "pada")
        for place in one.sheet.owed:
            gaps.add_row(*map(Text, _gap(one, place)))
        draw(gaps)


def grid(*heads: str) -> Table:
    """Narrow: lines between columns would not fit."""
    return Table(*heads, box=box.SIMPLE_HEAD, padding=(0, 1), collapse_padding=True, pad_edge=False)


def draw(table: Table) -> None:
    """As wide as the terminal; a pipe has no width of its own."""
    width = None if sys.stdout.isatty() else _WIDTH
    Console(markup=False, emoji=False, highlight=False, width=width).print(table)


def lines(*texts: str) -> None:
    """One after the other, as long as they are."""
    for text in texts:
        typer.echo(text)


def readable(text: str) -> str:
    """What somebody typed or a phone named, without signs that could command a terminal."""
    return "".join(
        one if one.isprintable() or one == "\n" else "\N{REPLACEMENT CHARACTER}" for one in text
    )


def day_of(one: Standing, entry: Entry) -> str:
    """On the calendar of the lokus."""
    return local(entry.at, one.lokus).strftime("%d-%m-%Y")


def _front(one: Standing) -> tuple[str, str, str]:
    return one.lokus.code, f"{one.answered}/{len(one.sheet.form.items)}", str(one.unproved)


def _cell(one: Progress) -> str:
    return f"{one.answered}/{one.items}" + (f"−{one.unproved}" if one.unproved else "")


def _state(one: Standing) -> str:
    """With the day that matters, and files that are still on their way."""
    waiting = one.office.waiting.get(one.lokus.id, 0)
    queued = f", {waiting} berkas menunggu" if waiting else ""
    return _state_alone(one) + queued


def _state_alone(one: Standing) -> str:
    last = f", terakhir {day_of(one, one.last)}" if one.last else ""
    if one.state == "sent" and one.sending:
        return f"dikirim {day_of(one, one.sending)} oleh {readable(one.who(one.sending))}"
    opening = one.revisions[-1].opening
    if one.state == "reopened" and opening:
        return f"dibuka lagi {day_of(one, opening)}{last}"
    return "belum dibuka" if one.state == "not_opened" else f"draft{last}"


def _staff(one: Standing) -> str:
    return str(one.office.posts.get(one.lokus.id, 0))


def _days_left(one: Standing) -> str:
    here = clock.now().astimezone(ZoneInfo(one.lokus.instansi.timezone)).date()
    days = (one.office.period.last_day - here).days
    return f" ({days} hari lagi)" if days > 0 else " (hari ini)" if days == 0 else ""


def _aspek_line(one: Progress) -> str:
    lacking = f" · bukti kurang {one.unproved}" if one.unproved else ""
    return f"{one.aspek.label} {one.answered}/{one.items}{lacking}"


def _gap(one: Standing, place: str) -> Iterable[str]:
    code, label = one.code(place), one.label(place)
    field, slot = one.sheet.field(place), one.sheet.slot(place)
    if slot is not None:
        has = len(one.sheet.files.get(place, ()))
        return code, f"bukti ({has} dari {slot.least})" if has else "bukti", label
    if field is not None and one.sheet.breaks(place):
        return code, "jawaban yang sesuai", f"{label}: {field.constraint_message}"
    return code, "jawaban", label


def _legend(form: Instrument) -> str:
    named = (f"{number} {one.label}" for number, one in enumerate(form.aspek, start=1))
    return " · ".join(named) + ". " + _LEGEND
