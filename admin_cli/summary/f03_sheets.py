"""The sheets about what citizens said."""

from collections.abc import Iterator
from datetime import date, timedelta

from admin_cli.summary.book import Book, Cell, Column
from admin_cli.week_report import wording
from admin_cli.week_report.counting import BANDS
from admin_cli.week_report.release import Figures, LokusWeek
from admin_cli.week_report.report import Report

_PLACE = (
    Column("Lokus", 14),
    Column("Nama lokus", 36, "wrapped"),
    Column("Instansi", 30, "wrapped"),
)
_N = Column("Jawaban (n)", 10, "count")
_REMARK = Column("Keterangan", 24, "wrapped")

_TREND = 8  # weeks: more would not be legible on paper


def lokus(book: Book, report: Report) -> None:
    """How many answered, by day and by hours of the day."""
    days = [
        Column(f"{name} {day:%d-%m}", 8, "count")
        for name, day in zip(wording.DAYS, _days(report), strict=True)
    ]
    bands = [Column(f"Jam {wording.band_text(one)}", 9, "count") for one in BANDS]
    rows = (
        [*_place(one), one.n, *_counts(one.figures), _remark(one, report)] for one in report.lokus
    )
    book.table("Lokus", (*_PLACE, _N, *days, *bands, _REMARK), rows)


def indices(book: Book, report: Report) -> None:
    """The index of the week, of its aspects, of the period, and of the weeks before."""
    columns = (
        *(*_PLACE, _N, Column(wording.INDEX, 10, "score")),
        *(Column(f"Aspek: {one.label}", 18, "score") for one in report.form.aspek),
        Column(wording.INDEX_SO_FAR, 13, "score"),
        Column("n sejak awal periode", 12, "count"),
        Column("n menunggu", 11, "count"),
        *(Column(f"Indeks {one.week}", 10, "score") for one in report.trend[-_TREND:]),
        _REMARK,
    )
    book.table("F-03 indeks", columns, (_index(one, report) for one in report.lokus))


def items(book: Book, report: Report) -> None:
    """One row per lokus that is shown and item."""
    columns = (
        *(
            *_PLACE,
            _N,
            Column("No.", 6, "count"),
            Column("Kode", 10),
            Column("Aspek", 26, "wrapped"),
        ),
        Column("Pertanyaan", 60, "wrapped"),
        *(Column(head, 11, "score") for head in (wording.MEAN, wording.LOW, wording.HIGH)),
    )
    rows = (row for one in report.shown if one.figures for row in _items(one, one.figures))
    book.table("F-03 butir", columns, rows)


def _place(one: LokusWeek) -> tuple[str, str, str]:
    return one.lokus.code, one.lokus.name, one.lokus.instansi.name


def _counts(figures: Figures | None) -> list[int | None]:
    if figures is None:
        return [None] * (len(wording.DAYS) + len(BANDS))
    return [*figures.days, *figures.bands]


def _remark(one: LokusWeek, report: Report) -> str:
    return "" if one.figures else wording.why_hidden(one.n, is_over=report.is_over)


def _index(one: LokusWeek, report: Report) -> list[Cell]:
    return [
        *_place(one),
        one.n,
        one.figures.index if one.figures else None,
        *(one.figures.aspek_mean(aspek) if one.figures else None for aspek in report.form.aspek),
        one.so_far.index,
        one.so_far.n,
        one.so_far.waiting,
        *(point.index for point in one.trend[-_TREND:]),
        _remark(one, report),
    ]


def _items(one: LokusWeek, figures: Figures) -> Iterator[list[Cell]]:
    for each in figures.items:
        span = (each.interval.low, each.interval.high) if each.interval else (None, None)
        printed = (each.item.number, each.item.code, each.aspek.label, each.item.label)
        yield [*_place(one), figures.n, *printed, each.mean, *span]


def _days(report: Report) -> list[date]:
    first = report.week.first_day
    return [first + timedelta(days=ahead) for ahead in range(len(wording.DAYS))]
