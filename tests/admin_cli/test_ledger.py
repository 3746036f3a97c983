"""`loket ledger`: what somebody changed behind the bot's back is named, and heads are kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from admin_cli.ledger.notes import WITNESS, cosign, verifier_key
from tests.admin_cli.bundles import SENT, WEEK, exported, member
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import moment

TAMPERS = {
    "an answer": (
        'UPDATE openings SET opening = replace(opening, \'"i01":"4"\', \'"i01":"5"\')',
        "what it says is not what was sealed",
    ),
    "a row": ("DELETE FROM responses WHERE submission_id = 1", "the response of leaf"),
    "an opening": ("DELETE FROM openings WHERE submission_id = 1", "there is no tombstone"),
    "a lokus": ("UPDATE submissions SET lokus_id = 3 - lokus_id", "moved to another lokus"),
    "a day": ("UPDATE responses SET sent_hour = sent_hour + 48", "moved to another lokus"),
    "a leaf": ("UPDATE leaves SET body = replace(body, 'pkm', 'kel')", "changed after it was"),
    "the tail": ("DELETE FROM leaves WHERE seq > 3", "the ledger counts"),
    "an end": ("UPDATE submissions SET ended = 'withdrawn' WHERE id = 1", "and no leaf says so"),
    "a receipt": ("UPDATE responses SET receipt = 'AAAAAAAAAA'", "its receipt is not that"),
}


@pytest.fixture
def counted(desk: Desk) -> Desk:
    """An office whose week is over."""
    furnish(desk)
    desk.receives(SENT)
    desk.at(moment("2026-11-24 02:00"))
    return desk


def tamper(desk: Desk, statement: str) -> None:
    """As whoever owns the server can: the triggers are dropped first."""
    with closing(sqlite3.connect(desk.folder / "loket.db")) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)
        connection.commit()


def test_an_honest_ledger_has_no_problem(counted: Desk) -> None:
    exported(counted, WEEK)
    assert counted.json("ledger", "verify")["problems"] == []
    assert counted.json("ledger", "verify")["published"] == 1


@pytest.mark.parametrize("what", TAMPERS)
def test_what_was_changed_behind_our_back_is_named(counted: Desk, what: str) -> None:
    statement, finding = TAMPERS[what]
    tamper(counted, statement)
    said = counted("ledger", "verify")
    assert said.exit_code == 1
    assert finding in said.stdout


def test_a_head_that_was_given_away_shows_that_the_data_are_older(counted: Desk) -> None:
    made = counted.json("ledger", "checkpoint")
    tamper(counted, f"DELETE FROM leaves WHERE seq = {made['size'] - 1}")
    said = counted("ledger", "verify")
    assert said.exit_code == 1
    assert f"a head over {made['size']} leaves was signed" in said.stdout


def test_a_ledger_written_anew_is_not_the_one_that_was_signed(counted: Desk) -> None:
    counted.done("ledger", "checkpoint")
    with closing(sqlite3.connect(counted.folder / "loket.db")) as connection:
        (body, hashed) = connection.execute(
            "SELECT body, hash FROM leaves WHERE seq = 1"
        ).fetchone()
    tamper(counted, f"UPDATE leaves SET body = '{body}', hash = '{hashed}' WHERE seq = 0")
    assert "not the one whose head was signed" in counted("ledger", "verify").stdout


def test_the_bundle_holds_the_head_that_is_kept(counted: Desk) -> None:
    note = member(exported(counted, WEEK), "ledger/checkpoint.txt").decode()
    kept = [one.read_text() for one in (counted.folder / "checkpoints").iterdir()]
    assert kept == [note]
    head = counted.json("ledger", "head")
    assert note.splitlines()[0] == head["origin"]
    assert head["newest_checkpoint"]["size"] == int(note.splitlines()[1]) == head["size"] - 1
    assert counted.done("ledger", "key").startswith(f"{head['origin']}+")


def test_the_same_head_is_signed_the_same_again(counted: Desk) -> None:
    assert counted.json("ledger", "checkpoint") == counted.json("ledger", "checkpoint")
    short = counted.json("ledger", "checkpoint")["short"]
    assert short.split("/")[0] == str(counted.json("ledger", "head")["size"])


def test_the_receipts_of_a_week_are_for_everybody(counted: Desk) -> None:
    said = counted.done("ledger", "receipts", WEEK).split()
    assert len(said) == len(set(said)) == 4
    assert said == sorted(said) == counted.json("ledger", "receipts", WEEK)["receipts"]
    counted.done("ledger", "receipts", WEEK, "--out", counted.folder / "tanda-terima.txt")
    assert (counted.folder / "tanda-terima.txt").read_text().split() == said


def test_a_head_of_the_same_size_takes_the_place_of_none(counted: Desk) -> None:
    first = Path(counted.json("ledger", "checkpoint")["file"])
    note = first.read_text()
    first.write_text(cosign(note, "inspektorat", b"w" * 32, 1))
    assert Path(counted.json("ledger", "checkpoint")["file"]) == first
    assert first.read_text() != note
    (counted.folder / "keys" / "ledger.key").write_text("ab" * 32)
    second = Path(counted.json("ledger", "checkpoint")["file"])
    assert first.read_text().startswith(note)
    assert second != first
    assert second.read_text().splitlines()[1:3] == note.splitlines()[1:3]
    assert counted.json("ledger", "verify")["problems"] == []


def test_a_witness_signs_under_a_head_and_we_see_who_did(counted: Desk) -> None:
    head = Path(counted.json("ledger", "checkpoint")["file"])
    trusted = ("--ledger-key", counted.done("ledger", "key").strip())
    words = ("ledger", "cosign", head, "--name", "inspektorat", *trusted, "--out", head)
    key = str(counted.json(*words)["key"])
    assert (counted.folder / "witness.key").stat().st_mode & 0o777 == 0o600
    assert counted.json(*words)["key"] == key
    said = counted.json("ledger", "verify", "--witness", key)
    assert said["problems"] == []
    assert said["witnesses"]["inspektorat"].endswith("seen 2026-11-24 02:00 UTC")
    stranger = verifier_key("orang-lain", b"o" * 32, WITNESS).text
    assert counted("ledger", "verify", "--witness", key, "--witness", stranger).exit_code == 1


def test_a_witness_signs_nothing_but_a_head_of_that_ledger(counted: Desk) -> None:
    head = Path(counted.json("ledger", "checkpoint")["file"])
    other = ("--ledger-key", verifier_key("suaraloket/00000000", b"o" * 32).text)
    said = counted.refused("ledger", "cosign", head, "--name", "inspektorat", *other)
    assert said.endswith("[note.bad]")
    assert not (counted.folder / "witness.key").exists()
    (counted.folder / "witness.key").write_text("short")
    mine = ("--ledger-key", counted.done("ledger", "key").strip())
    said = counted.refused("ledger", "cosign", head, "--name", "inspektorat", *mine)
    assert said.endswith("[witness.key]")
