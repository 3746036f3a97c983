"""The table of promises: every line can be run, and what was not run is named."""

import importlib.util
from pathlib import Path

import pytest

from tests.faults.table.campaign import main
from tests.faults.table.page import page
from tests.faults.table.promises import PROMISES
from tests.faults.table.trials import ROOT, Campaign, Outcome, Pinned, counts, judged, run_campaign

TRIALS = {trial for one in PROMISES for trial in one.trials}
CAMPAIGNS = [one for one in TRIALS if isinstance(one, Campaign)]
PINNED = sorted({name for one in TRIALS if isinstance(one, Pinned) for name in one.ids})


def test_all_thirty_six_are_there_in_their_order() -> None:
    assert [one.number for one in PROMISES] == list(range(1, 37))
    assert all(one.trials for one in PROMISES)


def test_every_campaign_is_a_program() -> None:
    for one in CAMPAIGNS:
        name = one.command("full").split()[0]
        assert importlib.util.find_spec(name), name


def test_every_test_that_is_named_is_there() -> None:
    for name in PINNED:
        file, _, test = name.partition("::")
        assert f"def {test}(" in (ROOT / file).read_text() if test else (ROOT / file).exists(), name


def test_the_words_of_a_closing_line_are_counted() -> None:
    said = "EIO · tries 12 · lost 0 · files 1,303 · p95 0.4 s · 12 s"
    assert counts(said) == {"tries": 12, "lost": 0, "files": 1303}


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ("print('kills 9 · lost 0')", 0),
        ("print('kills 9 · lost 2')", 2),
        ("print('kills 9 · lost 0'); raise SystemExit(1)", 1),
        ("print('kills 9')", None),
        ("raise OSError", None),
    ],
)
def test_a_campaign_is_believed_only_with_its_words_and_its_exit_code(
    said: str, broken: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "made_up.py").write_text(said)
    monkeypatch.setattr("tests.faults.table.trials.ROOT", tmp_path)
    found = run_campaign(Campaign("made_up", "kills", ("lost",)), "short")
    assert found.broken == broken
    assert found.tried == (9 if broken is not None else 0)


def test_a_test_that_failed_or_is_gone_is_broken() -> None:
    cases = {"tests/a.py": [True, True], "tests/b.py::test_b": [True, False]}
    assert judged(Pinned(("tests/a.py",)), cases).broken == 0
    assert judged(Pinned(("tests/a.py", "tests/b.py::test_b")), cases).broken == 1
    assert judged(Pinned(("tests/a.py", "tests/gone.py")), cases).broken is None


def test_what_was_not_run_is_named_on_the_page() -> None:
    nothing = page({}, "no machine")
    assert nothing.count("**not run**") == len(PROMISES)
    kills = PROMISES[0].trials[0]
    row = {**vars(Outcome(24, "kills", 0, "", 1.0)), "command": kills.command("short")}
    told = page({kills.command("short"): {**row, "date": "2026-11-22", "load": 2}}, "no machine")
    assert "| 24 kills | 0 | 2026-11-22, load 2 |" in told
    assert f"| F1 | `{kills.command('full')}` | the short run only |" in told
    assert told.count("**not run**") == len(PROMISES) - 1


def test_a_line_is_run_written_down_and_kept(tmp_path: Path) -> None:
    words = ["--only", "F22", "--campaigns", "--page", str(tmp_path / "page.md")]
    given = [*words, "--figures", str(tmp_path / "figures.json")]
    with pytest.MonkeyPatch.context() as patch:
        outcome = Outcome(5, "runs", 0, "runs 5 · findings 0", 1.0)
        patch.setattr("tests.faults.table.campaign.run_campaign", lambda *_: outcome)
        assert main(given) == 0
    assert "| 5 runs | 0 |" in (tmp_path / "page.md").read_text()
