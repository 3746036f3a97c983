"""The campaign of tests/posters/campaign.py, short; the long one is run by hand."""

import pytest

from tests.posters.campaign import main


def test_soiled_posters_are_read_at_an_angle(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--posters", "6", "--photos", "16", "--seed", "1", "--workers", "2"]) == 0
    assert "read by both: PNG 6, PDF 6" in capsys.readouterr().out


def test_a_campaign_in_which_nobody_can_read_fails(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--posters", "1", "--photos", "1", "--seed", "1", "--workers", "2"]
    assert main([*few, "--dirt", "0.5", "--hidden", "1"]) == 1
    assert "50% dirt" in capsys.readouterr().out
