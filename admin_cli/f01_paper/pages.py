"""The whole paper as a PDF; the same form printed at the same moment gives the same bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CallerMacro, Flowable, Frame, PageTemplate

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.ends import ends
from admin_cli.f01_paper.faces import (
    BOLD,
    FOOT_ROOM,
    GREY,
    HEAD_ROOM,
    LIGHT,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PALE,
    REGULAR,
    WIDTH,
    register,
)
from admin_cli.f01_paper.filled import Filled
from admin_cli.f01_paper.head import head
from admin_cli.f01_paper.items import body
from admin_cli.f01_paper.sights import Sights
from admin_cli.f01_paper.signatures import signatures
from admin_cli.poster.text import cleaned
from bot.desk.words import short

_SMALL = 6.5
_FOOT = 10 * mm
_TOTAL = "total"
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands around the text of every page."""

    running: str
    foot: str
    is_draft: bool


def write(filled: Filled, seen: Sights, now: datetime, file: Path) -> int:
    """How many pages the file has."""
    register()
    margins = _margins(filled, now)
    paper = BaseDocTemplate(
        str(file),
        invariant=1,
        pageTemplates=[_page("first", margins), _page("later", margins)],
        title=cleaned(_named(wording.PDF_TITLE, filled)),
        author=cleaned(filled.lokus.instansi.name),
        subject=filled.code,
        creator="SuaraLoket",
        lang="id-ID",
    )
    paper.build(_story(filled, seen))
    return int(paper.page)


def _story(filled: Filled, seen: Sights) -> list[Flowable]:
    return [
        *head(filled),
        *body(filled, seen),
        *ends(filled, seen),
        signatures(filled),
        CallerMacro(drawCallable=_count),
    ]


def _margins(filled: Filled, now: datetime) -> Margins:
    when = filled.moment(now.timestamp())
    foot = wording.FOOT.format(code=filled.code, when=when)
    running = short(cleaned(_named(wording.RUNNING, filled)), _LONGEST)
    return Margins(running, foot, not filled.is_sent)


def _named(words: str, filled: Filled) -> str:
    return words.format(
        lokus=filled.lokus.name, period=filled.period.code, revision=filled.revision.number
    )


def _page(name: str, margins: Margins) -> PageTemplate:
    room = PAGE_HEIGHT - HEAD_ROOM - FOOT_ROOM
    frame = Frame(MARGIN, FOOT_ROOM, WIDTH, room, 0, 0, 0, 0)
    return PageTemplate(name, [frame], onPage=_drawing(margins), autoNextPageTemplate="later")


def _drawing(margins: Margins) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, paper: BaseDocTemplate) -> None:
        canvas.saveState()
        if margins.is_draft:
            _watermark(canvas)
        canvas.setFillColor(GREY)
        canvas.setFont(REGULAR, _SMALL)
        if paper.page > 1:
            canvas.drawString(MARGIN, PAGE_HEIGHT - 12 * mm, margins.running)
        _number(canvas, paper.page)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, _FOOT, margins.foot)
        canvas.setStrokeColor(LIGHT)
        canvas.line(MARGIN, _FOOT + 9, PAGE_WIDTH - MARGIN, _FOOT + 9)
        canvas.restoreState()

    return draw


def _watermark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillColor(PALE)
    canvas.setFont(BOLD, 130)
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(55)
    canvas.drawCentredString(0, -45, wording.WATERMARK)
    canvas.restoreState()


def _number(canvas: Canvas, page: int) -> None:
    """The number of all pages is known at the end only: it is drawn once, and shown on each."""
    words = wording.PAGE.format(page=page)
    canvas.drawString(MARGIN, _FOOT, words)
    canvas.saveState()
    canvas.translate(MARGIN + canvas.stringWidth(words, REGULAR, _SMALL), _FOOT)
    canvas.doForm(_TOTAL)
    canvas.restoreState()


def _count(end: CallerMacro) -> None:
    canvas = end.canv
    canvas.beginForm(_TOTAL)
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, _SMALL)
    canvas.drawString(0, 0, str(canvas.getPageNumber()))
    canvas.endForm()
