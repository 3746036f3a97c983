"""`loket doctor` holds the database against the heads of the ledger that were given away."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.admin_cli.bot_api import BotApi, serving
from tests.admin_cli.clinic import found, healthy, inspector_says
from tests.admin_cli.conftest import MONDAY, Desk
from tests.admin_cli.weekly import MARKS, answers

SIGNED = MONDAY - timedelta(days=2)
DAY = "2026-11-21"


@pytest.fixture
def clinic(desk: Desk) -> Iterator[Desk]:
    with serving(BotApi()) as api:
        inspector_says(desk.monkeypatch, {})
        yield healthy(desk, api)


@pytest.fixture
def signed(clinic: Desk) -> Desk:
    """Four people have answered, and a head was given away two days ago."""
    clinic.receives(answers("pkm", MARKS[:3]))
    (clinic.folder / "older.db").write_bytes((clinic.folder / "loket.db").read_bytes())
    clinic.receives(answers("kel", MARKS[:1]))
    clinic.at(SIGNED)
    clinic.done("ledger", "checkpoint")
    clinic.at(MONDAY)
    (head,) = (clinic.folder / "checkpoints").iterdir()
    os.utime(head, (SIGNED.timestamp(), SIGNED.timestamp()))
    return clinic


def restore(desk: Desk) -> None:
    """The database as it was before the last of them answered."""
    (desk.folder / "older.db").replace(desk.folder / "loket.db")


def test_the_head_that_was_given_away_is_one_of_this_ledger(signed: Desk) -> None:
    signed.receives(answers("kel", MARKS[1:3]))
    size = signed.json("ledger", "head")["size"]
    said = f"{size} leaves, the newest head over {size - 2}, signed 2 days ago > "
    assert found(signed, 0)["ledger"] == ("ok", said)


def test_data_older_than_the_head_are_ill(signed: Desk) -> None:
    size = signed.json("ledger", "head")["size"]
    restore(signed)
    level, said = found(signed)["ledger"]
    assert level == "fail"
    assert said == (
        f"the data are older than the head given away on {DAY}: {size - 1} leaves, not {size}"
        " > restored from a backup? see docs/operations.md, Data older than a head"
    )


def test_once_the_loss_was_told_a_new_head_makes_it_well_again(signed: Desk) -> None:
    """As docs/operations.md says: the head that is no longer true is put aside, not thrown away."""
    restore(signed)
    kept = signed.folder / "checkpoints"
    (kept / "before-restore").mkdir()
    (head,) = kept.glob("*.txt")
    head.rename(kept / "before-restore" / head.name)
    signed.done("ledger", "checkpoint")
    signed.receives(answers("kel", MARKS[5:7]))
    assert found(signed, 0)["ledger"][0] == "ok"
    assert signed.json("ledger", "verify")["problems"] == []


@pytest.mark.parametrize("more", [1, 2])
def test_another_ledger_of_that_length_is_ill(signed: Desk, more: int) -> None:
    restore(signed)
    signed.receives(answers("kel", MARKS[5 : 5 + more]))
    level, said = found(signed)["ledger"]
    assert level == "fail"
    assert said.startswith("this is not the ledger whose head over ")
    assert f"was given away on {DAY} > run `loket ledger verify`" in said


@pytest.mark.parametrize(("days", "level"), [(8, "ok"), (9, "warn")])
def test_a_head_is_due_every_week_while_a_period_is_open(
    clinic: Desk, days: int, level: str
) -> None:
    clinic.at(MONDAY - timedelta(days=days))
    clinic.done("ledger", "checkpoint")
    clinic.at(MONDAY)
    assert found(clinic, 0)["ledger"][0] == level
    clinic.done("period", "close", "2026")
    assert found(clinic, 0)["ledger"][0] == "ok"


def test_a_ledger_nobody_ever_signed_is_pointed_out(clinic: Desk) -> None:
    level, said = found(clinic, 0)["ledger"]
    assert level == "warn"
    assert said.partition(" leaves, ")[2].startswith("no head was signed yet > run `loket ledger")


def test_heads_that_were_left_behind_are_pointed_out(signed: Desk) -> None:
    signed.monkeypatch.setenv("LOKET_CHECKPOINT_DIR", "elsewhere")
    level, said = found(signed, 0)["ledger_heads"]
    assert level == "warn"
    assert said.startswith(f"the newest head, of {DAY}, is not in elsewhere > copy that folder")


@pytest.mark.parametrize("content", [b"hello\n", b"\xff\xfe"])
def test_a_head_that_was_scribbled_on_is_ill(signed: Desk, content: bytes) -> None:
    (head,) = (signed.folder / "checkpoints").iterdir()
    head.write_bytes(content)
    assert found(signed)["ledger"][0] == "fail"


def test_a_missing_ledger_key_is_ill(signed: Desk) -> None:
    (signed.folder / "keys" / "ledger.key").unlink()
    level, said = found(signed)["keys"]
    assert level == "fail"
    assert "ledger.key" in said
