"""PDF: whole, openable without a password, at least one page, and asleep.

A PDF that anybody may open but not change (an owner password only, as many official decrees have)
is taken: evaluators can read it. Scripts that run when a form field changes are taken too; what
starts by itself (on opening, on a page, a program) is not, nor are files inside but for pictures
and plain text.
"""

import io
import logging
import re
from dataclasses import replace

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject

from bot.inspection.limits import MOST_PAGES
from bot.inspection.payloads import is_program, refuse_foreign, refuse_zip_at_end
from bot.inspection.pdf_objects import PdfValue, look_at_values, resolved
from bot.inspection.verdict import Fine, Suspect, fine

_TAIL = 1024
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_RUNS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition"}
_LONGEST_CHAIN = 50


def look_at_pdf(data: bytes) -> Fine:
    """Every object that a reader can reach is read once."""
    _check_end(data)
    logging.disable()
    try:
        reader = _opened(data)
        pages = _page_count(reader)
        look_at_values(reader)
        _check_asleep(reader)
    except LimitReachedError as error:
        raise Suspect("bomb") from error
    return replace(fine("pdf"), pages=pages)


def _check_end(data: bytes) -> None:
    """Our library mends a PDF that was cut off; we ask for it whole, and for nothing after it."""
    end = data.rfind(b"%%EOF")
    if end < len(data) - _TAIL or not _END.search(data, max(0, end - _TAIL)):
        refuse_zip_at_end(data)
        raise Suspect("broken")
    refuse_zip_at_end(data)
    after = data[end + 5 :].lstrip()
    refuse_foreign(after)
    if is_program(after):
        raise Suspect("polyglot")


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
    for owner in (catalog, *reader.pages):
        events = resolved(owner.get("/AA"))
        if isinstance(events, DictionaryObject):
            for action in events.values():
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
            if resolved(one.get("/S")) in _RUNS:
                raise Suspect("active")
            waiting.append(one.get("/Next"))
    raise Suspect("bomb")
