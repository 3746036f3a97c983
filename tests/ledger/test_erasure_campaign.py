"""The short version of tests/ledger/erasure_campaign.py."""

from tests.admin_cli.conftest import Desk, bare, desk, nothing_set, set_up
from tests.ledger.erasure_campaign import play

__all__ = ["bare", "desk", "nothing_set", "set_up"]


def test_old_heads_stand_and_nothing_that_was_erased_is_left(
    desk: Desk,
) -> None:
    found = play(desk, erasures=3, seed=5)
    assert found.left == []
    assert found.is_right(3), found
