"""`loket key`: signing keys, the list of all secrets, and what is refused."""

import json
import socket
from pathlib import Path

import pytest

from admin_cli.ledger.notes import read_key, verify
from auditor.verify_bundle import main as audited
from storage import ledger
from storage.database import Connection
from tests.admin_cli.bundles import SENT, WEEK, exported
from tests.admin_cli.conftest import Desk
from tests.admin_cli.test_key import HUNG_ON, files, power_cut
from tests.answering import moment

OURS = ("bundle", "ledger", *HUNG_ON)


def test_an_audit_goes_on_over_new_signing_keys(quiet: Desk) -> None:
    quiet.receives(SENT)
    quiet.at(moment("2026-11-24 02:00"))
    exported(quiet, WEEK)
    older = read_key(quiet.done("ledger", "key"))
    first = quiet.json("key", "rotate", "ledger", "--yes")
    bundle_key = quiet.json("key", "rotate", "bundle", "--yes")["public"]
    assert first["public"] == quiet.done("ledger", "key").strip() != older.text
    assert bundle_key == quiet.json("export", "key")["public_key"]
    size = int(first["last_head"].split("/")[0])
    note = (quiet.folder / "checkpoints" / f"checkpoint-{size:012}.txt").read_text()
    assert verify(note, older.name, older.raw).splitlines()[0] == older.name
    assert leaves_about(quiet, "ledger")[0] == (size - 1, first["public"])
    assert quiet.json("ledger", "verify")["problems"] == []
    quiet.at(moment("2026-12-01 02:00"))
    words = ("--key", bundle_key, "--ledger-key", first["public"])
    bundle = str(exported(quiet, "2026-W48"))
    assert audited([bundle, *words, "--previous", first["last_head"]]) == 0
    assert audited([bundle, "--key", bundle_key, "--ledger-key", older.text]) == 1


def leaves_about(desk: Desk, name: str) -> list[tuple[int, str]]:
    """Where the ledger tells of a key, and its public half."""
    told: list[tuple[int, str]] = []

    async def work(tables: Connection) -> None:
        found = await ledger.about(tables, "key", name)
        told.extend((one.seq, json.loads(one.body)["public"]) for one in found)

    desk.store(work)
    return told


@pytest.mark.parametrize("name", ["bundle", "ledger"])
def test_a_signing_key_that_was_half_rotated_is_finished(
    quiet: Desk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as during:
        during.setattr("storage.ledger.append", power_cut)
        quiet("key", "rotate", name, "--yes")
    begun = (quiet.folder / "keys" / f"{name}.key").read_text()
    done = quiet.json("key", "rotate", name, "--yes")
    assert done["finished"] is True
    assert (quiet.folder / "keys" / f"{name}.key").read_text() == begun
    assert files(quiet, name) == [f"{name}.key", Path(done["retired"]).name]


def test_nothing_is_rotated_without_a_yes(quiet: Desk) -> None:
    for name in OURS:
        said = quiet("key", "rotate", name)
        assert said.exit_code == 1
        assert "--yes" in said.stderr
        assert files(quiet, name) == [f"{name}.key"]


def test_other_secrets_are_told_where_to_go(quiet: Desk) -> None:
    for name, words in {
        "qr": "loket qr rotate",
        "pepper": "a second answer",
        "token": "@BotFather",
        "scoring": "both secrets",
        "backup": "passphrase",
        "evidence": "bucket",
        "database": "ALTER ROLE",
    }.items():
        said = quiet("key", "rotate", name, "--json")
        assert said.exit_code == 1
        told = json.loads(said.stdout)
        assert told["rotated"] is False
        assert words in told["instead"]
    assert quiet.refused("key", "rotate", "nothing").endswith("[key.unknown]")


def test_every_secret_is_listed_and_none_is_shown(quiet: Desk) -> None:
    quiet.monkeypatch.setenv("LOKET_BOT_TOKEN", "1:secret")
    (quiet.folder / "keys" / "parked.key").unlink()
    rows = {one["name"]: one for one in quiet.json("key", "list")["keys"]}
    files_of = [path.stem for path in (quiet.folder / "keys").glob("*.key")]
    assert {name.partition("-")[0] for name in files_of} | {"parked"} <= set(rows)
    states = {name: row["state"] for name, row in rows.items()}
    assert (states["parked"], states["chats"]) == ("missing", "good")
    assert (states["token"], states["scoring"]) == ("set", "not set")
    shown = quiet.done("key", "list") + json.dumps(rows)
    secrets = [path.read_text().strip() for path in (quiet.folder / "keys").glob("*.key")]
    assert [one for one in [*secrets, "1:secret"] if one in shown] == []


def test_a_bot_that_is_seen_running_is_not_robbed_of_its_keys(quiet: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        quiet.monkeypatch.setenv("LOKET_HEALTH_BIND", f"127.0.0.1:{server.getsockname()[1]}")
        for name in HUNG_ON:
            assert quiet("key", "rotate", name, "--yes").stderr.endswith("[bot.running]\n")
            assert files(quiet, name) == [f"{name}.key"]
    quiet.done("key", "rotate", "chats", "--yes")
