"""Sheets as people make them: what is understood, what is guessed and said, what is refused."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from admin_cli.door import WrongUse
from admin_cli.importing import sheet
from admin_cli.importing.reading import read_sheet
from admin_cli.importing.rows import Asked, asked
from tests.admin_cli.conftest import Desk

HEAD = ["Kode Lokus", "NAMA LOKUS", "Instansi"]
ROW = ["pkm-1", "Puskesmas Melati", "smd"]


def of_text(folder: Path, text: str | bytes) -> Asked:
    path = folder / "daftar"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return asked(read_sheet(path))


def of_book(folder: Path, write: Callable[[Any, Any], None]) -> Asked:
    """`write` gets an xlsxwriter book and its first sheet."""
    path = folder / "daftar.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write(book, book.add_worksheet("Lembar1"))
    return asked(read_sheet(path))


def read(found: Asked) -> list[tuple[int, str, str, str]]:
    assert found.problems == []
    return [(one.row, one.code, one.name, one.instansi) for one in found.wanted]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_way_of_writing_csv_is_read(
    tmp_path: Path, separator: str, encoding: str, end: str
) -> None:
    text = io.StringIO(newline="")
    name = "Kafé; Melati, \u201cdua\u201d"
    rows = [HEAD, ["1", name, "smd"], [], ["007", "Loket\r\nKTP", "smd"]]
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    found = of_text(tmp_path, text.getvalue().encode(encoding))
    assert read(found) == [(2, "1", name, "smd"), (4, "007", "Loket KTP", "smd")]
    guessed = [note for note in found.notes if "Windows-1252" in note]
    assert len(guessed) == (encoding == "cp1252"), "a guess is said"


def test_the_separator_excel_writes_down_is_believed(tmp_path: Path) -> None:
    assert read(of_text(tmp_path, "sep=|\r\nkode|nama|instansi\r\n1|A|smd\r\n"))[0][1:3] == (
        "1",
        "A",
    )


@pytest.mark.parametrize(
    "head",
    [
        ["kode", "nama", "kode instansi"],
        ["KODE*", "Nama (wajib)", "Kode_Instansi"],
        ["code", "name", "institution code"],
        ["Kode Unit", "Nama Unit Layanan", "OPD"],
        ["id", "Lokus", "instansi"],
    ],
)
def test_columns_are_known_by_many_names(tmp_path: Path, head: list[str]) -> None:
    found = of_text(tmp_path, f"{';'.join(head)}\n{';'.join(ROW)}\n")
    assert read(found) == [(2, *ROW)]


def test_columns_may_come_in_any_order_below_titles_and_beside_others(tmp_path: Path) -> None:
    found = of_text(
        tmp_path, "DAFTAR LOKUS\n\nNo,Instansi,Nama,Alamat,Kode\n1,smd,Melati,Jl. A,pkm\n,,,,\n"
    )
    assert read(found) == [(4, "pkm", "Melati", "smd")]
    assert found.notes == ["not used: 'No', 'Alamat'"]


def test_the_better_name_wins_where_two_columns_could_be_meant(tmp_path: Path) -> None:
    found = of_text(tmp_path, "ID,Unit,Kode,Nama,Instansi\n9,Loket,pkm,Melati,smd\n")
    assert read(found) == [(2, "pkm", "Melati", "smd")]
    assert found.notes == ["not used: 'ID', 'Unit'"]


def test_what_was_pasted_into_a_cell_by_mistake_is_not_printed_whole(tmp_path: Path) -> None:
    found = of_text(tmp_path, f"kode;nama;instansi\n{'x' * 90_000};A;smd\n")
    (problem,) = found.problems
    assert len(problem.said) < 300
    assert problem.said.endswith("a letter or digit first")


def test_a_sheet_with_merged_titles_numbers_and_formulas_is_read_as_it_looks(
    tmp_path: Path,
) -> None:
    def write(book: Any, page: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        page.merge_range("A1:E1", "PEMERINTAH KOTA CONTOH", book.add_format({"bold": True}))
        page.merge_range("A2:E2", "Daftar lokus 2026")
        page.write_row("B5", HEAD)
        page.write_row("B6", [101, "Loket\nKTP", "smd"])
        page.write_number("B7", 7, book.add_format({"num_format": "000"}))
        page.write_formula("C7", '="Pus"&"kesmas"', None, "Puskesmas")
        page.write("D7", "smd")
        page.write_row("B9", ["1-2", "Kelurahan", "smd"])
        page.write_blank("C400", None, book.add_format({"bold": True}))

    assert read(of_book(tmp_path, write)) == [
        (6, "101", "Loket KTP", "smd"),
        (7, "007", "Puskesmas", "smd"),
        (9, "1-2", "Kelurahan", "smd"),
    ]


def test_cells_that_are_no_text_are_named_with_their_cure(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        page.write_row("A1", HEAD)
        page.write_datetime("A2", date(2026, 2, 1), book.add_format({"num_format": "d-mmm"}))
        page.write_formula("B2", "=A99/0", None, "#DIV/0!")
        page.write_boolean("C2", 1)
        page.write_row("A3", [1.5, "Satu", "smd"])

    said = {one.cell: one.said for one in of_book(tmp_path, write).problems}
    assert said == {
        "A2": "Excel made a date of this: format the column as text and type it again",
        "B2": "#DIV/0!: the formula ends in an error: type the value",
        "C2": "this is no text: type it as text",
        "A3": "this is no text: type it as text",
    }


def test_the_sheet_with_our_columns_is_found_among_others(tmp_path: Path) -> None:
    def write(book: Any, page: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        page.write("A1", "Petunjuk")
        for name in ("Data", "Data lama"):
            other = book.add_worksheet(name)
            other.write_row("A1", HEAD)
            other.write_row("A2", [name.replace(" ", "-"), *ROW[1:]])

    found = of_book(tmp_path, write)
    assert read(found)[0][1] == "Data"
    assert found.notes == ["only the sheet 'Data' was read"]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty: save it again [import.file]"),
        (b"\x00\x01\x02", "is neither .xlsx nor readable text"),
        (b"kode;nama\x81;\xff", "is neither .xlsx nor readable text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it"),
        (b"PK\x03\x04 and nothing more", "is damaged or not whole"),
        (b"x" * 10_000_001, "is larger than 10 MB: keep only the list of lokus"),
        (b"a;b\n1;2\n", "no row among the first 30 names the column 'kode' and 'nama'"),
        (b"kode;instansi\n1;2\n", "row 1 names no column 'nama': name it so, or begin with"),
        (b"kode;nama;nama;instansi\n", "B1 and C1 both name the column 'nama'"),
        (b"kode;nama;instansi\n\n;;\n", "there is no row below the columns' names"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_cure(
    desk: Desk, content: bytes, said: str
) -> None:
    (desk.folder / "x").write_bytes(content)
    assert said in desk.refused("lokus", "import", "x", "--yes", "--json")


def test_a_zip_bomb_is_not_opened(desk: Desk) -> None:
    (desk.folder / "x.xlsx").write_bytes(bomb())
    refused = desk.refused("lokus", "import", "x.xlsx", "--yes", "--json")
    assert "x.xlsx is far larger inside than outside: copy the rows" in refused


def test_missing_files_and_folders_are_named(desk: Desk) -> None:
    assert desk.refused("lokus", "import", "no.csv") == (
        "error: no.csv: No such file or directory [file]"
    )
    assert "keys is a folder: name the file in it" in desk.refused("lokus", "import", "keys")
    assert "name a FILE, or begin with `loket lokus import --template`" in desk.refused(
        "lokus", "import"
    )


def test_more_rows_than_we_take_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    monkeypatch.setattr("admin_cli.importing.rows.MOST_ROWS", 3)
    rows = [f"{n};A;smd\n" for n in range(40)]
    of_text(tmp_path, "kode;nama;instansi\n" + "".join(rows[:3]))
    with pytest.raises(WrongUse, match="more than 3 rows"):
        of_text(tmp_path, "kode;nama;instansi\n" + "".join(rows))


@pytest.mark.parametrize("name", ["templat-lokus.xlsx", "isi.csv"])
def test_the_template_is_filled_in_and_imported_as_it_is(desk: Desk, name: str) -> None:
    words = () if name.endswith("xlsx") else ("--out", name)
    assert desk.json("lokus", "import", "--template", *words) == {"template": name}
    assert "there is no row" not in desk("lokus", "import", name, "--yes").stderr
    path = desk.folder / name
    if name.endswith("xlsx"):
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["Lokus", "Petunjuk"]
        assert book["Lokus"].column_dimensions["A"].number_format == "@", "007 stays 007"
        book["Lokus"].append(["007", "Loket KTP", "pemkot", "Pemerintah Kota", "WIB"])
        book.save(path)
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write("007;Loket KTP;pemkot;Pemerintah Kota;WIB\n")
    made = desk.json("lokus", "import", name, "--yes")
    assert [one["code"] for one in made["lokus"]] == ["007"]
    assert len(made["notes"]) == 2, "the examples are left out, and that is said"
    assert "exists already: choose another name" in desk.refused(
        "lokus", "import", "--template", "--out", name
    )


def test_a_template_is_the_same_every_time(desk: Desk) -> None:
    desk.done("lokus", "import", "--template", "--out", "a.xlsx")
    desk.done("lokus", "import", "--template", "--out", "b.xlsx")
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
