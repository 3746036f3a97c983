"""`loket lokus import`: a list of an office becomes lokus, all of it or nothing."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import places
from storage.database import Connection
from tests.admin_cli.conftest import Desk, furnish

HEAD = "kode;nama;kode instansi;nama instansi;zona waktu"
GOOD = f"{HEAD}\npkm-1;Puskesmas Melati;smd;Kota Samarinda;WITA\nktp;Loket KTP;smd;;\n"


def sheet(desk: Desk, text: str, encoding: str = "utf-8") -> Path:
    path = desk.folder / "daftar.csv"
    path.write_bytes(text.encode(encoding))
    return path


def imported(desk: Desk, text: str, *words: str) -> Any:  # noqa: ANN401 - a JSON document
    return desk.json("lokus", "import", sheet(desk, text), "--yes", *words)


def problems(desk: Desk, text: str, *words: str) -> dict[str, str]:
    """What is said of each cell; nothing is stored."""
    before = desk.done("lokus", "list", "--json"), desk.done("instansi", "list", "--json")
    result = desk("lokus", "import", sheet(desk, text), "--yes", *words)
    assert result.exit_code == 1, result.output
    assert "nothing was stored" in result.stderr
    assert before == (desk.done("lokus", "list", "--json"), desk.done("instansi", "list", "--json"))
    said = json.loads(desk("lokus", "import", "daftar.csv", "--yes", "--json", *words).stdout)
    assert (said["ok"], said["stored"]) == (False, False)
    return {one["cell"]: one["said"] for one in said["problems"]}


def test_a_list_becomes_lokus_of_new_instansi(on_both: Desk) -> None:
    made = imported(on_both, GOOD)
    assert made == {
        "ok": True,
        "stored": True,
        "instansi": [
            {
                "row": 2,
                "state": "new",
                "code": "smd",
                "name": "Kota Samarinda",
                "timezone": "Asia/Makassar",
            }
        ],
        "lokus": [
            {
                "row": 2,
                "state": "new",
                "code": "pkm-1",
                "name": "Puskesmas Melati",
                "instansi": "smd",
            },
            {"row": 3, "state": "new", "code": "ktp", "name": "Loket KTP", "instansi": "smd"},
        ],
        "problems": [],
        "notes": [],
    }
    listed = on_both.json("lokus", "list")["lokus"]
    assert [(one["code"], one["instansi"]) for one in listed] == [("ktp", "smd"), ("pkm-1", "smd")]


def test_the_same_file_again_changes_nothing(on_both: Desk) -> None:
    imported(on_both, GOOD)
    again = imported(on_both, GOOD)
    assert again["stored"] is False
    assert {one["state"] for one in again["lokus"] + again["instansi"]} == {"unchanged"}
    said = on_both("lokus", "import", "daftar.csv").stderr
    assert said == ("instansi: 1 unchanged; lokus: 2 unchanged\nthere is nothing to change\n"), (
        "and without --yes nobody is asked"
    )


def test_a_changed_name_renames_and_keeps_the_lokus(on_both: Desk) -> None:
    imported(on_both, GOOD)
    numbers: list[int] = []

    async def look(tables: Connection) -> None:
        numbers.append((await places.lokus_of(tables, "pkm-1")).id)

    on_both.store(look)
    changed = GOOD.replace("Melati", "Mawar").replace("Kota Samarinda", "Pemkot Samarinda")
    shown = on_both("lokus", "import", sheet(on_both, changed), "--dry-run").stdout
    assert "Puskesmas Melati" in shown
    assert "renamed instansi" in shown
    made = imported(on_both, changed)
    assert (made["lokus"][0]["state"], made["lokus"][0]["was"]) == ("renamed", "Puskesmas Melati")
    assert on_both.json("lokus", "show", "pkm-1")["name"] == "Puskesmas Mawar"
    assert on_both.json("instansi", "list")["instansi"][0]["name"] == "Pemkot Samarinda"
    on_both.store(look)
    assert numbers[0] == numbers[1]


def test_every_problem_is_told_at_once_with_its_cell(desk: Desk) -> None:
    furnish(desk)
    text = f"""{HEAD}
