"""Good files of every kind, made by code: what a phone or an office computer would send."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

import pillow_heif
import xlsxwriter
from PIL import Image, ImageDraw

from bot.inspection.verdict import Kind

OPEN_XML = "application/vnd.openxmlformats-officedocument"
UPSIDE = 0x0112  # the EXIF tag of the orientation

pillow_heif.register_heif_opener()


def photo(width: int = 320, height: int = 240) -> Image.Image:
    """A counter with a window, so that its hash is not that of an empty wall."""
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 8, height // 8, width // 3, height // 2), fill="navy")
    draw.ellipse((width // 2, height // 2, width - 20, height - 10), fill="orange")
    return image


def picture(form: str, image: Image.Image | None = None, orientation: int = 1) -> bytes:
    """`photo()` in one of Pillow's formats."""
    image = image or photo()
    exif = Image.Exif()
    exif[UPSIDE] = orientation
    out = io.BytesIO()
    image.save(out, form, exif=exif.tobytes())
    return out.getvalue()


def stream(content: bytes, entries: str = "", *, packed: bool = True) -> bytes:
    """A stream object of a PDF; `entries` go into its dictionary."""
    content = zlib.compress(content) if packed else content
    entries += " /Filter /FlateDecode" if packed else ""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (
        len(content),
        entries.encode(),
        content,
    )


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out) + head + tail + b"startxref\n%d\n%%%%EOF\n" % len(out)


def pdf(
    pages: int = 2, *, catalog: bytes = b"", page: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """What a scanner app prints; `more` objects are numbered from 4."""
    kids = b"3 0 R " * pages
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>" % page,
            *more,
        ]
    )


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def types(main: str, content_type: str) -> str:
    """The part that says what the others are."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{main}" ContentType="{content_type}"/></Types>'
    )


def docx_parts(body: str = "<w:p><w:r><w:t>SOP pelayanan</w:t></w:r></w:p>") -> dict[str, str]:
    """The parts of a small Word document."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": types(
            "/word/document.xml", f"{OPEN_XML}.wordprocessingml.document.main+xml"
        ),
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
    }


def docx() -> bytes:
    """A small Word document."""
    return zipped(docx_parts())


def xlsx() -> bytes:
    """A small sheet, with a chart, which is what people make of a queue."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Antrean")
        sheet.write_column("A1", [12, 30, 7])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Antrean!$A$1:$A$3"})
        sheet.insert_chart("C2", chart)
    return out.getvalue()


def box(name: bytes, *content: bytes) -> bytes:
    """One box of an MP4."""
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), name) + body


def track(handler: bytes = b"vide", chunks: Iterable[int] = (48,)) -> bytes:
    """A `trak` with its handler and the offsets of its chunks."""
    offsets = tuple(chunks)
    table = struct.pack(f">II{len(offsets)}I", 0, len(offsets), *offsets)
    hdlr = box(b"hdlr", bytes(8), handler, bytes(13))
    return box(b"trak", box(b"mdia", hdlr, box(b"minf", box(b"stbl", box(b"stco", table)))))


def film(*extra: bytes, brand: bytes = b"isom", tracks: bytes | None = None) -> bytes:
    """The least that is an MP4: type, media, one track; `extra` boxes come last."""
    start = box(b"ftyp", brand, bytes(4), b"mp42") + box(b"mdat", bytes(range(64)))
    return start + box(b"moov", box(b"mvhd", bytes(100)), tracks or track()) + b"".join(extra)


def one_of_each() -> dict[Kind, bytes]:
    """A good file per kind."""
    return {
        "jpeg": picture("JPEG"),
        "png": picture("PNG"),
        "webp": picture("WEBP"),
        "heic": picture("HEIF"),
        "pdf": pdf(),
        "docx": docx(),
        "xlsx": xlsx(),
        "mp4": film(),
    }
