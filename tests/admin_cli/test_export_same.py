"""The same week gives the same bytes, whenever, wherever and in whatever order."""

import asyncio
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZIP_STORED, ZipFile

import asyncpg
import pytest

from storage import responses, submissions, uploads
from tests.admin_cli.bundles import SENT, SPREAD, WEEK, exported
from tests.admin_cli.conftest import MONDAY, Desk, furnish
from tests.admin_cli.counter import BUDI, SARI, Counter
from tests.admin_cli.test_export_f01 import fills
from tests.answering import Sent, moment


def test_the_zip_says_nothing_of_who_made_it_and_when(quiet: Desk) -> None:
    with ZipFile(exported(quiet, WEEK)) as archive:
        entries = archive.infolist()
    assert [one.filename for one in entries] == sorted(one.filename for one in entries)
    assert {one.date_time for one in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {one.compress_type for one in entries} == {ZIP_STORED}
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
    assert _tables(forth) == _tables(back)  # the ledger is a list in order; it names days only


def _tables(bundle: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(bundle)) as archive:
        names = [name for name in archive.namelist() if name.startswith("data/")]
        return {name: archive.read(name) for name in names}


def bundle_of(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, order: Sequence[Sent]
) -> bytes:
    """The file of a server of its own that draws the same id for the same answer."""
    desk.url = f"sqlite:///{desk.folder}/{name}.db"
    monkeypatch.setenv("LOKET_DATABASE_URL", desk.url)
    monkeypatch.setenv("LOKET_KEYS_DIR", name)
    desk.done("init")
    for key in ("bundle.key", "ledger.key"):
        (desk.folder / name / key).write_text("ab" * 32)
    furnish(desk)
    drawn = iter([sent.who[:16] for sent in order])
    fake = SimpleNamespace(token_hex=lambda _: next(drawn), token_bytes=bytes)
    monkeypatch.setattr(responses, "secrets", fake)
    desk.receives(order)
    return exported(desk, WEEK, "--out", name).read_bytes()


def test_sqlite_and_postgresql_give_the_same_bytes(
    bare: Desk, monkeypatch: pytest.MonkeyPatch, postgres_url: str, tmp_path: Path
) -> None:
    urls = [f"sqlite:///{tmp_path}/one.db", asyncio.run(indonesian_database(postgres_url))]
    made = [city_of(bare, monkeypatch, url) for url in urls]
    assert [len(one) for one in made] == [6, 6]
    assert made[0] == made[1]
    (week, later) = made[0]["2026-W47"], made[0]["2026-W48"]
    assert week != later
    assert b"resent" in later


async def indonesian_database(server: str) -> str:
    """An empty one that sorts as people do: kel, pkm, Zeta; SQLite puts Zeta first."""
    name = f"weeks_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(f"{server}/postgres".replace("+asyncpg", ""))
    sorts = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'id'"
    await admin.execute(f"CREATE DATABASE {name} {sorts}")
    await admin.close()
    return f"{server}/{name}"


def city_of(desk: Desk, monkeypatch: pytest.MonkeyPatch, url: str) -> Mapping[str, bytes]:
    """All weeks of a city with F-03, F-01, evidence and a form sent twice; ids are counted."""
    drawn = count()
    fake = SimpleNamespace(
        token_hex=lambda size: f"{next(drawn):0{size * 2}x}",
        token_urlsafe=lambda _: f"{next(drawn):016}",
        token_bytes=bytes,
    )
    for module in (responses, submissions, uploads):
        monkeypatch.setattr(module, "secrets", fake)
    name = url.partition(":")[0]
    monkeypatch.setenv("LOKET_DATABASE_URL", url)
    monkeypatch.setenv("LOKET_KEYS_DIR", name)
    desk.url = url
    desk.at(MONDAY)
    desk.done("init")
    for key in ("bundle.key", "ledger.key"):
        (desk.folder / name / key).write_text("ab" * 32)
    furnish(desk)
    desk.done("lokus", "add", "Zeta", "Zeta", "--instansi", "barat")  # sorts before kel, or not
    desk.receives(SENT)
    counter = Counter(desk)
    for lokus in ("pkm", "Zeta"):
        counter.hires(SARI, lokus)
        counter.hires(BUDI, lokus, "penanggung_jawab")
        fills(counter, lokus)
        counter.sends(lokus, BUDI, "2026-11-19 05:00")
    desk.at(moment("2026-11-25 01:00"))
    desk.done("f01", "reopen", "--lokus", "pkm", "--reason", "Bukti kurang.", "--yes")
    counter.sends("pkm", BUDI, "2026-11-26 03:00")
    desk.at(moment("2026-12-09 01:00"))
    made = desk.json("export", "week", "--all-open", "--with-evidence", "--out", name + "-w")
    return {one["week"]: (desk.folder / one["file"]).read_bytes() for one in made["made"]}


def test_another_process_in_another_time_zone_writes_the_same_bytes(quiet: Desk) -> None:
    quiet.done("period", "open", "lama", "--from", "2020-03-01", "--until", "2020-03-31")
    quiet.receives([Sent("kel", "lama", moment("2020-03-04 05:00"), SPREAD)])
    here = quiet.json("export", "week", "2020-W10", "--out", "here")
    command = [str(Path(sys.executable).parent / "loket"), "export", "week", "2020-W10", "--json"]
    abroad = {"TZ": "America/New_York", "LC_ALL": "C", "PATH": os.environ["PATH"]}
    said = subprocess.run(command, cwd=quiet.folder, env=abroad, capture_output=True, check=True)
    assert json.loads(said.stdout)["rows"]["f03_responses"] == 1
    assert json.loads(said.stdout)["sha256"] == here["sha256"]
