"""`loket export week --all-open`: every week that is over, made once, whatever interrupts it."""

import json
from pathlib import Path

import pytest

from tests.admin_cli.bundles import SENT, exported
from tests.admin_cli.conftest import Desk
from tests.answering import moment

WEEKS = ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]  # since Sunday, 1 November
ALL = ("export", "week", "--all-open", "--out", "w")


@pytest.fixture
def desk_of_weeks(quiet: Desk) -> Desk:
    quiet.receives(SENT)
    quiet.done("period", "open", "dulu", "--from", "2026-06-01", "--until", "2026-06-30")
    quiet.done("period", "close", "dulu")
    return quiet


def names(files: list[str]) -> list[str]:
    return [Path(one).stem.removeprefix("pekppp_") for one in files]


def test_every_finished_week_of_an_open_period_is_made(desk_of_weeks: Desk) -> None:
    made = desk_of_weeks.json(*ALL)
    assert [one["week"] for one in made["made"]] == WEEKS
    assert made["kept"] == []
    assert [one["rows"]["f03_responses"] for one in made["made"]] == [0, 0, 1, 4]
    alone = exported(desk_of_weeks, "2026-W47", "--out", "alone")
    assert alone.read_bytes() == Path("w/pekppp_2026-W47.zip").read_bytes()


def test_what_is_there_as_it_was_made_is_kept(desk_of_weeks: Desk) -> None:
    desk_of_weeks.done(*ALL)
    spoilt, lost, kept = (Path(f"w/pekppp_{week}.zip") for week in WEEKS[:3])
    before, inode = spoilt.read_bytes(), kept.stat().st_ino
    spoilt.write_bytes(before[:-1])
    lost.unlink()
    desk_of_weeks.at(moment("2026-12-01 02:00"))
    again = desk_of_weeks.json(*ALL)
    assert [one["week"] for one in again["made"]] == ["2026-W44", "2026-W45", "2026-W48"]
    assert names(again["kept"]) == ["2026-W46", "2026-W47"]
    assert spoilt.read_bytes() == before
    assert kept.stat().st_ino == inode, "not even written again"


def test_what_was_made_before_a_failure_stays(desk_of_weeks: Desk) -> None:
    Path("w/pekppp_2026-W46.zip/in the way").mkdir(parents=True)
    assert "[file]" in desk_of_weeks.refused(*ALL)
    assert sorted(path.name for path in Path("w").glob("*.zip")) == [
        "pekppp_2026-W44.zip",
        "pekppp_2026-W45.zip",
        "pekppp_2026-W46.zip",
    ]
    Path("w/pekppp_2026-W46.zip/in the way").rmdir()
    Path("w/pekppp_2026-W46.zip").rmdir()
    assert names(desk_of_weeks.json(*ALL)["kept"]) == WEEKS[:2]


def test_a_provisional_file_is_made_anew_when_its_week_is_over(desk_of_weeks: Desk) -> None:
    assert desk_of_weeks.json("export", "week", "--out", "w")["complete"] is False
    desk_of_weeks.at(moment("2026-12-01 02:00"))
    made = desk_of_weeks.json(*ALL)
    assert [one["complete"] for one in made["made"]] == [True] * 5


def test_one_instansi_and_parquet_are_files_of_their_own(desk_of_weeks: Desk) -> None:
    desk_of_weeks.done(*ALL)
    made = desk_of_weeks.json(*ALL, "--instansi", "timur", "--format", "parquet")
    assert Path(made["made"][-1]["file"]).name == "pekppp_timur_2026-W47_parquet.zip"
    assert len(made["made"]) == 4


def test_a_server_without_an_open_period_owes_nothing(desk: Desk) -> None:
    result = desk("export", "week", "--all-open", "--json")
    assert json.loads(result.stdout) == {"made": [], "kept": []}


@pytest.mark.parametrize("word", ["--last", "2026-W47"])
def test_all_open_is_not_said_beside_a_week(word: str, quiet: Desk) -> None:
    assert "one of them" in quiet.refused("export", "week", "--all-open", word)
