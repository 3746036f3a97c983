"""The short version of tests/ledger/erasure_campaign.py."""

from tests.admin_cli.conftest import Desk, bare, nothing_set, on_both
from tests.ledger.erasure_campaign import play

__all__ = ["bare", "nothing_set", "on_both"]


def test_old_heads_stand_and_nothing_that_was_erased_is_left(on_both: Desk) -> None:
    found = play(on_both, erasures=3, seed=5)
    assert found.left == []
    assert found.is_right(3), found
