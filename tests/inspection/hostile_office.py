"""Office files that carry programs, fetch them, are locked, or are no Office files at all."""

from collections.abc import Iterator

from bot.inspection.verdict import ReasonCode
from tests.inspection.good_files import OPEN_XML, docx, docx_parts, types, xlsx, zipped
from tests.inspection.hostile import OLE2, PAYLOADS, Hostile, flipped, hostile, truncations

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    "<x>&d;&d;&d;&d;&d;&d;&d;&d;</x>"
)


def with_parts(**parts: bytes | str) -> bytes:
    """A good document with more parts, or others; `__` in a name is `/`, a last `_` is `.`."""
    named = {name.replace("__", "/").replace("_", "."): part for name, part in parts.items()}
    return zipped({**docx_parts(), **named})


def office_files() -> Iterator[Hostile]:
    """All of them."""
    yield from programs()
    yield from fetching()
    yield from bad_xml()
    yield from mistyped()
    yield from locked()
    yield from damaged()


def programs() -> Iterator[Hostile]:
    """Macros, controls and packed files."""
    macro = {"word/vbaProject.bin": OLE2, "word/VBAPROJECT.BIN": b"x", "xl/vbaProject.bin": b"x"}
    for name, part in {**macro, "xl/macrosheets/sheet1.xml": b"<x/>"}.items():
        yield hostile(f"docx with {name}", zipped({**docx_parts(), name: part}), "macro")
    for main, form in (
        ("/word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
        ("/word/document.xml", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        ("/xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        ("/xl/workbook.xml", "application/vnd.ms-excel.addin.macroEnabled.main+xml"),
    ):
        parts = {"[Content_Types].xml": types(main, form), main[1:]: "<x/>"}
        yield hostile(f"office file of {form}", zipped(parts), "macro")
    for name in ("html", "mht", "lnk", "bat", "js", "EXE", "docm"):
        content = zipped({**docx_parts(), f"word/embeddings/x.{name}": b"halo"})
        yield hostile(f"docx with a part .{name}", content, "active")
    control = with_parts(word__activeX__activeX1_xml="<x/>")
    yield hostile("docx with a control", control, "active")
    for name, payload in PAYLOADS.items():
        if name not in {"web page", "php", "svg", "old office file", "cabinet", "android program"}:
            content = with_parts(word__embeddings__oleObject1_bin=payload)
            yield hostile(f"docx that carries a {name}", content, "active")
    packed = OLE2 + "\1Ole10Native".encode("utf-16-le")
    content = with_parts(word__embeddings__oleObject1_bin=packed)
    yield hostile("docx with a packed object", content, "active")
    form = "application/vnd.ms-word.document.macroEnabled.main+xml"
    inner = zipped({**docx_parts(), "[Content_Types].xml": types("/word/document.xml", form)})
    named = with_parts(word__embeddings__a_docx=inner)
    yield hostile("docx in docx of a type with macros", named, "macro")
    inner = with_parts(word__vbaProject_bin=OLE2)
    yield hostile("docx in docx with a macro", with_parts(word__embeddings__a_docx=inner), "macro")


def fetching() -> Iterator[Hostile]:
    """Templates and objects that Office would load from elsewhere."""
    for kind in ("attachedTemplate", "oleObject", "frame", "subDocument"):
        for target in (
            "http://contoh.id/x.dotm",
            "https://contoh.id/x",
            "\\\\10.0.0.1\\x",
            "mhtml:http://x!x",
            "file://10.0.0.1/x.dotm",
            "file:////10.0.0.1/x",
            " HTTP://contoh.id",
            "//contoh.id/x",
        ):
            relations = (
                '<Relationships><Relationship Id="r1" TargetMode="External" '
                f'Type="{RELATION}/{kind}" Target="{target}"/></Relationships>'
            )
            content = with_parts(word___rels__settings_xml_rels=relations)
            yield hostile(f"docx with {kind} at {target}", content, "active")
            shouted = zipped({**docx_parts(), "word/_rels/settings.xml.RELS": relations})
    yield hostile("docx with a template in capitals", shouted, "active")


def bad_xml() -> Iterator[Hostile]:
    """Entities, depth, and what is no XML."""
    broken: tuple[ReasonCode, ...] = ("bomb", "broken")
    texts: dict[str, bytes | str] = {
        "billion laughs": LAUGHS,
        "billion laughs in UTF-16": LAUGHS.encode("utf-16"),
        "an outside entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "an outside document type": '<!DOCTYPE x SYSTEM "http://contoh.id/x.dtd"><x/>',
        "an empty document type": "<!DOCTYPE x><x/>",
        "unknown entities": "<x>&a;</x>",
        "deep elements": "<x>" * 100_000 + "</x>" * 100_000,
        "an open element": "<x>",
        "nothing": "",
        "zeros": bytes(1000),
        "two roots": "<x/><y/>",
        "an unknown encoding": '<?xml version="1.0" encoding="ours"?><x/>',
    }
    for name, text in texts.items():
        for part in ("word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/a.XML"):
            yield hostile(f"{part} of {name}", zipped({**docx_parts(), part: text}), *broken)


def mistyped() -> Iterator[Hostile]:
    """Zips, and Office files of other kinds."""
    word, sheet = f"{OPEN_XML}.wordprocessingml", f"{OPEN_XML}.spreadsheetml"
    mains = {
        "pptx": ("/ppt/presentation.xml", f"{OPEN_XML}.presentationml.presentation.main+xml"),
        "xlsb": ("/xl/workbook.bin", "application/vnd.ms-excel.sheet.binary"),
        "dotx": ("/word/document.xml", f"{word}.template.main+xml"),
        "vsdx": ("/visio/document.xml", "application/vnd.ms-visio.drawing.main+xml"),
        "docx with a sheet's type": ("/word/document.xml", f"{sheet}.sheet.main+xml"),
        "docx whose main part is elsewhere": ("/word/other.xml", f"{word}.document.main+xml"),
    }
    for name, (main, form) in mains.items():
        parts = {"[Content_Types].xml": types(main, form), main[1:]: "<x/>"}
        yield hostile(name, zipped(parts), "unknown_type")
    for missing in ("[Content_Types].xml", "word/document.xml"):
        parts = docx_parts()
        parts.pop(missing)
        yield hostile(f"docx without {missing}", zipped(parts), "unknown_type")
    both = docx_parts()["[Content_Types].xml"].replace(
        "</Types>",
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/></Types>',
    )
    parts = {**docx_parts(), "[Content_Types].xml": both, "xl/workbook.xml": "<x/>"}
    yield hostile("docx and xlsx at once", zipped(parts), "polyglot")
    plain = {"odt": "mimetype", "apk": "AndroidManifest.xml", "epub": "META-INF/container.xml"}
    for name, first in {**plain, "jar": "META-INF/MANIFEST.MF", "zip": "foto.jpg"}.items():
        yield hostile(name, zipped({first: "x"}), "unknown_type")


def locked() -> Iterator[Hostile]:
    """Office's own password, a zip's password, and the formats of before 2007."""
    for name in ("EncryptedPackage", "EncryptionInfo EncryptedPackage"):
        locked_office = OLE2 + name.encode("utf-16-le") + bytes(512)
        yield hostile(f"office file with {name}", locked_office, "encrypted")
    for name in ("WordDocument", "Workbook", "PowerPoint Document", "__properties_version1.0"):
        yield hostile(f"old {name}", OLE2 + name.encode("utf-16-le"), "old_office")
    for make in (docx, xlsx):
        for flag in (0x1, 0x41):
            content = with_flags(make(), flag)
            yield hostile(f"zip-locked {make.__name__}, {flag:#x}", content, "encrypted")


def with_flags(content: bytes, flag: int) -> bytes:
    """Every entry says that it is encrypted, in both of its headers."""
    out = bytearray(content)
    for mark, ahead in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = out.find(mark)
        while at >= 0:
            out[at + ahead] |= flag
            at = out.find(mark, at + 4)
    return bytes(out)


def damaged() -> Iterator[Hostile]:
    """Cut anywhere, flipped in compressed text, something appended."""
    for name, content in (("docx", docx()), ("xlsx", xlsx())):
        yield from truncations(name, content, len(content) - 1, "broken", "unknown_type")
        start = content.index(b"PK\3\4") + 30 + len("[Content_Types].xml") + 4
        for step in range(10):
            bad = flipped(content, start + 8 * step, step % 8)
            yield hostile(f"{name} with bit {step} flipped", bad, "broken")
        for other, payload in PAYLOADS.items():
            yield hostile(f"{name} + {other}", content + payload, "polyglot", "broken")
            yield hostile(
                f"{other} + {name}",
                payload + content,
                "unknown_type",
                "polyglot",
                "old_office",
                "broken",
            )
