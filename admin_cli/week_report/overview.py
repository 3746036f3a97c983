"""What stands on the first pages: key numbers, and a line for each lokus."""

import io
from collections.abc import Iterator

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Image, Paragraph, Spacer, Table

from admin_cli.f01_paper.faces import BODY, WIDTH, plain
from admin_cli.f01_paper.items import section
from admin_cli.poster.text import cleaned
from admin_cli.week_report import wording
from admin_cli.week_report.charts import ranking
from admin_cli.week_report.counting import BANDS
from admin_cli.week_report.grids import Grid
from admin_cli.week_report.release import Figures
from admin_cli.week_report.report import Report
from bot.desk.words import short
from bot.screens import day_text

_WORD = 150
_ON_CHART = 50  # lokus: as many as fit on a page
_LONGEST_NAME = 44
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.6, black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def facts(report: Report) -> Table:
    """The week in a few lines."""
    rows = [
        [Paragraph(word, BODY), Paragraph(f"<b>{plain(said)}</b>", BODY)]
        for word, said in _facts(report)
    ]
    return Table(rows, [_WORD, WIDTH - _WORD], style=_GRID)


def places(report: Report) -> Iterator[Flowable]:
    """A line for each lokus, then the indices as a picture."""
    heads = ("Lokus", "Instansi", "n", "Indeks F-03", "Sejak awal periode (n)")
    grid = Grid(heads, (0, 140, 30, 60, 90), 2)
    for one in report.lokus:
        so_far = f"{wording.number(one.so_far.index)} ({one.so_far.n})"
        name = f"{one.lokus.name} ({one.lokus.code})"
        index = wording.number(one.figures.index if one.figures else None)
        grid.add(name, one.lokus.instansi.name, str(one.n), index, so_far)
    if report.together:
        index, ever = wording.number(report.together.index), wording.number(report.index_so_far)
        grid.add("Rata-rata lokus", "", "", index, ever, bold=True)
    yield grid.table()
    yield Spacer(0, 4)
    yield Paragraph(f"{wording.NONE}: {plain(_why(report))}.", BODY)
    yield from _ranking(report)


def when(report: Report) -> Iterator[Flowable]:
    """How many answered on which day, and at which hours of the day."""
    yield section("Jawaban F-03 per hari dan per jam")
    heads = ("Lokus", "n", *wording.DAYS, *(wording.band_text(one) for one in BANDS))
    grid = Grid(heads, (0, 24, *[22] * len(wording.DAYS), *[29] * len(BANDS)), 1)
    for one in report.lokus:
        if one.figures:
            grid.add(one.lokus.name, *_counts(one.figures))
        else:
            why = wording.why_hidden(one.n, is_over=report.is_over)
            grid.add_words(one.lokus.name, str(one.n), words=why)
    if report.together:
        grid.add("Jumlah lokus yang ditampilkan", *_counts(report.together), bold=True)
    yield grid.table()


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    first, last = day_text(report.period.first_day), day_text(report.period.last_day)
    sent = sum(one.state == "sent" for one in report.standings)
    yield "Minggu", wording.week_text(report.week)
    yield "Periode", f"{report.period.code} ({first} s.d. {last})"
    yield "Instansi", report.instansi or wording.EVERYBODY
    yield "Jawaban F-03 minggu ini", str(report.n)
    lokus = f"{len(report.lokus)}, ditampilkan {len(report.shown)} ({wording.AT_LEAST})"
    yield "Lokus", lokus
    yield wording.INDEX, _index(report)
    yield "F-01 sudah dikirim", f"{sent} dari {len(report.standings)} lokus"
    yield from report.marks.lines()


def _index(report: Report) -> str:
    if report.together is None:
        return wording.why_hidden(report.n, is_over=report.is_over)
    n = f"n = {report.together.n}"
    return f"{wording.number(report.together.index)} (rata-rata lokus yang ditampilkan, {n})"


def _why(report: Report) -> str:
    return wording.HIDDEN if report.is_over else wording.RUNNING


def _counts(figures: Figures) -> list[str]:
    return [str(one) for one in (figures.n, *figures.days, *figures.bands)]


def _ranking(report: Report) -> Iterator[Flowable]:
    """Worth a picture from two lokus on."""
    indices = [(one.lokus.name, one.figures.index) for one in report.shown if one.figures]
    rows = sorted(indices, key=lambda one: (-one[1], one[0]))
    named = [(short(cleaned(name), _LONGEST_NAME), index) for name, index in rows]
    for start in range(0, len(named) if len(named) > 1 else 0, _ON_CHART):
        chart = ranking(named[start : start + _ON_CHART], WIDTH)
        yield Spacer(0, 8)
        yield Image(io.BytesIO(chart.png), chart.width, chart.height)
