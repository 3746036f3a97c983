"""The campaign, in short: it sees what it should, spares the honest, and its table is stored."""

import numpy as np
import pytest

from admin_cli.integrity_report.power import FRAUDS, Power, read_power, spelled, tables
from survey_flows.quality.vectors import irv, is_straight, longstring
from tests.integrity import frauds
from tests.integrity.honest import answers, office, people
from tests.integrity.power import BEGIN, END, PAGE, page_with, power, settings
from tests.integrity.trials import HONEST, SHARES, Outcome, Setting, play

FOR_READING = {"longstring", "maxmatch"}
WANTED = 0.01
LUCK = 0.005  # of 500 honest lokus; one standard deviation


@pytest.mark.parametrize(
    ("fraud", "flag"),
    [
        ("all_5", "sl_share_z"),
        ("staff_burst", "burst_p"),
        ("staff_burst", "joint_burst"),
        ("random_clicks", "irv_share_z"),
        ("copied", "largest_copy"),
    ],
)
def test_a_coarse_fraud_is_seen(fraud: str, flag: str) -> None:
    seen = play(Setting(50, 3.4, fraud, 0.3, 3)).lokus
    assert seen[flag] >= 2 / 3


def test_the_honest_are_spared() -> None:
    found = play(Setting(50, 4.1, HONEST, 0.0, 12))
    assert sum(found.lokus.values()) <= 2 / 12
    assert {flag for flag, rate in found.responses.items() if rate > 0.03} == FOR_READING


def test_the_same_setting_plays_the_same_game() -> None:
    setting = Setting(20, 4.1, "copied", 0.2, 2)
    assert play(setting) == play(setting)


@pytest.mark.parametrize("mean", [3.4, 4.1, 4.6])
def test_honest_people_answer_as_the_literature_was_recomputed_with(mean: float) -> None:
    """Between the figures this model was fitted to: runs of 7 or more, straight lines, p99."""
    found = answers(np.random.default_rng(1), mean, 4000)
    assert abs(found.mean() - mean) < 0.05
    runs = np.mean([longstring(one) >= 7 for one in found.tolist()])
    straight = np.mean([is_straight(one) for one in found.tolist()])
    spread = np.percentile([irv(one) or 0 for one in found.tolist()], 99)
    most = {3.4: (0.05, 0.01, 1.25), 4.1: (0.17, 0.04, 1.25), 4.6: (0.48, 0.19, 1.25)}[mean]
    for measured, limit in zip((runs, straight, spread), most, strict=True):
        assert 0 <= measured <= limit


def test_each_fraud_adds_what_it_says() -> None:
    chance = np.random.default_rng(1)
    place = office(chance, 4.1)
    assert len(people(chance, place, 30)) == 30
    made = {name: fraud(chance, place, 30) for name, fraud in frauds.FRAUDS.items()}
    assert {len(one) for one in made.values()} == {30}
    assert all(is_straight(row.answers) for row in made["all_5"])
    assert len({row.answers for row in made["copied"]}) == 1
    assert len({(row.day, row.hour) for row in made["staff_burst"]}) == 1
    assert len({(row.day, row.hour) for row in made["one_phone"]}) == 6
    assert tuple(frauds.FRAUDS) == FRAUDS


def test_the_stored_table_accuses_at_most_one_in_a_hundred() -> None:
    found = read_power()
    assert (found.rounds, found.honest_rounds) == (50, 500)
    loud = {one.flag for one in found.cells if one.honest > WANTED + LUCK}
    assert loud == FOR_READING
    overall = {one.flag for one in found.cells}
    means = {
        flag: np.mean([one.honest for one in found.cells if one.flag == flag]) for flag in overall
    }
    assert {flag for flag, rate in means.items() if rate > WANTED} == FOR_READING
    assert {(one.n, one.mean) for one in found.cells} >= {
        (n, mean) for n in (50, 300) for mean in (3.4, 4.1, 4.6)
    }


def test_the_page_has_the_stored_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with(page, tables(read_power()))
    assert page_with(f"a{BEGIN}old{END}b", "new") == f"a{BEGIN}\nnew\n{END}b"


def test_outcomes_become_cells_that_can_be_stored() -> None:
    outcomes = [
        Outcome(one, {"burst_p": one.share}, {"irv": one.share}) for one in settings(1, sizes=(20,))
    ]
    found = power(outcomes, 1)
    assert [(one.mean, one.scope, one.honest) for one in found.cells[:2]] == [
        (3.4, "lokus", 0.0),
        (3.4, "response", 0.0),
    ]
    assert found.cells[0].seen["copied"] == list(SHARES)
    assert found.cells[1].seen["copied"] == [0.2]
    assert spelled(found).count("\n") == len(found.cells) + 2


@pytest.mark.parametrize(
    ("n", "mean", "near"), [(10, 3.0, (20, 3.4)), (299, 4.0, (50, 4.1)), (9999, 4.9, (300, 4.6))]
)
def test_a_lokus_is_shown_the_nearest_cells(n: int, mean: float, near: tuple[int, float]) -> None:
    found: Power = read_power()
    assert {(one.n, one.mean) for one in found.nearest(n, mean)} == {near}
