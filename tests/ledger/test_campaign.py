"""The short version of tests/ledger/campaign.py, and that it notices when it should."""

from pathlib import Path

import pytest

from tests.ledger.campaign import Outcome, close, keep_honest, run, tamper


def test_every_tampering_is_found_and_nobody_honest_is_accused() -> None:
    tampers = run(tamper, range(100))
    assert [one for one in tampers if one.code == 0] == []
    assert [one for one in run(keep_honest, range(40)) if one.code != 0] == []


def test_the_same_seed_does_the_same(tmp_path: Path) -> None:
    assert tamper(7, tmp_path) == tamper(7, tmp_path)


@pytest.mark.parametrize(("tampered", "kept"), [(0, 0), (1, 1)])
def test_a_miss_or_a_false_alarm_ends_the_campaign_with_one(tampered: int, kept: int) -> None:
    assert close([Outcome(1, "a", tampered, [])], [Outcome(2, "honest", kept, [])], 0.0) == 1
    assert close([Outcome(1, "a", 1, [])], [Outcome(2, "honest", 0, [])], 0.0) == 0
