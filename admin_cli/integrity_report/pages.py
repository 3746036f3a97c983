"""The report of one lokus on paper."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Image, Paragraph, Spacer, Table

from admin_cli.f01_paper.faces import BODY, REGULAR, TITLE, WIDTH, plain, register
from admin_cli.f01_paper.frame import Frames, build
from admin_cli.f01_paper.items import section
from admin_cli.integrity_report import wording
from admin_cli.integrity_report.charts import panel
from admin_cli.integrity_report.figures import Account, Figures, Report
from admin_cli.integrity_report.power import Cell, read_power
from admin_cli.integrity_report.values import lokus_value, percent, rate, share
from admin_cli.poster.text import cleaned
from admin_cli.week_report.grids import Grid
from admin_cli.week_report.wording import number
from bot.desk.words import short
from bot.screens import day_text
from survey_flows.quality.per_lokus import LEAST

_LONGEST = 90
_CHARTS = 190
_ROOM = 150
_POINT = ParagraphStyle("point", BODY, bulletFontName=REGULAR, bulletFontSize=8, leftIndent=9)


def write(report: Report, one: Account, file: Path) -> int:
    """How many pages; whoever opens the file sees the old paper or the new one, whole."""
    register()
    draft = file.with_name(f".{file.name}.part")
    file.parent.mkdir(parents=True, exist_ok=True)
    pages = build(list(_story(report, one)), _frames(report, one), draft)
    draft.replace(file)
    return pages


def _frames(report: Report, one: Account) -> Frames:
    named = f"{wording.TITLE} · {cleaned(one.lokus.name)} · {report.period.code}"
    return Frames(
        named, one.lokus.instansi.name, short(named, _LONGEST), f"SuaraLoket · {wording.FOR}"
    )


def _story(report: Report, one: Account) -> Iterator[Flowable]:
    yield Paragraph(wording.TITLE, TITLE)
    yield Paragraph(plain(f"{one.lokus.name} ({one.lokus.code})"), TITLE)
    yield Spacer(0, 6)
    yield Paragraph(_facts(report, one), BODY)
    yield Paragraph(f"<b>{plain(wording.FOR)}</b>", BODY)
    yield Spacer(0, 4)
    yield Paragraph(_flat(wording.NOT_A_VERDICT), BODY)
    yield Spacer(0, 6)
    if one.figures is None:
        words = wording.FEW.format(least=LEAST) if one.n else wording.NOBODY
        yield Paragraph(f"<i>{_flat(words)}</i>", BODY)
    else:
        yield from _body(report, one.figures)
    yield Spacer(0, 8)
    yield CondPageBreak(_ROOM)
    yield section(wording.BLIND_PART)
    for said in wording.BLIND.strip().splitlines():
        yield Paragraph(plain(said), _POINT, bulletText="–")


def _facts(report: Report, one: Account) -> str:
    period = report.period
    days = f"{day_text(period.first_day)} s.d. {day_text(period.last_day)}"
    mean = f", rata-rata <b>{number(one.figures.mean)}</b>" if one.figures else ""
    replaced = f"; {one.superseded} diganti oleh warganya sendiri" if one.superseded else ""
    return (
        f"{plain(one.lokus.instansi.name)} · periode {plain(period.code)} ({days}) · "
        f"<b>n = {one.n}</b> jawaban yang berlaku{mean}{replaced}"
    )


def _body(report: Report, figures: Figures) -> Iterator[Flowable]:
    chart = panel(figures, report.opening, WIDTH, _CHARTS)
    yield Image(io.BytesIO(chart.png), chart.width, chart.height)
    yield Spacer(0, 6)
    yield section(wording.LOKUS_PART)
    yield _lokus_table(figures)
    yield Spacer(0, 8)
    yield CondPageBreak(_ROOM)
    yield section(wording.RESPONSE_PART)
    yield _response_table(figures)
    yield Spacer(0, 8)
    yield CondPageBreak(_ROOM)
    yield section(wording.POWER_PART)
    yield Paragraph(_power_words(figures.power), BODY)
    yield Spacer(0, 4)
    yield _power_table(figures.power)


def _lokus_table(figures: Figures) -> Table:
    grid = Grid(("Pola", "Artinya", "Nilai", "Ambang", ""), (88, 0, 96, 74, 50), 2)
    for flag, meaning in wording.LOKUS.items():
        value = lokus_value(figures.flags, flag)
        said = {True: wording.BEYOND, False: wording.WITHIN, None: wording.DASH}
        state = said[figures.is_beyond[flag]]
        grid.add(meaning.name, meaning.says, value, meaning.threshold, state)
    return grid.table()


def _response_table(figures: Figures) -> Table:
    heads = ("Nilai", "Catatan", "Ambang", "Di luar ambang", "Biasanya, warga jujur")
    grid = Grid(heads, (130, 0, 70, 80, 72), 2)
    usual = {one.flag: one.honest for one in figures.power if one.scope == "response"}
    for flag, meaning in wording.RESPONSES.items():
        found = figures.marked[flag]
        grid.add(meaning.name, meaning.says, meaning.threshold, share(found), rate(usual.get(flag)))
    return grid.table()


def _power_words(power: Sequence[Cell]) -> str:
    found, said = read_power(), power[0]
    words = wording.POWER.format(
        rounds=found.rounds, honest=found.honest_rounds, n=said.n, mean=number(said.mean, 1)
    )
    return _flat(words)


def _power_table(power: Sequence[Cell]) -> Table:
    grid = Grid(("Pola", "Lokus jujur", *wording.FRAUDS.values()), (0, 48, 62, 70, 62, 62, 62), 1)
    for one in power:
        if one.scope == "lokus":
            seen = [" / ".join(map(percent, one.seen[fraud])) for fraud in wording.FRAUDS]
            grid.add(wording.LOKUS[one.flag].name, rate(one.honest), *seen)
    return grid.table()


def _flat(words: str) -> str:
    return plain(" ".join(words.split()))
