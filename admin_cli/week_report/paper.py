"""The whole report as a PDF; the same week gives the same bytes once it is over."""

from collections.abc import Callable, Iterator
from pathlib import Path

from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer

from admin_cli.f01_paper.faces import BODY, HEAD, TITLE, plain, register
from admin_cli.f01_paper.frame import Frames, build
from admin_cli.f01_paper.items import section
from admin_cli.poster.text import cleaned
from admin_cli.week_report import wording
from admin_cli.week_report.f01_part import f01_part
from admin_cli.week_report.lokus_pages import lokus_page, overview
from admin_cli.week_report.notes import notes
from admin_cli.week_report.overview import facts, places, when
from admin_cli.week_report.report import Report
from bot.desk.words import short

_LONGEST = 90
_LEAST = 200  # points: a bar and some lines of a table


def write(report: Report, file: Path, tell: Callable[[], None]) -> int:
    """How many pages it has; whoever opens the file sees the old paper or the new one, whole."""
    register()
    return build(list(_story(report, tell)), _frames(report), file)


def _frames(report: Report) -> Frames:
    whose = cleaned(report.instansi) or wording.EVERYBODY
    named = f"{wording.TITLE} · {report.week}"
    state = "" if report.is_over else " · SEMENTARA, minggu belum selesai"
    running = short(f"{named} · {whose}", _LONGEST)
    return Frames(f"{named} · {whose}", whose, running, f"SuaraLoket · {report.week}{state}")


def _story(report: Report, tell: Callable[[], None]) -> Iterator[Flowable]:
    yield Paragraph(wording.TITLE, TITLE)
    yield Paragraph(wording.SUBTITLE, TITLE)
    yield Spacer(0, 8)
    yield facts(report)
    yield Spacer(0, 8)
    yield from overview(report)
    yield section("Lokus")
    yield from places(report)
    yield Spacer(0, 10)
    if report.shown:
        yield from when(report)
    yield CondPageBreak(_LEAST)
    yield Spacer(0, 10)
    yield from f01_part(report)
    for one in report.shown:
        yield from lokus_page(report, one)
        tell()
    yield from _notes(report)


def _notes(report: Report) -> Iterator[Flowable]:
    yield PageBreak()
    yield section("Keterangan")
    for word, meaning in notes(report.form).items():
        yield Paragraph(plain(word), HEAD)
        yield Paragraph(plain(meaning), BODY)
        yield Spacer(0, 5)
