"""A page for each lokus that is shown, and the same for all of them together."""

import io
from collections.abc import Iterator

from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, Spacer, Table

from admin_cli.f01_paper.faces import BODY, WIDTH, plain
from admin_cli.f01_paper.items import section
from admin_cli.week_report import wording
from admin_cli.week_report.charts import Chart, Trend, panel
from admin_cli.week_report.grids import Grid
from admin_cli.week_report.release import Figures, LokusWeek, SoFar
from admin_cli.week_report.report import Report
from survey_flows.instrument import Instrument

_LOW, _HIGH = 245, 280  # points: the charts of the first page, and of a page without more on it


def overview(report: Report) -> Iterator[Flowable]:
    """All lokus that are shown."""
    found = report.together
    yield section("F-03: gabungan lokus yang ditampilkan")
    if found is None:
        words = wording.HIDDEN if report.is_over else wording.RUNNING
        yield Paragraph(f"<i>{plain(words)}</i>", BODY)
        yield Spacer(0, 10)
        return
    trend = [(f"W{one.week.number:02}", one.index) for one in report.trend]
    yield from _body(report.form, found, trend, _LOW)
    yield PageBreak()


def lokus_page(report: Report, one: LokusWeek) -> Iterator[Flowable]:
    """One lokus on a page of its own; nothing for a lokus that is not shown."""
    if one.figures is None:
        return
    yield PageBreak()
    yield section(f"{one.lokus.name} ({one.lokus.code})")
    yield Paragraph(plain(one.lokus.instansi.name), BODY)
    yield Paragraph(_key(one.figures, one.so_far), BODY)
    yield Spacer(0, 6)
    trend = [(f"W{point.week.number:02}", point.index) for point in one.trend]
    yield from _body(report.form, one.figures, trend, _HIGH)


def _key(figures: Figures, so_far: SoFar) -> str:
    now = f"{wording.INDEX} minggu ini: <b>{wording.number(figures.index)}</b> (n = {figures.n})"
    if so_far.index is None:
        return now
    waiting = f"; {so_far.waiting} jawaban menunggu" if so_far.waiting else ""
    ever = f"sejak awal periode: <b>{wording.number(so_far.index)}</b> (n = {so_far.n}{waiting})"
    return f"{now} · {ever}"


def _body(form: Instrument, figures: Figures, trend: Trend, height: float) -> Iterator[Flowable]:
    yield _picture(panel(figures, trend, WIDTH, height))
    yield Spacer(0, 6)
    yield _items(figures)
    yield Spacer(0, 6)
    yield _aspek(form, figures)


def _items(figures: Figures) -> Table:
    has_spans = any(one.interval for one in figures.items)
    heads = ("No.", "Kode", "Pertanyaan", wording.MEAN, *[wording.INTERVAL] * has_spans)
    grid = Grid(heads, (22, 40, 0, 48, *[62] * has_spans), 3)
    for one in figures.items:
        said = (str(one.item.number or ""), one.item.code, one.item.label, wording.number(one.mean))
        grid.add(*said, *[wording.interval_text(one.interval)] * has_spans)
    grid.add("", "", wording.INDEX, wording.number(figures.index), *[""] * has_spans, bold=True)
    return grid.table()


def _aspek(form: Instrument, figures: Figures) -> Table:
    grid = Grid(("Aspek", "Butir", wording.MEAN, "Jumlah"), (0, 40, 60, 60), 1)
    for one in form.aspek:
        mean, total = figures.aspek_mean(one), figures.aspek_total(one)
        grid.add(one.label, str(len(one.items)), wording.number(mean), wording.number(total))
    return grid.table()


def _picture(chart: Chart) -> Image:
    return Image(io.BytesIO(chart.png), chart.width, chart.height)
