"""A short backup campaign on each push; `make faults-backup` is the long one."""

import re

import pytest

from tests.faults import backup_campaign, backup_crowd
from tests.faults.backup_crowd import Crowd, Notes

CLOSING = re.compile(
    r"acknowledged (\d+) · restored (\d+) · verified (\d+) · lost (\d+) · killed \d+ · halves (\d+)"
)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_backups_hold_all_that_was_acknowledged_before_they_began(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--backups", "2", "--people", "10", "--kills", "1", "--database", database)
    code = backup_campaign.main(words)
    found = CLOSING.search(capsys.readouterr().out)
    assert found
    acknowledged, *others = map(int, found.groups())
    assert (code, others) == (0, [2, 2, 0, 0])
    assert acknowledged > 20


def test_a_backup_that_lacks_something_acknowledged_is_caught(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Crowd.noted

    def noted(crowd: Crowd) -> Notes:
        return honest(crowd) | {("fact", "never stored", 1)}

    monkeypatch.setattr(backup_crowd.Crowd, "noted", noted)
    assert backup_campaign.main(("--backups", "1", "--people", "2", "--kills", "0")) == 1
    assert "lost 1 " in capsys.readouterr().out
