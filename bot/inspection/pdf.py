"""PDF: openable without a password, at least one page, and asleep.

A PDF that anybody may open but not change (an owner password only, as many official decrees have)
is taken: evaluators can read it. Scripts that run when a form field changes or a link is clicked
are taken too; what starts by itself (on opening or on a page, be it a script, a program or an
address) is not, nor are files inside but for pictures and plain text.
"""

import io
import logging
from collections.abc import Collection, Mapping
from dataclasses import replace

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject

from bot.inspection.limits import MOST_PAGES
from bot.inspection.pdf_objects import PdfValue, look_at_values, resolved
from bot.inspection.verdict import Fine, Suspect, fine

_MENDING = "pypdf.generic._data_structures"
_TELLING = {"/OpenAction", "/AA", "/A", "/S", "/JS", "/Next", "/Names", "/EF", "/Kids", "/Pages"}
_HARMLESS = {"/GoTo", "/Named", "/SetOCGState", "/Hide", "/Trans"}
_ON_SIGHT = {"/PO", "/PC", "/PV", "/PI"}
_LONGEST_CHAIN = 50


class _Mended(logging.Handler):
    """Hears where the library guesses: what it skips, another reader may find and do."""

    def __init__(self) -> None:
        super().__init__()
        self.is_risky = False
        logger = logging.getLogger("pypdf")
        logger.addHandler(self)
        logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        """Text that is no PDF, or two values for a key that starts something."""
        values = record.args if isinstance(record.args, Mapping) else {}
        if record.name == _MENDING and ("exception" in values or values.get("key") in _TELLING):
            self.is_risky = True


def look_at_pdf(data: bytes) -> Fine:
    """Every object that a reader can reach is read once."""
    mended = _Mended()
    try:
        reader = _opened(data)
        pages = _page_count(reader)
        look_at_values(reader)
        _check_asleep(reader)
    except LimitReachedError as error:
        raise Suspect("bomb") from error
    if mended.is_risky:
        raise Suspect("broken")
    return replace(fine("pdf"), pages=pages)


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Suspect("encrypted")
    return reader


def _page_count(reader: PdfReader) -> int:
    pages = len(reader.pages)
    if not pages:
        raise Suspect("broken")
    if pages > MOST_PAGES:
        raise Suspect("bomb")
    return pages


def _check_asleep(reader: PdfReader) -> None:
    """Nothing may run because somebody only looks at the document."""
    catalog = resolved(reader.trailer["/Root"])
    if not isinstance(catalog, DictionaryObject):
        raise Suspect("broken")
    names = resolved(catalog.get("/Names"))
    if isinstance(names, DictionaryObject) and "/JavaScript" in names:
        raise Suspect("active")
    _check_action(catalog.get("/OpenAction"))
    _check_events(catalog)
    for page in reader.pages:
        _check_events(page)
        notes = resolved(page.get("/Annots"))
        for note in map(resolved, notes if isinstance(notes, list) else ()):
            _check_events(note, _ON_SIGHT)


def _check_events(owner: PdfValue, asked: Collection[str] = ()) -> None:
    """What happens to a document, page or note by itself: all events, or those asked for."""
    events = resolved(owner.get("/AA")) if isinstance(owner, DictionaryObject) else None
    if isinstance(events, DictionaryObject):
        for event, action in events.items():
            if not asked or event in asked:
                _check_action(action)


def _check_action(action: PdfValue) -> None:
    """An action, and those it is followed by."""
    waiting = [action]
    for _ in range(_LONGEST_CHAIN):
        if not waiting:
            return
        one = resolved(waiting.pop())
        if isinstance(one, list):
            waiting.extend(one)
        if isinstance(one, DictionaryObject):
            if resolved(one.get("/S", "/GoTo")) not in _HARMLESS:
                raise Suspect("active")
            waiting.append(one.get("/Next"))
    raise Suspect("bomb")
