"""The bundles of our own program, in the eyes of the file that an auditor brings along."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.admin_cli.bundles import SENT, WEEK, exported
from tests.admin_cli.conftest import Desk
from tests.admin_cli.test_export_f01 import furnished
from tests.admin_cli.test_ledger import tamper
from tests.answering import Sent, marks, moment
from tests.house.tree import ROOT

VERIFIER = ROOT / "auditor" / "verify_bundle.py"
NEXT = "2026-W48"
TAMPERS = {
    "an answer": 'UPDATE openings SET opening = replace(opening, \'"i01":"4"\', \'"i01":"5"\')',
    "a response": "DELETE FROM responses WHERE submission_id IN (SELECT MAX(submission_id)"
    " FROM responses WHERE sent_hour BETWEEN 498550 AND 498660)",
    "a lokus": "UPDATE submissions SET lokus_id = 3 - lokus_id WHERE lokus_id < 3",
    "a withdrawal": "UPDATE submissions SET ended = 'withdrawn'",
    "an answer of F-01": "UPDATE facts SET value = '9' WHERE field = 'i01standar'",
    "a file of F-01": f"UPDATE evidence SET sha256 = '{'0' * 64}'",
}


@pytest.fixture
def audited(desk: Desk) -> Desk:
    """An office with both forms, whose week is over."""
    counter = furnished(desk)
    desk.receives(SENT)
    counter.desk.at(moment("2026-11-24 02:00"))
    return desk


def audit(desk: Desk, bundle: Path, *more: str) -> tuple[int, Sequence[str]]:
    """As on an auditor's own machine, where nothing of ours can be imported."""
    key = desk.json("export", "key")["public_key"]
    keys = ("--key", str(key), "--ledger-key", desk.done("ledger", "key").strip())
    command = [sys.executable, "-I", str(VERIFIER), str(bundle), *keys, "--json", *more]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stdout, said.stderr
    return said.returncode, json.loads(said.stdout)["found"]


def test_an_honest_week_is_found_sound_and_follows_the_week_before(audited: Desk) -> None:
    assert audit(audited, exported(audited, WEEK)) == (0, [])
    (head,) = (audited.folder / "checkpoints").iterdir()
    audited.receives([Sent("pkm", "2026", moment("2026-11-25 05:00"), marks(3))])
    audited.at(moment("2026-12-01 02:00"))
    later = exported(audited, NEXT)
    assert audit(audited, later, "--previous", str(head)) == (0, [])


def test_a_provisional_week_of_one_instansi_is_sound_too(audited: Desk) -> None:
    audited.at(moment("2026-11-18 09:00"))
    assert audit(audited, exported(audited, "--instansi", "barat")) == (0, [])


@pytest.mark.parametrize("what", TAMPERS)
def test_what_was_changed_in_the_database_is_found_in_the_bundle(audited: Desk, what: str) -> None:
    tamper(audited, TAMPERS[what])
    code, found = audit(audited, exported(audited, WEEK))
    assert (code, bool(found)) == (1, True)


def test_a_ledger_without_its_tail_does_not_follow_the_week_before(audited: Desk) -> None:
    exported(audited, WEEK)
    (head,) = (audited.folder / "checkpoints").iterdir()
    tamper(audited, "DELETE FROM leaves WHERE seq > 8")
    with closing(sqlite3.connect(audited.folder / "loket.db")) as connection:
        connection.execute("UPDATE ledger_head SET size = 9")
        connection.commit()
    audited.at(moment("2026-12-01 02:00"))
    code, found = audit(audited, exported(audited, NEXT), "--previous", str(head))
    assert (code, bool(found)) == (1, True)


def test_whoever_signs_with_another_key_is_not_us(audited: Desk) -> None:
    bundle = exported(audited, WEEK)
    (audited.folder / "keys" / "ledger.key").write_text("ab" * 32)
    assert audit(audited, bundle)[0] == 1
