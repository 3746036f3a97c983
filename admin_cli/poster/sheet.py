"""The sizes a poster comes in: paper, and the layout that is scaled onto it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from admin_cli.poster import card, portrait
from admin_cli.poster.format import Size
from admin_cli.poster.marks import Mark
from admin_cli.poster.words import Poster

DPI = 300
INCH = 25.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """`paper` is in millimetres, `units` is what its marks are measured in."""

    paper: tuple[float, float]
    units: tuple[int, int]
    marks: Callable[[Poster], Iterator[Mark]]

    @property
    def pixels(self) -> tuple[int, int]:
        """At 300 dots per inch."""
        wide, high = self.paper
        return round(wide / INCH * DPI), round(high / INCH * DPI)


def _upright(wide: float, high: float) -> Sheet:
    return Sheet((wide, high), (portrait.WIDTH, portrait.HEIGHT), portrait.portrait)


SHEETS: Mapping[Size, Sheet] = {
    Size.A4: _upright(210, 297),
    Size.A5: _upright(148, 210),
    Size.A6: _upright(105, 148),
    Size.CARD: Sheet((85, 55), (card.WIDTH, card.HEIGHT), card.card),
}