a b;Satu;barat;;
ok;;barat;;
pkm;Puskesmas;barat;;
Kel;Kelurahan;barat;;
x1;Dua;utara;;
x1;Tiga;barat;;Mars
x2;{"A" * 201};selatan;Kota Selatan;WIT
x3;Empat;selatan;Selatan Kota;WIB
x4;Lima;selatan;Kota Selatan;WIT
x5;Enam;selatan;;WIB
x6;Tujuh;barat;;WITA
X4;Delapan;barat;;
;;;;
;Sembilan;;;
"""
    found = problems(desk, text)
    assert found["A2"].startswith("'a b' is not a code: 1 to 40 of")
    assert found["B3"] == "a name has 1 to 200 characters, this one 0"
    assert found["C4"] == "'pkm' belongs to 'timur' and stays there: correct it, or take a new code"
    assert found["A5"] == "there is a lokus 'kel' already: write the code like that"
    assert found["C6"].startswith("there is no instansi 'utara' (known: barat, timur): correct")
    assert found["E7"].startswith("'Mars' is not a time zone: ")
    assert found["B8"].endswith("this one 201")
    assert found["D10"] == "row 9 calls 'selatan' 'Selatan Kota': give it one name"
    assert found["E12"].startswith("'barat' keeps Asia/Jakarta, its weeks were counted in it")
    assert found["A13"] == "row 10 has the code 'x4' already: give each lokus its own"
    assert {"A15", "C15"} <= set(found)
    assert not {cell for cell in found if cell.endswith("14")}, "an empty row is no problem"
    shown = desk("lokus", "import", "daftar.csv", "--yes")
    assert "│ C4   │ kode instansi" in shown.stdout


def test_nothing_is_half_imported_when_storing_fails(desk: Desk) -> None:
    async def fails(*_: object) -> None:
        raise OSError(28, "No space left on device", "loket.db")

    desk.monkeypatch.setattr("admin_cli.importing.storing.add_many_lokus", fails)
    assert "No space left" in desk.refused("lokus", "import", sheet(desk, GOOD), "--yes", "--json")
    assert desk.json("instansi", "list") == {"instansi": []}


def test_what_changed_while_somebody_thought_it_over_is_not_stored(desk: Desk) -> None:
    def agrees_late(*_: object, **__: object) -> bool:
        desk.done("instansi", "add", "smd", "Somebody else's")
        return True

    desk.monkeypatch.setattr("admin_cli.setting_up.is_terminal", lambda: True)
    desk.monkeypatch.setattr("typer.confirm", agrees_late)
    result = desk("lokus", "import", sheet(desk, GOOD))
    assert (result.exit_code, "[import.changed]" in result.stderr) == (2, True)
    assert desk.json("lokus", "list") == {"lokus": []}


@pytest.mark.parametrize(("answer", "stored"), [("y\n", 2), ("n\n", 0), ("\n", 0)])
def test_at_a_terminal_somebody_has_to_agree(desk: Desk, answer: str, stored: int) -> None:
    desk.monkeypatch.setattr("admin_cli.setting_up.is_terminal", lambda: True)
    result = desk("lokus", "import", sheet(desk, GOOD), typed=answer)
    assert result.exit_code == 0
    assert "Store these 3 changes? [y/N]" in result.stderr
    assert ("nothing was stored" in result.stderr) is (stored == 0)
    assert len(desk.json("lokus", "list")["lokus"]) == stored


def test_with_nobody_to_agree_nothing_is_stored(desk: Desk) -> None:
    result = desk("lokus", "import", sheet(desk, GOOD))
    assert result.exit_code == 2
    assert "say --yes to store it, or --dry-run to look [use.wrong]" in result.stderr
    assert desk.json("lokus", "import", "daftar.csv", "--dry-run")["stored"] is False
    assert desk.json("lokus", "list") == {"lokus": []}


def test_one_instansi_can_be_said_for_all_rows(desk: Desk) -> None:
    furnish(desk)
    text = "Kode,Nama\n1,Satu\n2,Dua\n"
    assert "say --instansi CODE for all rows [import.columns]" in desk.refused(
        "lokus", "import", sheet(desk, text), "--yes", "--json"
    )
    assert {one["instansi"] for one in imported(desk, text, "--instansi", "timur")["lokus"]} == {
        "timur"
    }


def test_a_new_instansi_without_a_zone_takes_that_of_the_settings(desk: Desk) -> None:
    desk.monkeypatch.setenv("LOKET_TIMEZONE", "Asia/Jayapura")
    imported(desk, GOOD.replace("WITA", ""))
    assert desk.json("instansi", "list")["instansi"][0]["timezone"] == "Asia/Jayapura"


def test_four_hundred_lokus_go_into_the_database_together(desk: Desk) -> None:
    rows = "".join(f"unit-{n:03};Unit {n};smd;;\n" for n in range(399))
    made = imported(desk, GOOD + rows)
    assert len(made["lokus"]) == 401
    with closing(sqlite3.connect("loket.db")) as database:
        assert database.execute("SELECT count(*) FROM lokus").fetchone() == (401,)
