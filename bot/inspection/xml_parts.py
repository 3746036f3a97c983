"""XML inside Office files: read in pieces, no entities, not too deep."""

from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from bot.inspection.limits import DEEPEST_XML, MOST_XML
from bot.inspection.verdict import Suspect


class Parser:
    """Goes through one part; hands each element on where a subclass wants to know."""

    def __init__(self) -> None:
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end

    def parse(self, pieces: Iterable[bytes]) -> None:
        """All of it, or `broken`."""
        size = 0
        try:
            for piece in pieces:
                size += len(piece)
                if size > MOST_XML:
                    raise Suspect("bomb")
                self._parser.Parse(piece, False)  # noqa: FBT003 - the flag of expat's own interface
            self._parser.Parse(b"", True)  # noqa: FBT003 - the same
        except expat.ExpatError as error:
            raise Suspect("broken") from error

    def element(self, name: str, values: dict[str, str]) -> None:
        """One opening tag, its name without the prefix."""

    def _begin(self, name: str, values: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST_XML:
            raise Suspect("bomb")
        self.element(name, values)

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _refuse_doctype(*_: object) -> NoReturn:
    """Office never writes one; whoever does means to define entities."""
    raise Suspect("bomb")
