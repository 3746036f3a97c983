"""The sheet to begin with: columns that keep codes as text, two examples, and how it is meant."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from admin_cli.door import WrongUse
from admin_cli.importing.rows import EXAMPLES

USUAL_NAME = Path("templat-lokus.xlsx")
COLUMNS = ("kode", "nama", "kode instansi", "nama instansi", "zona waktu")
_WIDTHS = (16, 44, 16, 36, 12)
_ROWS = (
    (EXAMPLES[0], "Puskesmas Contoh Satu", "pemkot", "Pemerintah Kota Contoh", "WITA"),
    (EXAMPLES[1], "Loket KTP Contoh Dua", "pemkot", "", ""),
)
_TEXT = "@"
_TYPED_ROWS = 5_000  # formatted as text beforehand
_GUIDE = (
    ("Cara mengisi", ""),
    ("1.", "Isi lembar Lokus: satu baris untuk satu lokus. Dua baris contoh boleh dibiarkan."),
    ("2.", "Simpan sebagai .xlsx (atau CSV UTF-8)."),
    ("3.", "Periksa dahulu: loket lokus import NAMA-BERKAS --dry-run"),
    ("4.", "Simpan: loket lokus import NAMA-BERKAS. Bila ada yang salah, tidak ada yang disimpan."),
    ("", ""),
    ("Kolom", "Isi"),
    (
        "kode",
        "Wajib. Pendek dan tetap: huruf A-Z, angka, - dan _, paling banyak 40. Ada di poster.",
    ),
    ("nama", "Wajib. Nama lokus seperti dikenal warga. Boleh diganti kemudian."),
    (
        "kode instansi",
        "Wajib, kecuali disebut dengan --instansi. Lokus tidak dapat pindah instansi.",
    ),
    ("nama instansi", "Wajib untuk instansi baru, cukup di satu baris."),
    ("zona waktu", "WIB, WITA atau WIT; hanya untuk instansi baru. Tidak dapat diganti."),
    ("", ""),
    ("Mengulang", "Berkas yang sama boleh diimpor lagi: yang sudah ada tidak berubah."),
)


def write_template(out: Path) -> None:
    """As .csv where the name says so; raises WrongUse rather than write over a filled one."""
    if out.exists():
        raise WrongUse(f"{out} exists already: choose another name with --out", "file.exists")
    made = _csv() if out.suffix.lower() == ".csv" else _xlsx()
    out.write_bytes(made)


def _csv() -> bytes:
    """With the separator and the mark that let Excel in Indonesia open it by a double click."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([COLUMNS, *_ROWS])
    return text.getvalue().encode("utf-8-sig")


def _xlsx() -> bytes:
    import xlsxwriter

    from admin_cli.workbook import MADE

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": MADE, "title": "SuaraLoket: daftar lokus"})
        _list(book)
        _guide(book)
    return made.getvalue()


def _page(book: Any, name: str) -> Any:  # noqa: ANN401 - xlsxwriter has no types
    """Printed, all columns stand beside each other."""
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    return page


def _list(book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Excel keeps 007 and 1-2 as typed only in cells that are text before anything is typed."""
    page = _page(book, "Lokus")
    head = book.add_format({"bold": True, "bg_color": "#DDE8E4", "border": 1, "num_format": _TEXT})
    text = book.add_format({"num_format": _TEXT})
    pale = book.add_format({"num_format": _TEXT, "italic": True, "font_color": "#777777"})
    page.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        page.set_column(column, column, width, text)
        page.write_string(0, column, name, head)
        for row, example in enumerate(_ROWS, start=1):
            page.write_string(row, column, example[column], pale)
    zones = {"validate": "list", "source": ["WIB", "WITA", "WIT"], "error_type": "warning"}
    page.data_validation(1, len(COLUMNS) - 1, _TYPED_ROWS, len(COLUMNS) - 1, zones)


def _guide(book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page = _page(book, "Petunjuk")
    bold, wrapped = (book.add_format({"bold": True}), book.add_format({"text_wrap": True}))
    page.set_column(0, 0, 16, bold)
    page.set_column(1, 1, 90, wrapped)
    for row, (left, right) in enumerate(_GUIDE):
        page.write_string(row, 0, left)
        page.write_string(row, 1, right, bold if left == "Kolom" else None)
