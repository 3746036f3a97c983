"""The same week gives the same bytes, whenever, wherever and in whatever order."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage import responses
from tests.admin_cli.bundles import SENT, SPREAD, WEEK, exported
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import Sent, moment


def test_the_zip_says_nothing_of_who_made_it_and_when(quiet: Desk) -> None:
    with zipfile.ZipFile(exported(quiet, WEEK)) as archive:
        entries = archive.infolist()
    assert [one.filename for one in entries] == sorted(one.filename for one in entries)
    assert {one.date_time for one in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {one.compress_type for one in entries} == {zipfile.ZIP_STORED}
    assert {one.external_attr >> 16 for one in entries} == {0o100644}


def test_the_same_week_gives_the_same_bytes_on_any_day(quiet: Desk) -> None:
    quiet.receives(SENT)
    first = exported(quiet, WEEK, "--out", "first").read_bytes()
    quiet.at(moment("2027-03-01 12:00"))
    quiet.receives([Sent("pkm", "2026", moment("2026-12-01 05:00"))])
    quiet.done("period", "close", "2026")
    assert exported(quiet, WEEK, "--out", "second").read_bytes() == first


def test_the_order_of_arrival_leaves_no_trace(bare: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    forth = bundle_of(bare, monkeypatch, "forth", SENT)
    back = bundle_of(bare, monkeypatch, "back", SENT[::-1])
    assert forth == back


def bundle_of(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, order: Sequence[Sent]
) -> bytes:
    """The file of a server of its own that draws the same id for the same answer."""
    desk.url = f"sqlite:///{desk.folder}/{name}.db"
    monkeypatch.setenv("LOKET_DATABASE_URL", desk.url)
    monkeypatch.setenv("LOKET_KEYS_DIR", name)
    desk.done("init")
    (desk.folder / name / "bundle.key").write_text("ab" * 32)
    furnish(desk)
    drawn = iter([sent.who[:16] for sent in order])
    monkeypatch.setattr(responses, "secrets", SimpleNamespace(token_hex=lambda _: next(drawn)))
    desk.receives(order)
    return exported(desk, WEEK, "--out", name).read_bytes()


def test_another_process_in_another_time_zone_writes_the_same_bytes(quiet: Desk) -> None:
    quiet.done("period", "open", "lama", "--from", "2020-03-01", "--until", "2020-03-31")
    quiet.receives([Sent("kel", "lama", moment("2020-03-04 05:00"), SPREAD)])
    here = quiet.json("export", "week", "2020-W10", "--out", "here")
    command = [str(Path(sys.executable).parent / "loket"), "export", "week", "2020-W10", "--json"]
    abroad = {"TZ": "America/New_York", "LC_ALL": "C", "PATH": os.environ["PATH"]}
    said = subprocess.run(command, cwd=quiet.folder, env=abroad, capture_output=True, check=True)
    assert json.loads(said.stdout)["rows"]["f03_responses"] == 1
    assert json.loads(said.stdout)["sha256"] == here["sha256"]
