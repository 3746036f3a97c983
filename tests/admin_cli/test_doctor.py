"""`loket doctor`: one line for each thing that can be ill, with a cure."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage import deliveries, instruments, requests
from storage.database import Connection
from tests.admin_cli.bot_api import TOKEN, BotApi, serving
from tests.admin_cli.clinic import database_keeps, found, healthy, inspector_says
from tests.admin_cli.conftest import MONDAY, Desk
from tests.servers import free_port


@pytest.fixture
def api() -> Iterator[BotApi]:
    with serving(BotApi()) as served:
        yield served


@pytest.fixture(autouse=True)
def inspects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight children for each doctor are many."""
    inspector_says(monkeypatch, {})


@pytest.fixture
def clinic(desk: Desk, api: BotApi) -> Desk:
    return healthy(desk, api)


def test_a_healthy_server_is_well(on_both: Desk, api: BotApi) -> None:
    database_keeps(on_both, wrong={})
    on_both.done("backup", "create")
    on_both.done("ledger", "checkpoint")
    checks = found(healthy(on_both, api), 0)
    assert list(checks) == [
        "settings",
        "env_file",
        "time_zones",
        "keys",
        "database",
        "database_settings",
        "tables",
        "instruments",
        "lokus",
        "period",
        "requests",
        "parked",
        "ledger",
        "evidence",
        "inspection",
        "fonts",
        "disk",
        "backup",
        "alarms",
        "token",
        "telegram",
        "webhook",
        "clock",
    ]
    assert {level for check, (level, _) in checks.items() if check != "database"} == {"ok"}
    assert api.asked == [f"/bot{TOKEN}/getMe", f"/bot{TOKEN}/getWebhookInfo"]


def test_people_get_a_table(clinic: Desk) -> None:
    result = clinic("doctor")
    assert result.exit_code == 0
    assert "│ ok   │ telegram          │ @layanan_bot answers" in result.stdout
    assert result.stderr == "all is well\n"


@pytest.mark.parametrize(
    ("version", "level"), [("3.51.2", "warn"), ("3.51.3", "ok"), ("3.60", "ok"), ("3.9.2", "warn")]
)
def test_an_sqlite_with_the_wal_race_is_named(clinic: Desk, version: str, level: str) -> None:
    async def server_of(_: object) -> SimpleNamespace:
        return SimpleNamespace(dialect="sqlite", version=version)

    clinic.monkeypatch.setattr("admin_cli.checks.data.server_of", server_of)
    assert found(clinic, 0)["database"][0] == level


@pytest.mark.parametrize("status", [401, 404])
def test_a_token_telegram_does_not_know_is_ill(clinic: Desk, api: BotApi, status: int) -> None:
    api.status = status
    assert found(clinic)["telegram"] == (
        "fail",
        "Telegram does not know this token > write /token to @BotFather and set LOKET_BOT_TOKEN",
    )


def test_a_bot_api_in_trouble_is_ill(clinic: Desk, api: BotApi) -> None:
    api.status = 502
    assert found(clinic)["telegram"][1].startswith("the Bot API answers 502 to getMe >")
    api.status, api.body = 200, b"<html>Welcome to the hotel</html>"
    assert "what answers there is not a Bot API" in found(clinic)["telegram"][1]
    api.body = b'{"ok": true, "result": []}'
    assert found(clinic)["telegram"][0] == "fail"


def test_a_network_that_leads_nowhere_is_ill(clinic: Desk) -> None:
    clinic.monkeypatch.setenv("LOKET_TELEGRAM_API_BASE", f"http://127.0.0.1:{free_port()}")
    level, said = found(clinic)["telegram"]
    assert level == "fail"
    assert "Connection refused" in said
    assert "check the network, a proxy, and LOKET_TELEGRAM_API_BASE" in said


def test_a_webhook_is_pointed_out(clinic: Desk, api: BotApi) -> None:
    api.results["getWebhookInfo"] = {"url": "https://example.org/hook"}
    assert found(clinic, 0)["webhook"][0] == "warn"


@pytest.mark.parametrize(
    ("url", "trouble", "waiting", "level"),
    [
        ("https://loket.example.go.id/telegram", "", 3, "ok"),
        ("https://loket.example.go.id/telegram", "502 Bad Gateway", 0, "ok"),
        ("https://loket.example.go.id/telegram", "502 Bad Gateway", 3, "warn"),
        ("https://example.org/hook", "", 0, "warn"),
        ("", "", 0, "warn"),
    ],
)
def test_with_a_webhook_telegram_must_bring_updates_to_it(  # noqa: PLR0917 - fixtures among them
    clinic: Desk, api: BotApi, url: str, trouble: str, waiting: int, level: str
) -> None:
    clinic.monkeypatch.setenv("LOKET_WEBHOOK_URL", "https://loket.example.go.id/telegram")
    said = {"url": url, "pending_update_count": waiting, "last_error_message": trouble}
    api.results["getWebhookInfo"] = said
    assert found(clinic, 0)["webhook"][0] == level


def test_posters_with_another_bots_name_are_ill(clinic: Desk) -> None:
    clinic.monkeypatch.setenv("LOKET_BOT_USERNAME", "@Layanan_Bot")
    assert found(clinic, 0)["telegram"][0] == "ok"
    clinic.monkeypatch.setenv("LOKET_BOT_USERNAME", "lain_bot")
    assert "the token is of @layanan_bot" in found(clinic)["telegram"][1]


