"""The type of the paper: the family that comes with reportlab, in few sizes, black and grey."""

from functools import cache
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from admin_cli.poster.text import cleaned

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN, HEAD_ROOM, FOOT_ROOM = 16 * mm, 18 * mm, 18 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
INDENT = 24
INNER = WIDTH - INDENT
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Vera", "VeraBd", "VeraIt", "VeraBI"
GREY, PALE, LIGHT = Color(0.42, 0.42, 0.42), Color(0.92, 0.92, 0.92), Color(0.65, 0.65, 0.65)

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=8, leading=10.5, textColor=black)
TITLE = ParagraphStyle(
    "title", BODY, fontName=BOLD, fontSize=10.5, leading=13.5, alignment=TA_CENTER
)
CENTRED = ParagraphStyle("centred", BODY, alignment=TA_CENTER)
STATE = ParagraphStyle("state", CENTRED, fontName=BOLD, fontSize=11, leading=14)
SECTION = ParagraphStyle("section", BODY, fontName=BOLD, fontSize=9.5, leading=13)
HEAD = ParagraphStyle("head", BODY, fontName=BOLD, fontSize=8.5, leading=11, keepWithNext=1)
ITEM = ParagraphStyle("item", HEAD, leftIndent=INDENT, bulletFontName=BOLD, bulletFontSize=8.5)
LABEL = ParagraphStyle("label", BODY, leftIndent=INDENT, spaceBefore=4, spaceAfter=1)
HELD_LABEL = ParagraphStyle("held-label", LABEL, keepWithNext=1)
NOTE = ParagraphStyle(
    "note", BODY, leftIndent=INDENT, fontName=ITALIC, fontSize=7, leading=9, textColor=GREY
)
HELD_NOTE = ParagraphStyle("held-note", NOTE, keepWithNext=1)
ANSWER = ParagraphStyle(
    "answer",
    BODY,
    leftIndent=INDENT + 4,
    rightIndent=4,
    borderWidth=0.5,
    borderColor=LIGHT,
    borderPadding=3,
    spaceBefore=3,
    spaceAfter=5,
)
WARNING = ParagraphStyle("warning", LABEL, fontName=BOLD_ITALIC)
ABSENT = ParagraphStyle("absent", LABEL, fontName=ITALIC)
FADED = ParagraphStyle("faded", LABEL, fontName=ITALIC, textColor=GREY)
CELL = ParagraphStyle("cell", BODY, fontSize=7, leading=8.6)
CELL_HEAD = ParagraphStyle("cell-head", CELL, fontName=BOLD)
CAPTION = ParagraphStyle("caption", BODY, fontSize=6.5, leading=8)
TROUBLE = ParagraphStyle("trouble", CAPTION, fontName=BOLD, alignment=TA_CENTER)


@cache
def register() -> None:
    """Make the family known to reportlab, which finds the files among its own."""
    family = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)
    for name in family:
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, *family)


def width_of(text: str, style: ParagraphStyle) -> float:
    """How wide a line is in points."""
    return float(pdfmetrics.stringWidth(text, style.fontName, style.fontSize))


def plain(text: str) -> str:
    r"""What a person or the form wrote, safe inside a paragraph's markup.

    >>> plain("a < b & c\x07")
    'a &lt; b &amp; c'
    """
    return escape(cleaned(text))
