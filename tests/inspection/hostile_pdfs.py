"""PDFs that are locked, cut, swollen, or act by themselves."""

import io
import zlib
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter

from tests.inspection.good_files import docx, pdf, stream, written
from tests.inspection.hostile import PAYLOADS, Hostile, flipped, hostile, truncations

SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
LAUNCH = b"<< /S /Launch /F (cmd.exe) >>"


def pdfs() -> Iterator[Hostile]:
    """All of them."""
    yield from locked()
    yield from active()
    yield from carriers()
    yield from swollen()
    yield from damaged()
    for name, payload in PAYLOADS.items():
        yield hostile(f"pdf + {name}", pdf() + payload, "polyglot", "broken")


def locked() -> Iterator[Hostile]:
    """Every way to ask for a password."""
    for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
        writer.encrypt(user_password="rahasia", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        yield hostile(f"pdf locked with {algorithm}", out.getvalue(), "encrypted")
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
    odd = written(objects, b"/Encrypt << /Filter /Ours /V 9 >>")
    yield hostile("pdf locked in an unknown way", odd, "broken", "encrypted")


def active() -> Iterator[Hostile]:
    """What starts by itself."""
    for name, action in (("script", SCRIPT), ("program", LAUNCH)):
        chain = b"<< /S /GoTo /D [3 0 R /Fit] /Next [<< /S /Named /Next %s >>] >>" % action
        places = {
            "on opening": pdf(catalog=b"/OpenAction " + action),
            "on opening, by reference": pdf(catalog=b"/OpenAction 4 0 R", more=[action]),
            "after another": pdf(catalog=b"/OpenAction " + chain),
            "on closing": pdf(catalog=b"/AA << /WC %s >>" % action),
            "on a page": pdf(page=b"/AA << /O %s >>" % action),
            "by a name": pdf(catalog=b"/Names << /JavaScript << /Names [(a) %s] >> >>" % action),
        }
        for place, content in places.items():
            yield hostile(f"pdf with a {name} {place}", content, "active")
    for kind in ("SubmitForm", "URI", "GoToR", "GoToE", "ImportData", "Rendition"):
        content = pdf(catalog=b"/OpenAction << /S /%s /F (//10.0.0.1/x) >>" % kind.encode())
        yield hostile(f"pdf with {kind} on opening", content, "active")
    seen = b"/Annots [<< /Subtype /Widget /AA << /PO %s >> >>]" % SCRIPT
    yield hostile("pdf with a script on sight", pdf(page=seen), "active")
    elsewhere = stream(b"", "/F (http://contoh.id/x)")
    page = b"/Contents 4 0 R"
    yield hostile("pdf with a stream elsewhere", pdf(page=page, more=[elsewhere]), "active")
    twice = pdf(catalog=b"/OpenAction [3 0 R /Fit] /OpenAction " + SCRIPT)
    yield hostile("pdf with two things on opening", twice, "broken", "active")
    link = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A %s >>]" % LAUNCH
    yield hostile("pdf with a link to a program", pdf(page=link), "active")
    spelled = pdf(catalog=b"/OpenAction << /#53 /L#61unch /F (cmd.exe) >>")
    yield hostile("pdf with a program spelled in hexadecimal", spelled, "active")
    circle = pdf(catalog=b"/OpenAction 4 0 R", more=[b"<< /S /Named /Next 4 0 R >>"])
    yield hostile("pdf whose actions turn in a circle", circle, "bomb")


def carriers() -> Iterator[Hostile]:
    """Files inside that are neither picture nor text."""
    inside = {**PAYLOADS, "document": docx(), "noise": bytes(range(256))}
    for name in ("web page", "php", "svg"):
        inside.pop(name)
    for name, content in inside.items():
        spec = b"<< /Type /Filespec /F (tagihan.txt) /EF << /F 5 0 R >> >>"
        names = b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>"
        carrier = pdf(catalog=names, more=[spec, stream(content, "/Type /EmbeddedFile")])
        yield hostile(f"pdf that carries a {name}", carrier, "active")


def swollen() -> Iterator[Hostile]:
    """Small outside."""
    once = zlib.compress(bytes(300 << 20), 1)
    entries = "/Filter [/FlateDecode /FlateDecode]"
    contents = b"/Contents 4 0 R"
    spelled = once.hex().encode() + b">"
    spelled_entries = "/Filter [/ASCIIHexDecode /FlateDecode]"
    bombs = {
        "a stream in hexadecimal": [stream(spelled, spelled_entries, packed=False)],
        "a stream of 300 MB": [stream(once, "/Filter /FlateDecode", packed=False)],
        "a stream packed twice": [stream(zlib.compress(once), entries, packed=False)],
        "streams of 1.2 GB": [
            b"[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R]",
            *[stream(bytes(240 << 20))] * 5,
        ],
    }
    yield from (
        hostile(f"pdf with {name}", pdf(page=contents, more=more), "bomb", "took_too_long")
        for name, more in bombs.items()
    )
    packed = stream(bytes(200 << 20), "/Type /ObjStm /N 1 /First 4")
    table = stream(b"\x01\x00\x00", "/Type /XRef /W [1 1 1] /Size 1 /Root 1 0 R")
    body = b"%PDF-1.7\n1 0 obj\n" + packed + b"\nendobj\n"
    tail = b"2 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)
    yield hostile("pdf with a swollen object stream", body + tail, "bomb", "broken")
    yield hostile("pdf of too many pages", pdf(5_001), "bomb")
    deep = pdf(page=b"/X " + b"[" * 20_000 + b"]" * 20_000)
    yield hostile("pdf of deep arrays", deep, "broken", "bomb")
    deep = pdf(page=b"/X " + b"<< /Y " * 20_000 + b">>" * 20_000)
    yield hostile("pdf of deep dictionaries", deep, "broken", "bomb")


def damaged() -> Iterator[Hostile]:
    """Cut anywhere; emptied; flipped in its compressed text, where the checksum shows it."""
    whole = pdf(page=b"/Contents 4 0 R", more=[stream(b"BT (Maklumat pelayanan) Tj ET " * 40)])
    yield from truncations("PDF", whole, whole.rindex(b"%%EOF"), "broken", "unknown_type")
    start = whole.index(b"stream\n") + 9
    length = whole.index(b"\nendstream") - start
    for step in range(12):
        place = start + length * step // 12
        name = f"pdf with a bit flipped at {place}"
        yield hostile(name, flipped(whole, place, step % 8), "broken")
    pages = b"<< /Type /Pages /Count 0 /Kids [] >>"
    yield hostile(
        "pdf without pages", written([b"<< /Type /Catalog /Pages 2 0 R >>", pages]), "broken"
    )
    yield hostile("pdf without a tree", written([b"<< /Type /Catalog >>"]), "broken")
    yield hostile("pdf of a number", written([b"7"]), "broken")
    yield hostile("pdf of a head and an end", b"%PDF-1.7\nstartxref\n0\n%%EOF\n", "broken")
    turning = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"]
    yield hostile("pdf whose pages turn in a circle", written(turning), "broken", "bomb")
