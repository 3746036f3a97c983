"""`loket report week`: counted again by hand, and read as its reader does."""

import statistics
from pathlib import Path
from typing import Any

import pytest

from survey_flows.facts import Answered
from tests.admin_cli.bundles import rows
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import BUDI, SARI, Counter
from tests.admin_cli.papers import Paper, read
from tests.admin_cli.weekly import HIDDEN, MARKS, RUNNING, WEEK, answers, city, column, written
from tests.answering import ITEMS, moment

T_11 = 2.200985  # 97.5 % of Student's t with 11 degrees of freedom, from a printed table


def paper(desk: Desk, *words: str) -> Paper:
    return read(written(desk, *words, "--format", "pdf")[".pdf"])


def numbers(desk: Desk, *words: str) -> Any:  # noqa: ANN401 - a JSON document
    return desk.json("report", "week", *words, "--format", "xlsx")


def comma(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def test_the_numbers_are_those_of_a_hand_calculation(on_both: Desk) -> None:
    said = numbers(city(on_both), WEEK)
    pkm = next(one for one in said["lokus"] if one["lokus"] == "pkm")
    means = {item: statistics.fmean(column(item)) for item in ITEMS}
    found = {one["item"]: one for one in pkm["figures"]["items"]}
    assert {item: one["mean"] for item, one in found.items()} == pytest.approx(means)
    for item in ITEMS:
        half = T_11 * statistics.stdev(column(item)) / 12**0.5
        assert found[item]["low"] == pytest.approx(max(1, means[item] - half), abs=1e-4)
        assert found[item]["high"] == pytest.approx(min(5, means[item] + half), abs=1e-4)
    assert pkm["figures"]["index"] == pytest.approx(statistics.fmean(means.values()))
    assert pkm["figures"]["aspek"]["kebijakan"] == pytest.approx(
        statistics.fmean(means[item] for item in ITEMS[:4])
    )
    # every nine hours from Monday 08:00 on, on the clock of Jayapura
    assert pkm["figures"]["days"] == [2, 3, 3, 2, 2, 0, 0]
    assert pkm["figures"]["hours"]["08-10"] == 2
    assert pkm["figures"]["hours"]["18-24"] == 2
    assert sum(pkm["figures"]["hours"].values()) == pkm["n"] == 12


def test_the_index_is_the_one_the_engine_gets(desk: Desk) -> None:
    city(desk)
    bundle = desk.folder / str(desk.json("export", "week", WEEK)["file"])
    sent = {one["lokus"]: one for one in rows(bundle, "f03_index")}
    said = {one["lokus"]: one for one in numbers(desk, WEEK)["lokus"]}
    assert said["pkm"]["figures"]["index"] == pytest.approx(float(sent["pkm"]["index"]), abs=1e-9)
    assert {code: one["n"] for code, one in said.items()} == {
        code: int(one["n"]) for code, one in sent.items()
    }


def test_the_paper_says_the_same_numbers(desk: Desk) -> None:
    found = paper(city(desk), WEEK)
    page = next(one for one in found.pages if 'Puskesmas "Melati", Timur (pkm)' in one[:200])
    for item in ITEMS:
        assert comma(statistics.fmean(column(item))) in page
    index = statistics.fmean(statistics.fmean(column(item)) for item in ITEMS)
    assert f"Indeks F-03 minggu ini: {comma(index)} (n = 12)" in page
    assert f"Indeks F-03 {comma(index)} (rata-rata lokus yang ditampilkan, n = 12)" in found.text
    assert [one.count("Halaman") for one in found.pages] == [1] * len(found.pages)
    assert "2026-W47 (16 November 2026 s.d. 22 November 2026)" in found.pages[0]
    assert f"A1 3 {HIDDEN}" in found.text  # the name of kel ends in A1
    assert "Dukcapil 0 belum ada jawaban" in found.text
    assert {chart.mode for chart in found.images} == {"L"}
    assert min(chart.width for chart in found.images) >= 178 / 25.4 * 200 - 1


def test_fewer_than_ten_show_how_many_and_nothing_else(desk: Desk) -> None:
    said = {one["lokus"]: one for one in numbers(city(desk), WEEK)["lokus"]}
    for code, n in (("kel", 3), ("dukcapil", 0)):
        one = said[code]
        assert (one["n"], one["figures"], one["index_period"]) == (n, None, None)


def test_the_running_week_shows_how_many_and_nothing_else(desk: Desk) -> None:
    city(desk)
    desk.at(moment("2026-11-22 02:00"))
    assert "2026-W47 is not over" in desk("report", "week", "--format", "xlsx").stderr
    said = numbers(desk)
    assert {one["n"] for one in said["lokus"]} == {12, 3, 0}
    assert {str(one["figures"]) for one in said["lokus"]} == {"None"}
    assert {one["index_period"] for one in said["lokus"]} == {None}
    found = paper(desk)
    assert RUNNING in found.text
    assert "SEMENTARA" in found.text


def test_what_is_hidden_has_no_influence_on_what_is_shown(desk: Desk) -> None:
    """Nothing can be worked out from files that are the same whatever was answered."""
    untouched = (city(desk, few=()).folder / "loket.db").read_bytes()
    found = []
    for mark, first in ((1, "2026-11-16 03:00"), (5, "2026-11-18 06:00")):
        (desk.folder / "loket.db").write_bytes(untouched)
        desk.receives(answers("kel", [[mark] * 14] * 9, first))
        desk.receives(answers("pkm", [[mark] * 14] * 9, "2026-11-10 00:00"))
        found.append(contents(written(desk, WEEK)) | {"json": numbers(desk, WEEK)["lokus"]})
    assert found[0] == found[1]


def contents(files: dict[str, Path]) -> dict[str, object]:
    return {ending: file.read_bytes() for ending, file in files.items()}


def test_the_same_week_gives_the_same_bytes_whatever_happens_later(desk: Desk) -> None:
    city(desk)
    counter = Counter(desk)
    counter.hires(SARI, "pkm")
    counter.says("pkm", SARI, "2026-11-18 03:00", Answered("i01a", "ya"))
    before = contents(written(desk, WEEK))
    counter.completes("pkm", SARI, "2026-11-23 01:00")
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    counter.sends("pkm", BUDI, "2026-11-23 02:00")
    desk.receives(answers("pkm", MARKS, "2026-11-23 03:00"))
    desk.at(moment("2026-12-14 02:00"))
    assert contents(written(desk, WEEK)) == before


def test_progress_of_f01_is_that_of_the_end_of_the_week(desk: Desk) -> None:
    furnish(desk)
    counter = Counter(desk)
    counter.hires(SARI, "pkm")
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    counter.completes("pkm", SARI, "2026-11-16 01:00")
    counter.says("kel", SARI, "2026-11-17 01:00", Answered("i01a", "tidak"))
    counter.sends("pkm", BUDI, "2026-11-18 15:30")  # already Thursday in Jayapura
    found = paper(desk, WEEK)
    assert "(pkm) dikirim 19-11-2026 31 dari 31 0" in found.text
    assert "(kel) sedang diisi, terakhir 17-11-2026" in found.text
    assert "Dukcapil (dukcapil) belum dibuka – – –" in found.text
    assert "1 dari 3 lokus" in found.text
    before = paper(desk, "2026-W46")
    assert before.text.count("belum dibuka") == 3


def test_a_trend_has_gaps_where_too_few_answered(desk: Desk) -> None:
    furnish(desk)
    for day, count in (("2026-11-02", 10), ("2026-11-09", 4), ("2026-11-16", 11)):
        desk.receives(answers("pkm", [[4] * 14] * count, f"{day} 00:00"))
    pkm = numbers(desk, WEEK)["lokus"][2]
    assert [(one["week"], one["n"], one["index"]) for one in pkm["trend"]] == [
        ("2026-W44", 0, None),
        ("2026-W45", 10, 4.0),
        ("2026-W46", 4, None),
        ("2026-W47", 11, 4.0),
    ]
    assert (pkm["n_period"], pkm["n_waiting"], pkm["index_period"]) == (21, 4, 4.0)
    assert {one["low"] for one in pkm["figures"]["items"]} == {None}  # all agree


def test_only_one_instansi_when_asked(desk: Desk) -> None:
    said = numbers(city(desk), WEEK, "--instansi", "timur")
    assert said["files"][0]["file"] == "ringkasan_timur_2026-W47.xlsx"
    assert [one["lokus"] for one in said["lokus"]] == ["pkm"]


def test_names_that_mean_something_to_paper_or_chart_are_printed_as_they_are(desk: Desk) -> None:
    furnish(desk)
    name = r"<b>$\frac{1}{0}$ & Rekan %s {0}"
    desk.done("lokus", "add", "n", name, "--instansi", "timur")
    desk.done("lokus", "add", "m", "Loket \N{ROCKET} 一", "--instansi", "timur")
    desk.receives([*answers("n", MARKS), *answers("m", MARKS)])
    assert f"{name} (n)" in paper(desk, WEEK).text


def test_a_week_without_a_period_is_refused(quiet: Desk) -> None:
    assert quiet.refused("report", "week", "2026-W10").endswith("[period.elsewhere]")
    assert "no day of a period is in 2026-W10 (periods: 2026)" in quiet.refused(
        "report", "week", "2026-W10"
    )
    assert quiet.refused("report", "week", "2027-W10").endswith("[week.future]")


def test_the_period_can_be_chosen_where_a_week_has_two(desk: Desk) -> None:
    city(desk)
    desk.done("period", "open", "coba", "--from", "2026-11-20", "--until", "2026-12-31")
    result = desk("report", "week", WEEK, "--format", "xlsx")
    assert "shown is period coba; in this week too: 2026 (--period CODE)" in result.stderr
    assert numbers(desk, WEEK)["n"] == 0
    assert numbers(desk, WEEK, "--period", "2026")["n"] == 15
