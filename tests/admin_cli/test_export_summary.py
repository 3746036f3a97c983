"""`ringkasan.xlsx` beside the bundle: for people, of the same answers, and free of formulas."""

from pathlib import Path

import openpyxl

from admin_cli.poster.text import cleaned
from storage import instruments
from storage.database import Connection
from storage.places import add_lokus
from survey_flows.facts import DeclaredMissing
from tests.admin_cli.bundles import WEEK, rows
from tests.admin_cli.conftest import Desk
from tests.admin_cli.counter import F01, SARI, Counter, Photo
from tests.admin_cli.test_ringkasan import CORPUS, table
from tests.admin_cli.weekly import city

NAME = f"pekppp_{WEEK}_ringkasan.xlsx"
SLOTS = [slot.name for item in F01.items for slot in item.evidence]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_bundle_has_a_workbook_beside_it(desk: Desk) -> None:
    said = city(desk).json("export", "week", WEEK, "--out", "w")
    assert said["summary"] == f"w/{NAME}"
    assert files(Path("w")) == [f"pekppp_{WEEK}.zip", NAME]
    desk.done("report", "week", WEEK, "--format", "xlsx")
    assert Path("w", NAME).read_bytes() == Path(f"ringkasan_{WEEK}.xlsx").read_bytes()


def test_both_tell_of_the_same_answers(desk: Desk) -> None:
    said = city(desk).json("export", "week", WEEK)
    machine = {one["lokus"]: int(one["n"]) for one in rows(Path(said["file"]), "f03_index")}
    people = table(openpyxl.load_workbook(said["summary"]), "F-03 indeks")
    assert {one["Lokus"]: one["Jawaban (n)"] for one in people} == machine


def test_one_instansi_and_parquet_share_a_workbook_of_their_own(desk: Desk) -> None:
    words = (WEEK, "--instansi", "timur", "--format", "parquet")
    said = city(desk).json("export", "week", *words)
    assert said["summary"] == f"pekppp_timur_{WEEK}_ringkasan.xlsx"
    people = table(openpyxl.load_workbook(said["summary"]), "Lokus")
    assert [one["Lokus"] for one in people] == ["pkm"]


def test_people_are_told_where_it_is(quiet: Desk) -> None:
    result = quiet("export", "week", WEEK)
    assert result.stderr == f"for people: {NAME}\n"
    assert result.stdout.count("\n") == 1


def test_it_is_left_out_when_nobody_wants_it(quiet: Desk) -> None:
    said = quiet.json("export", "week", WEEK, "--no-summary", "--out", "w")
    assert (said["summary"], files(Path("w"))) == (None, [f"pekppp_{WEEK}.zip"])
    every = quiet.json("export", "week", "--all-open", "--no-summary", "--out", "v")
    assert {one["summary"] for one in every["made"]} == {None}


def test_every_week_made_has_its_own(quiet: Desk) -> None:
    made = quiet.json("export", "week", "--all-open", "--out", "w")["made"]
    assert len(made) == 4
    assert {Path(one["summary"]) for one in made} == set(Path("w").glob("*_ringkasan.xlsx"))


def test_a_week_outside_of_every_period_has_none(quiet: Desk) -> None:
    said = quiet.json("export", "week", "2026-W10", "--out", "w")
    assert (said["summary"], files(Path("w"))) == (None, ["pekppp_2026-W10.zip"])


def test_an_office_without_f01_has_one_about_f03(desk: Desk) -> None:
    async def published(_: Connection) -> list[instruments.Published]:
        return []

    city(desk).monkeypatch.setattr(instruments, "published", published)
    book = openpyxl.load_workbook(desk.json("export", "week", WEEK)["summary"])
    assert {one["Lokus"]: one["Jawaban (n)"] for one in table(book, "F-03 indeks")}["pkm"] == 12
    assert (table(book, "F-01 kemajuan"), table(book, "F-01 bukti")) == ([], [])
    desk.done("report", "week", WEEK)


def test_an_evil_name_or_text_stays_text(quiet: Desk) -> None:
    book = openpyxl.load_workbook(evil(quiet))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    shown = {str(cell.value) for cell in cells}
    assert [text for text in CORPUS if cleaned(text) not in shown] == []
    proofs = [str(one) for row in table(book, "F-01 bukti") for one in row.values()]
    assert len({cleaned(text) for text in CORPUS} & set(proofs)) > 5


def evil(desk: Desk) -> Path:
    """The workbook of a week in which all that people write, in names and texts, is a formula."""

    async def work(connection: Connection) -> None:
        for at, text in enumerate(CORPUS):
            await add_lokus(connection, f"l{at}", text, "timur")

    desk.store(work)
    counter, when = Counter(desk), "2026-11-17 03:00"
    counter.hires(SARI, "pkm")
    texts = zip(SLOTS, CORPUS, strict=False)
    counter.says("pkm", SARI, when, *(DeclaredMissing(slot, text) for slot, text in texts))
    counter.attaches("pkm", SARI, when, SLOTS[0], Photo(b"x", CORPUS[-1], CORPUS[-2]))
    return Path(desk.json("export", "week", WEEK)["summary"])
