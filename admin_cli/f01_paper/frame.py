"""The A4 pages of every paper: a running head, a foot, and "page of pages"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CallerMacro, Flowable, Frame, PageTemplate

from admin_cli.f01_paper import wording
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
)
from admin_cli.whole_file import replacing

_SMALL = 6.5
_FOOT = 10 * mm
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Frames:
    """What stands around the text: `running` above from the second page on, `foot` on each.

    A `watermark` lies under the text.
    """

    title: str
    author: str
    running: str
    foot: str
    subject: str | None = None
    watermark: str = ""


def build(story: Sequence[Flowable], frames: Frames, file: Path) -> int:
    """How many pages the file has; it carries no date, so that it can be made again.

    Whoever opens it sees the old paper or the new one, whole.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as draft:
        return _written(story, frames, draft)


def _written(story: Sequence[Flowable], frames: Frames, file: Path) -> int:
    paper = BaseDocTemplate(
        str(file),
        invariant=1,
        pageTemplates=[_page("first", frames), _page("later", frames)],
        title=frames.title,
        author=frames.author,
        subject=frames.subject,
        creator="SuaraLoket",
        lang="id-ID",
    )
    paper.build([*story, CallerMacro(drawCallable=_count)])
    return int(paper.page)


def _page(name: str, frames: Frames) -> PageTemplate:
    room = PAGE_HEIGHT - HEAD_ROOM - FOOT_ROOM
    frame = Frame(MARGIN, FOOT_ROOM, WIDTH, room, 0, 0, 0, 0)
    return PageTemplate(name, [frame], onPage=_drawing(frames), autoNextPageTemplate="later")


def _drawing(frames: Frames) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, paper: BaseDocTemplate) -> None:
        canvas.saveState()
        if frames.watermark:
            _lay(canvas, frames.watermark)
        canvas.setFillColor(GREY)
        canvas.setFont(REGULAR, _SMALL)
        if paper.page > 1:
            canvas.drawString(MARGIN, PAGE_HEIGHT - 12 * mm, frames.running)
        _number(canvas, paper.page)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, _FOOT, frames.foot)
        canvas.setStrokeColor(LIGHT)
        canvas.line(MARGIN, _FOOT + 9, PAGE_WIDTH - MARGIN, _FOOT + 9)
        canvas.restoreState()

    return draw


def _lay(canvas: Canvas, watermark: str) -> None:
    canvas.saveState()
    canvas.setFillColor(PALE)
    canvas.setFont(BOLD, 130)
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(55)
    canvas.drawCentredString(0, -45, watermark)
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
