"""What is drawn rather than written: boxes to tick, pages that stand for files."""

from reportlab.graphics.shapes import Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import black, white

from admin_cli.f01_paper.faces import BOLD

SIDE = 8.5
ICON_WIDTH, ICON_HEIGHT, _FOLD = 30, 38, 9


def box(*, is_ticked: bool) -> Drawing:
    """As the regulation prints it; the tick is a letter, so that it can be read out and copied."""
    drawing = Drawing(SIDE + 3, SIDE)
    drawing.add(Rect(0.5, 0.5, SIDE - 1, SIDE - 1, 0, 0, fillColor=white, strokeWidth=0.7))
    if is_ticked:
        drawing.add(String(SIDE / 2, 1.4, "X", fontName=BOLD, fontSize=8, textAnchor="middle"))
    return drawing


def icon(kind: str) -> Drawing:
    """A sheet with a folded corner and the kind of file on it."""
    width, height = ICON_WIDTH, ICON_HEIGHT
    drawing = Drawing(width, height)
    edge = [0, 0, width, 0, width, height - _FOLD, width - _FOLD, height, 0, height]
    drawing.add(Polygon(edge, fillColor=white, strokeColor=black, strokeWidth=0.8))
    fold = [width - _FOLD, height, width - _FOLD, height - _FOLD, width, height - _FOLD]
    drawing.add(Polygon(fold, fillColor=white, strokeColor=black, strokeWidth=0.8))
    for row in range(3):
        level = 6 + row * 3.5
        drawing.add(Line(5, level, width - 5, level, strokeWidth=0.4, strokeColor=black))
    drawing.add(String(width / 2, 19, kind, fontName=BOLD, fontSize=7, textAnchor="middle"))
    return drawing
