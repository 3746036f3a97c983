"""A decree, a procedure and a table: small, but real files of their kind."""

import io
import zipfile
from datetime import UTC, datetime

import xlsxwriter

SIGNED = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
TITLES = (
    "KEPUTUSAN KEPALA PUSKESMAS CONTOH",
    "NOMOR 12 TAHUN 2026",
    "TENTANG STANDAR PELAYANAN",
)
CLAUSES = (
    "Menimbang: bahwa pelayanan publik memerlukan standar yang diketahui semua orang.",
    "Mengingat: Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik.",
    "Menetapkan: standar pelayanan terlampir berlaku sejak 2 Januari 2026.",
    "Standar ditinjau setiap tahun bersama masyarakat pengguna layanan.",
)
STEPS = (
    "Pengguna layanan mengambil nomor antrean.",
    "Petugas memanggil nomor paling lama 10 menit kemudian.",
    "Petugas memeriksa berkas dan memberi tanda terima.",
    "Hasil diserahkan paling lama 30 menit sejak tanda terima.",
)
QUEUES = (("Senin", 42, 11), ("Selasa", 37, 9), ("Rabu", 51, 14), ("Kamis", 33, 8))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def decree() -> bytes:
    """One page of PDF 1.4, with a font that every reader has."""
    shown = [_line(15, 60 + 20 * row, line) for row, line in enumerate(TITLES)]
    shown += [_line(10, 150 + 24 * row, clause) for row, clause in enumerate(CLAUSES)]
    stream = "\n".join(shown)
    return _numbered(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def _line(size: int, below_top: int, text: str) -> str:
    return f"BT /F {size} Tf 60 {842 - below_top} Td ({text}) Tj ET"


def _numbered(*objects: str) -> bytes:
    """The objects, and where each of them begins."""
    written, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    count, start = len(objects) + 1, len(written)
    written += f"xref\n0 {count}\n0000000000 65535 f \n"
    written += "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return (written + trailer).encode("ascii")


def procedure() -> bytes:
    steps = [f"{number}. {step}" for number, step in enumerate(STEPS, 1)]
    lines = ["Prosedur Operasional Standar", *steps]
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    body = f'<w:document xmlns:w="{WORD}"><w:body>{text}</w:body></w:document>'
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
            f'.relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{OFFICE}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
            f'Id="rId1" Type="{RELATION}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": body,
        }
    )


def _zipped(parts: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, SIGNED.timetuple()[:6])
            package.writestr(entry, XML + xml, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def table() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": SIGNED})
        sheet = book.add_worksheet("Antrean")
        sheet.write_row(0, 0, ("Hari", "Pengguna layanan", "Menunggu (menit)"))
        for row, numbers in enumerate(QUEUES, 1):
            sheet.write_row(row, 0, numbers)
        sheet.set_column(0, 2, 20)
    return written.getvalue()
