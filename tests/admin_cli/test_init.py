"""`loket init`: from nothing to a server, and again without harm."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dotenv import dotenv_values

from admin_cli.env_file import ENTRIES, write_env
from bot.settings import Settings, load_settings
from storage.migrate import head
from tests.admin_cli.bot_api import TOKEN, BotApi, serving
from tests.admin_cli.conftest import Desk
from tests.servers import free_port


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_init_makes_everything_private(bare: Desk) -> None:
    made = bare.json("init")
    assert made == {
        "env_file": {"path": str(bare.folder / ".env"), "made": True},
        "keys": {
            "folder": str(bare.folder / "keys"),
            "made": [
                "qr-1.key",
                "account.key",
                "parked.key",
                "chats.key",
                "bundle.key",
                "ledger.key",
            ],
        },
        "database": {"from": None, "to": head()},
        "instruments": ["F-01 2023061901", "F-03 2023061901"],
    }
    assert mode(bare.folder / "keys") == 0o700
    every = [
        ".env",
        "loket.db",
        "keys/qr-1.key",
        "keys/account.key",
        "keys/parked.key",
        "keys/chats.key",
        "keys/bundle.key",
        "keys/ledger.key",
    ]
    assert {mode(bare.folder / name) for name in every} == {0o600}
    assert bare.json("instrument", "list")[0]["published"]["edited"] is False


def test_init_again_keeps_everything_and_says_so(desk: Desk) -> None:
    paths = [desk.folder / ".env", *(desk.folder / "keys").iterdir()]
    before = {path: path.read_bytes() for path in paths}
    said = desk("init", "--yes")
    assert said.exit_code == 0
    assert said.stderr == (
        f"keys      {desk.folder}/keys (kept)\n"
        f"database  sqlite:///{desk.folder}/loket.db (kept, version {head()})\n"
        "forms     F-01 2023061901, F-03 2023061901\n"
        f"settings  {desk.folder}/.env (kept as it is)\n"
        "next: loket lokus import --template, loket period open, loket qr make --all, "
        "loket doctor\n"
    )
    assert {path: path.read_bytes() for path in before} == before


def test_the_server_works_from_any_folder(desk: Desk, tmp_path: Path) -> None:
    desk.monkeypatch.setenv("LOKET_ENV_FILE", str(desk.folder / ".env"))
    desk.monkeypatch.chdir(tmp_path)
    desk.done("instansi", "add", "smd", "Kota Samarinda")
    assert [path.name for path in tmp_path.iterdir()] == ["server"]


def test_a_lost_key_is_made_again_and_others_are_kept(desk: Desk) -> None:
    (desk.folder / "keys" / "parked.key").unlink()
    assert desk.json("init")["keys"]["made"] == ["parked.key"]


def test_the_file_explains_every_setting_there_is(desk: Desk) -> None:
    lines = (desk.folder / ".env").read_text().splitlines()
    named = {line.removeprefix("# ").partition("=")[0] for line in lines if "=" in line}
    assert {f"LOKET_{name.upper()}" for name in Settings.model_fields} <= named
    assert [entry.name for entry in ENTRIES if not entry.about] == []
    usual = {entry.name: entry.usual for entry in ENTRIES}
    fields = {name: usual[f"LOKET_{name.upper()}"] for name in ("limits", "timezone", "log_level")}
    assert {name: Settings.model_fields[name].default for name in fields} == fields


def test_what_the_environment_says_is_honoured_and_written_down(bare: Desk) -> None:
    elsewhere = bare.folder / "data" / "answers.db"
    bare.monkeypatch.setenv("LOKET_DATABASE_URL", f"sqlite:///{elsewhere}")
    bare.monkeypatch.setenv("LOKET_KEYS_DIR", "secrets/keys")
    bare.monkeypatch.setenv("LOKET_EVIDENCE_URL", "s3://kota-contoh/pekppp")
    bare.monkeypatch.setenv("LOKET_EVIDENCE_SECRET_KEY", "not-to-be-written")
    bare.monkeypatch.setenv("LOKET_TIMEZONE", "Asia/Jayapura")
    bare.monkeypatch.setenv("LOKET_LIMITS", "30/10 seconds")
    bare.monkeypatch.setenv("LOKET_BOT_TOKEN", "12345678:AAbbCCddEEffGGhhIIjjKKllMM")
    bare.done("init")
    assert elsewhere.exists()
    written = {name: said for name, said in dotenv_values(".env").items() if said}
    assert written == {
        "LOKET_DATABASE_URL": f"sqlite:///{elsewhere}",
        "LOKET_KEYS_DIR": str(bare.folder / "secrets" / "keys"),
        "LOKET_EVIDENCE_URL": "s3://kota-contoh/pekppp",
        "LOKET_TIMEZONE": "Asia/Jayapura",
        "LOKET_LIMITS": "30/10 seconds",
    }


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_password_from_the_environment_is_not_written_down(bare: Desk, database_url: str) -> None:
    url = database_url.replace("postgres@", "postgres:s3cret@")
    bare.monkeypatch.setenv("LOKET_DATABASE_URL", url)
    said = bare("init")
    assert said.exit_code == 0
    assert "the password of the database was not written down" in said.stderr
    assert "s3cret" not in said.output + Path(".env").read_text()
    written = dotenv_values(".env")["LOKET_DATABASE_URL"]
    assert written == database_url.replace("postgresql+asyncpg", "postgresql")


def test_an_empty_token_line_does_not_hide_the_token_file(desk: Desk) -> None:
    secret = desk.folder / "token"
    secret.write_text("12345678:AAbbCCddEEffGGhhIIjjKKllMM\n")
    desk.monkeypatch.setenv("LOKET_BOT_TOKEN_FILE", str(secret))
    assert load_settings().require_token() == "12345678:AAbbCCddEEffGGhhIIjjKKllMM"


def at_a_terminal(desk: Desk, *typed: str) -> str:
    """What is shown to somebody who types this to `loket init`."""
    desk.monkeypatch.setattr("admin_cli.setting_up.is_terminal", lambda: True)
    said = desk("init", typed="\n".join(typed) + "\n")
    assert said.exit_code == 0, said.output
    assert TOKEN not in said.output, "a token is not shown while it is typed"
    return said.stderr


LATER = ("", "")
"""No instansi and no period for now."""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApi]:
    with serving(BotApi()) as served:
        monkeypatch.setenv("LOKET_TELEGRAM_API_BASE", served.url)
        yield served


def test_at_a_terminal_every_choice_is_asked_for(bare: Desk, api: BotApi) -> None:
    shown = at_a_terminal(bare, TOKEN, "", "my keys", "wib", *LATER)
    assert "this is @layanan_bot" in shown
    assert dotenv_values(".env") == {
        "LOKET_BOT_TOKEN": TOKEN,
        "LOKET_BOT_USERNAME": "layanan_bot",
        "LOKET_DATABASE_URL": f"sqlite:///{bare.folder}/loket.db",
        "LOKET_KEYS_DIR": str(bare.folder / "my keys"),
        "LOKET_EVIDENCE_URL": str(bare.folder / "evidence"),
        "LOKET_TIMEZONE": "Asia/Jakarta",
        "LOKET_TELEGRAM_API_BASE": api.url,
    }


def test_the_first_instansi_lokus_and_period_can_be_made_at_once(bare: Desk) -> None:
    places = ["smd", "Kota Samarinda", "pkm", "Puskesmas"]
    days = ["2026", "", ""]
    at_a_terminal(bare, "", "layanan_bot", "", "", "", *places, *days)
    assert bare.json("lokus", "list")["lokus"] == [
        {"code": "pkm", "name": "Puskesmas", "instansi": "smd"}
    ]
    assert bare.json("period", "list")["periods"] == [
        {"code": "2026", "first_day": "2026-11-23", "last_day": "2026-12-31", "state": "open"}
    ]


def test_an_answer_that_does_not_do_is_asked_for_again(bare: Desk, api: BotApi) -> None:
    api.status = 401
    shown = at_a_terminal(
        bare,
        "wrong",
        "",
        "layanan_bot",
        "mysql://x",
        "",
        "",
        "Mars",
        "WITA",
        "a b",
        "x",
        "smd",
        "Kota",
        *LATER,
    )
    assert "Telegram does not know this token: copy it again" in shown
    assert "LOKET_DATABASE_URL (scheme 'mysql') is not usable: set it to sqlite:///" in shown
    assert "'Mars' is not a time zone" in shown
    assert "'a b' is not a code" in shown
    assert [one["code"] for one in bare.json("instansi", "list")["instansi"]] == ["smd"]


def test_without_a_network_the_token_is_kept_and_that_is_said(bare: Desk) -> None:
    bare.monkeypatch.setenv("LOKET_TELEGRAM_API_BASE", f"http://127.0.0.1:{free_port()}")
    shown = at_a_terminal(bare, TOKEN, "layanan_bot", "", "", "", *LATER)
    assert "not checked, Telegram does not answer" in shown
    assert dotenv_values(".env")["LOKET_BOT_TOKEN"] == TOKEN


def test_with_yes_nothing_is_asked_at_a_terminal(bare: Desk) -> None:
    bare.monkeypatch.setattr("admin_cli.setting_up.is_terminal", lambda: True)
    assert bare("init", "--yes").exit_code == 0


@pytest.mark.parametrize("value", ["plain", "two words", "it's", 'a "b"', "back\\slash", "a#b", ""])
def test_a_written_value_is_read_back_as_it_was(tmp_path: Path, value: str) -> None:
    path = tmp_path / ".env"
    write_env(path, {"LOKET_KEYS_DIR": value})
    assert dotenv_values(path)["LOKET_KEYS_DIR"] == value


def test_a_settings_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_env(path, {})
    assert path.read_text() == "mine"


def test_a_keys_folder_that_cannot_be_made_is_named(bare: Desk) -> None:
    Path("taken").write_text("a file")
    bare.monkeypatch.setenv("LOKET_KEYS_DIR", "taken")
    assert bare.refused("init").endswith("[file]")


def test_db_upgrade_makes_a_database_and_brings_it_along(bare: Desk) -> None:
    bare.monkeypatch.setenv("LOKET_DATABASE_URL", "sqlite:///data/loket.db")
    assert bare.json("db", "upgrade") == {"from": None, "to": head(), "changed": True}
    assert bare.json("db", "upgrade") == {"from": head(), "to": head(), "changed": False}
    said = bare("db", "upgrade")
    assert said.stderr == f"the database is at version {head()}, which is the newest\n"
    assert mode(bare.folder / "data" / "loket.db") == 0o600


def test_a_database_of_a_newer_program_is_left_alone(desk: Desk) -> None:
    with closing(sqlite3.connect("loket.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert desk.refused("db", "upgrade") == (
        f"error: the database is at version 9999, newer than the {head()} of this program: "
        "install the newer program again [database.ahead]"
    )
