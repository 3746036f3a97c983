"""Which week an answer is counted in, and when a week is over."""

import json

from tests.admin_cli.bundles import NO_F01, WEEK, exported, package, rows
from tests.admin_cli.conftest import Desk
from tests.answering import Sent, moment


def test_the_running_week_is_provisional_and_says_so(quiet: Desk) -> None:
    quiet.at(moment("2026-11-20 05:00"))
    result = quiet("export", "week", "--json")
    assert json.loads(result.stdout)["complete"] is False
    assert result.stderr == (
        "2026-W47 is not over: this file is provisional, it changes until the week is over\n"
    )
    assert package(quiet.folder / "pekppp_2026-W47.zip")["complete"] is False
    quiet.at(moment("2026-11-24 05:00"))
    assert package(exported(quiet, WEEK))["complete"] is True


def test_the_last_week_is_the_one_that_is_over_everywhere(quiet: Desk) -> None:
    quiet.at(moment("2026-11-22 16:30"))  # Monday in Jayapura, Sunday in Jakarta
    assert quiet.json("export", "week", "--last")["week"] == "2026-W46"
    assert quiet.json("export", "week")["week"] == WEEK
    assert quiet.json("export", "week", "--last", "--instansi", "timur")["week"] == WEEK
    quiet.at(moment("2026-11-22 17:04"))  # Monday everywhere, but answers may be on their way
    assert quiet.json("export", "week", "--last")["week"] == "2026-W46"
    quiet.at(moment("2026-11-22 17:05"))
    assert quiet.json("export", "week", "--last")["week"] == WEEK


def test_an_answer_belongs_to_the_week_of_its_own_time_zone(quiet: Desk) -> None:
    edge = moment("2026-11-22 15:00")  # midnight in Jayapura, 22.00 on Sunday in Jakarta
    quiet.receives([Sent("pkm", "2026", edge), Sent("kel", "2026", edge)])
    quiet.at(moment("2026-12-01 00:00"))
    early = rows(exported(quiet, "2026-W47"), "f03_index")
    counts = {one["lokus"]: (one["n"], one["n_period"]) for one in early}
    assert counts == {"dukcapil": ("0", "0"), "kel": ("1", "1"), "pkm": ("0", "0")}
    days = {
        (one["week"], one["lokus"], one["day"])
        for week in ("2026-W47", "2026-W48")
        for one in rows(exported(quiet, week), "f03_responses")
    }
    assert days == {("2026-W47", "kel", "2026-11-22"), ("2026-W48", "pkm", "2026-11-23")}


def test_week_53_and_week_1_meet_without_a_gap(quiet: Desk) -> None:
    quiet.done("period", "open", "lanjut", "--from", "2027-01-01", "--until", "2027-01-31")
    new_year, monday = moment("2027-01-03 05:00"), moment("2027-01-04 05:00")
    quiet.receives([Sent("kel", "lanjut", new_year), Sent("kel", "lanjut", monday)])
    quiet.at(moment("2027-01-12 05:00"))
    found = {week: package(exported(quiet, week)) for week in ("2026-W53", "2027-W01")}
    assert [one["last_day"] for one in found.values()] == ["2027-01-03", "2027-01-10"]
    assert [[period["code"] for period in one["periods"]] for one in found.values()] == [
        ["2026", "lanjut"],
        ["lanjut"],
    ]
    assert [quiet.json("export", "week", week)["rows"] for week in found] == [
        {"lokus": 3, "f03_responses": 1, "f03_index": 6, "f03_flags": 1, **NO_F01},
        {"lokus": 3, "f03_responses": 1, "f03_index": 3, "f03_flags": 1, **NO_F01},
    ]
