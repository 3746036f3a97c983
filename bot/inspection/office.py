"""DOCX and XLSX: a sane zip with the right main part, whole XML, no macros, nothing that runs."""

from collections.abc import Iterable
from zipfile import ZipFile, ZipInfo

from bot.inspection.archives import Budget, opened
from bot.inspection.limits import DEEPEST_ARCHIVE
from bot.inspection.payloads import is_program
from bot.inspection.verdict import Fine, Kind, Suspect, fine
from bot.inspection.xml_parts import Parser

_TYPES = "[Content_Types].xml"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MAIN: dict[str, tuple[str, Kind]] = {
    "/word/document.xml": (f"{_OPEN_XML}wordprocessingml.document.main+xml", "docx"),
    "/xl/workbook.xml": (f"{_OPEN_XML}spreadsheetml.sheet.main+xml", "xlsx"),
}
_MACRO = ("macroenabled", "vbaproject", "macrosheet", "vbadata")
_XML = (".xml", ".rels", ".vml")
_RUNNABLE = tuple(
    f".{name}"
    for name in (
        *("exe", "com", "scr", "pif", "dll", "msi", "lnk", "url", "reg", "jar", "chm", "cpl"),
        *("bat", "cmd", "ps1", "js", "jse", "vbs", "vbe", "wsf", "wsh", "sct", "py", "sh"),
        *("hta", "htm", "html", "mht", "mhtml", "docm", "dotm", "xlsm", "xlsb", "xll", "pptm"),
    )
)
_FOREIGN = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\x00", b"\x1f\x8b\x08", b"%PDF-")
_PACKED_OBJECT = "Ole10Native".encode("utf-16-le")


class _ContentTypes(Parser):
    """Which part is of which type."""

    def __init__(self) -> None:
        super().__init__()
        self.overrides: dict[str, str] = {}
        self.types: list[str] = []

    def element(self, name: str, values: dict[str, str]) -> None:
        self.types.append(values.get("ContentType", "").lower())
        if name.endswith("Override"):
            self.overrides[values.get("PartName", "")] = values.get("ContentType", "")


class _Relations(Parser):
    """Links of a part to others; pictures and hyperlinks may point outside, programs may not."""

    _FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/externalLinkPath")

    def element(self, _name: str, values: dict[str, str]) -> None:
        is_outside = values.get("TargetMode") == "External"
        is_fetched = values.get("Type", "").endswith(self._FETCHED)
        if is_outside and is_fetched and _is_remote(values.get("Target", "")):
            raise Suspect("active")


def _is_remote(target: str) -> bool:
    """A path of somebody's own disk is left over from writing; an address would be fetched."""
    place = target.strip().lower().replace("\\", "/")
    if place.startswith("file:///"):
        return place.startswith(("file:////", "file:///mhtml"))
    return place.startswith("//") or ":" in place[2:]


def look_at_office(data: bytes) -> Fine:
    """A zip is one of ours only if its main part says so."""
    archive = opened(data)
    budget = Budget()
    kind = _kind_of(archive, budget)
    _check_parts(archive, budget, depth=0)
    return fine(kind)


def _kind_of(archive: ZipFile, budget: Budget) -> Kind:
    overrides = _types_of(archive, budget)
    kinds: list[Kind] = [
        kind
        for part, (main, kind) in _MAIN.items()
        if overrides.get(part) == main and part[1:] in archive.namelist()
    ]
    if len(kinds) != 1:
        raise Suspect("polyglot" if kinds else "unknown_type")
    return kinds[0]


def _types_of(archive: ZipFile, budget: Budget) -> dict[str, str]:
    """The type of each part that has one of its own; no macro may be among them."""
    if _TYPES not in archive.namelist():
        raise Suspect("unknown_type")
    types = _ContentTypes()
    types.parse(budget.read(archive, archive.getinfo(_TYPES)))
    _refuse_macros([*archive.namelist(), *types.types])
    return types.overrides


def _refuse_macros(words: Iterable[str]) -> None:
    for word in words:
        if any(mark in word.lower() for mark in _MACRO):
            raise Suspect("macro")
        if "/activex" in word.lower():
            raise Suspect("active")


def _check_parts(archive: ZipFile, budget: Budget, depth: int) -> None:
    """Each part is read whole, so that its size is counted and its checksum compared."""
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.endswith(_RUNNABLE):
            raise Suspect("active")
        if name.endswith(_XML):
            _parser_for(entry).parse(budget.read(archive, entry))
        else:
            _check_content(b"".join(budget.read(archive, entry)), budget, depth)


def _parser_for(entry: ZipInfo) -> Parser:
    return _Relations() if entry.filename.lower().endswith(".rels") else Parser()


def _check_content(content: bytes, budget: Budget, depth: int) -> None:
    """Pictures and embedded sheets are part of a document; programs and packed files are not."""
    if is_program(content) or content.startswith(_FOREIGN) or _PACKED_OBJECT in content:
        raise Suspect("active")
    if content.startswith(b"PK\x03\x04"):
        if depth == DEEPEST_ARCHIVE:
            raise Suspect("bomb")
        _check_embedded(content, budget, depth + 1)


def _check_embedded(content: bytes, budget: Budget, depth: int) -> None:
    """A chart brings its sheet along: an Office file in an Office file."""
    archive = opened(content)
    if _TYPES not in archive.namelist():
        raise Suspect("active")
    _types_of(archive, budget)
    _check_parts(archive, budget, depth)