@pytest.mark.parametrize(
    ("seconds", "level"), [(59, "ok"), (-59, "ok"), (61, "fail"), (-61, "fail")]
)
def test_a_clock_that_is_off_is_ill(clinic: Desk, api: BotApi, seconds: int, level: str) -> None:
    api.date += timedelta(seconds=seconds)
    assert found(clinic, 0 if level == "ok" else 1)["clock"][0] == level


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", "LOKET_BOT_TOKEN is not set > put the token from @BotFather there"),
        ("my token", "LOKET_BOT_TOKEN does not look like a bot's token > copy it again"),
    ],
)
def test_a_token_that_is_none_is_ill_and_not_sent(
    clinic: Desk, api: BotApi, token: str, said: str
) -> None:
    clinic.monkeypatch.setenv("LOKET_BOT_TOKEN", token)
    assert found(clinic)["token"][1].startswith(said)
    assert api.asked == []


def test_bad_settings_are_all_the_doctor_can_say(clinic: Desk) -> None:
    clinic.monkeypatch.setenv("LOKET_TIMEZONE", "Mars")
    assert list(found(clinic)) == ["settings"]


def spoil_modes(folder: Path) -> None:
    (folder / "keys" / "account.key").chmod(0o644)


def spoil_key(folder: Path) -> None:
    (folder / "keys" / "parked.key").write_text("abc\n")


def lose_keys(folder: Path) -> None:
    shutil.rmtree(folder / "keys")


def open_folder(folder: Path) -> None:
    (folder / "keys").chmod(0o755)


def open_env(folder: Path) -> None:
    (folder / ".env").chmod(0o644)


def swap_pepper(folder: Path) -> None:
    (folder / "keys" / "pepper-2026.key").write_text("00" * 32 + "\n")


def lose_pepper(folder: Path) -> None:
    (folder / "keys" / "pepper-2026.key").unlink()


def lose_database(folder: Path) -> None:
    (folder / "loket.db").unlink()


def empty_database(folder: Path) -> None:
    (folder / "loket.db").write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "check", "said"),
    [
        (spoil_modes, "keys", "run `chmod 600"),
        (spoil_key, "keys", "parked.key does not hold a key > restore it from your copy"),
        (lose_keys, "keys", "run `loket init`"),
        (open_folder, "keys", "run `chmod 700"),
        (open_env, "env_file", "others may read .env > run `chmod 600 .env`"),
        (swap_pepper, "period", "is not the one it was opened with > restore the file"),
        (lose_pepper, "period", "restore it; no answer is taken without it"),
        (lose_database, "database", "run `loket init`, or point LOKET_DATABASE_URL at yours"),
        (empty_database, "tables", "run `loket db upgrade`"),
    ],
)
def test_what_is_spoilt_is_found_with_its_cure(
    clinic: Desk, spoil: object, check: str, said: str
) -> None:
    assert callable(spoil)
    spoil(clinic.folder)
    level, words = found(clinic)[check]
    assert level == "fail"
    assert said in words


def test_a_published_form_that_was_edited_is_ill(clinic: Desk) -> None:
    async def forge(connection: Connection) -> None:
        await instruments.publish(connection, "F-03", "2023061901", "sha256:0", date(2026, 1, 1))

    (clinic.folder / "loket.db").unlink()
    clinic.done("db", "upgrade")
    assert found(clinic)["instruments"][1].startswith(
        "not published: F-01 2023061901, F-03 2023061901 >"
    )
    clinic.store(forge)
    assert "changed after publishing > restore it" in found(clinic)["instruments"][1]


def test_what_an_admin_should_look_at_is_a_warning(clinic: Desk) -> None:
    async def park(connection: Connection) -> None:
        await deliveries.park(connection, 7, "KeyError in on_choice", b"...", date(2026, 11, 20))

    clinic.store(park)
    clinic.done("period", "close", "2026")
    checks = found(clinic, 0)
    assert checks["parked"][0] == "warn"
    assert "the last: KeyError in on_choice" in checks["parked"][1]
    assert checks["period"][1].startswith("no period is open today: no answer is taken >")


@pytest.mark.parametrize(
    ("free", "level", "code"),
    [
        (2_000_000_000, "ok", 0),
        (1_999_999_999, "warn", 0),
        (500_000_000, "warn", 0),
        (10, "fail", 1),
    ],
)
def test_a_disk_that_fills_up_is_noticed(clinic: Desk, free: int, level: str, code: int) -> None:
    usage = SimpleNamespace(free=free, total=20_000_000_000)
    clinic.monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert found(clinic, code)["disk"][0] == level


def test_a_citizen_who_waits_too_long_for_their_data_is_named(clinic: Desk) -> None:
    async def ask(connection: Connection) -> None:
        asked_on = MONDAY.date() - timedelta(days=2)
        await requests.record(connection, "access", asked_on, is_done=False)

    clinic.store(ask)
    assert found(clinic, 0)["requests"][0] == "warn"
    clinic.at(MONDAY + timedelta(days=2))
    level, said = found(clinic)["requests"]
    assert (level, "longer than 3 x 24 hours" in said) == ("fail", True)
