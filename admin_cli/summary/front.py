"""The first sheet: what the week says in a few numbers and two pictures; and the last: notes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from admin_cli.summary.book import Book, Cell, Page
from admin_cli.week_report import wording
from admin_cli.week_report.notes import notes as meanings
from admin_cli.week_report.release import Figures
from admin_cli.week_report.report import Report
from bot.screens import day_text

NAME = "Ringkasan"
_WIDTHS = (62, 12, 34, 12, 3)
_NOTE = 100  # letters
_HEADS = 11  # the row above the means of the items; their chart stands beside them
_BESIDE, _BAR, _SIZE = 5, 26, (640, 300)  # column of the charts, pixels per bar, of the other one
_STYLES = ("wrapped", "text", "text", "score")
_PATTERNS = (
    "percent_5",
    "wide_upward_diagonal",
    "percent_25",
    "wide_downward_diagonal",
    "light_vertical",
)
_LINES = {"visible": True, "line": {"color": "#BFBFBF", "width": 0.5}}
_AXIS = {"min": 1, "max": 5, "major_unit": 1, "num_format": "0", "major_gridlines": _LINES}


def front(book: Book, report: Report) -> None:
    """Key numbers, then the mean of each item with a chart, then the trend with a chart."""
    page = book.page(NAME)
    for column, letters in enumerate(_WIDTHS):
        page.width(column, letters)
    page.put((0, 0), wording.TITLE, "title")
    page.sheet.set_row(0, 24)
    for row, (label, value) in enumerate(_facts(report), start=1):
        page.put((row, 0), label, "strong")
        page.put((row, 1), value, _style(value))
    if report.together:
        _items(book, page, report.together)
    _trend(book, page, report)


def notes(book: Book, report: Report) -> None:
    """How to read it all."""
    page = book.page("Keterangan")
    page.width(0, 22)
    page.width(1, _NOTE)
    page.sheet.freeze_panes(1, 0)
    page.sheet.repeat_rows(0)
    page.put((0, 0), "Istilah", "head")
    page.put((0, 1), "Arti", "head")
    for row, (word, meaning) in enumerate(meanings(report.form).items(), start=1):
        page.put((row, 0), word, "strong")
        page.put((row, 1), meaning, "wrapped")
        page.heighten(row, [(meaning, _NOTE)])


def _facts(report: Report) -> Iterator[tuple[str, Cell]]:
    first, last = day_text(report.period.first_day), day_text(report.period.last_day)
    sent = sum(one.state == "sent" for one in report.standings)
    yield "Minggu", wording.week_text(report.week)
    yield "Periode", f"{report.period.code} ({first} s.d. {last})"
    yield "Instansi", report.instansi or wording.EVERYBODY
    yield "Lokus", len(report.lokus)
    yield "Jawaban F-03 minggu ini", report.n
    yield "Lokus yang ditampilkan", len(report.shown)
    yield f"{wording.INDEX} (rata-rata lokus)", _score(report.together, report)
    yield f"{wording.INDEX_SO_FAR}", report.index_so_far or wording.NONE
    yield "F-01 sudah dikirim (lokus)", sent
    yield from report.marks.lines()


def _score(figures: Figures | None, report: Report) -> Cell:
    return figures.index if figures else wording.why_hidden(report.n, is_over=report.is_over)


def _style(value: Cell) -> str:
    if isinstance(value, str):
        return "said"
    return "said_count" if isinstance(value, int) else "said_score"


def _items(book: Book, page: Page, figures: Figures) -> None:
    _heads(page, _HEADS, ("Pertanyaan", "Kode", "Aspek", wording.MEAN))
    for row, one in enumerate(figures.items, start=_HEADS + 1):
        cells: tuple[Cell, ...] = (one.item.label, one.item.code, one.aspek.label, one.mean)
        for column, (cell, style) in enumerate(zip(cells, _STYLES, strict=True)):
            page.put((row, column), cell, style)
        page.heighten(row, [(one.item.label, _WIDTHS[0])])
    first, last = _HEADS + 1, _HEADS + len(figures.items)
    chart = book.bars()
    aspek = list(dict.fromkeys(one.aspek.name for one in figures.items))
    chart.add_series(
        {
            "categories": [NAME, first, 1, last, 1],
            "values": [NAME, first, 3, last, 3],
            "points": [_pattern(aspek.index(one.aspek.name)) for one in figures.items],
            "border": {"color": "black"},
            "gap": 40,
            "data_labels": {"value": True, "num_format": "0.00"},
        }
    )
    chart.set_title({"name": "F-03: rata-rata per butir", "name_font": {"size": 12}})
    chart.set_x_axis(_AXIS)
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": _SIZE[0], "height": _BAR * len(figures.items) + 90})
    _place(page, chart, 1)


def _trend(book: Book, page: Page, report: Report) -> None:
    """Below the items, whether they are shown or not."""
    heads = _HEADS + len(report.form.items) + 2
    _heads(page, heads, ("Minggu", wording.INDEX, "Lokus yang ditampilkan"))
    for row, one in enumerate(report.trend, start=heads + 1):
        page.put((row, 0), str(one.week))
        page.put((row, 1), one.index, "score")
        page.put((row, 2), one.lokus, "count")
    if not any(one.index for one in report.trend):
        return
    first, last = heads + 1, heads + len(report.trend)
    chart = book.line()
    chart.add_series(
        {
            "categories": [NAME, first, 0, last, 0],
            "values": [NAME, first, 1, last, 1],
            "line": {"color": "black", "width": 1.5},
            "marker": {"type": "circle", "size": 7, "fill": {"color": "white"}},
            "data_labels": {"value": True, "num_format": "0.00", "position": "above"},
        }
    )
    chart.set_title({"name": "Indeks F-03: rata-rata lokus", "name_font": {"size": 12}})
    chart.set_y_axis(_AXIS)
    chart.show_blanks_as("gap")
    chart.set_size({"width": _SIZE[0], "height": _SIZE[1]})
    _place(page, chart, heads)


def _heads(page: Page, row: int, heads: Sequence[str]) -> None:
    for column, head in enumerate(heads):
        page.put((row, column), head, "head")


def _pattern(number: int) -> Mapping[str, object]:
    kind = _PATTERNS[number % len(_PATTERNS)]
    return {"pattern": {"pattern": kind, "fg_color": "#404040", "bg_color": "white"}}


def _place(page: Page, chart: Any, row: int) -> None:  # noqa: ANN401 - xlsxwriter is untyped
    chart.set_legend({"none": True})
    page.sheet.insert_chart(row, _BESIDE, chart)
