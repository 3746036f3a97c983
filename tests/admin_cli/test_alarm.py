"""`loket alarm test`: it arrives, or the admin reads what to do."""

import json
from collections.abc import Iterator

import pytest

from tests.admin_cli.bot_api import TOKEN, BotApi, serving
from tests.admin_cli.clinic import found, healthy, inspector_says
from tests.admin_cli.conftest import Desk
from tests.servers import free_port

REFUSED = b'{"ok": false, "description": "Bad Request: chat not found"}'


@pytest.fixture
def api() -> Iterator[BotApi]:
    with serving(BotApi()) as served:
        served.results["sendMessage"] = {"message_id": 9}
        yield served


@pytest.fixture
def clinic(desk: Desk, api: BotApi) -> Desk:
    return healthy(desk, api)


def test_a_test_message_goes_to_the_chat(clinic: Desk, api: BotApi) -> None:
    clinic.monkeypatch.setenv("LOKET_ALARM_CHAT", "-1001234")
    result = clinic("alarm", "test")
    assert (result.exit_code, result.stderr) == (0, "sent: look into that chat\n")
    [sent] = api.sent
    assert sent["chat_id"] == "-1001234"
    assert "pesan uji" in sent["text"]


def test_without_a_chat_the_setting_is_named(clinic: Desk) -> None:
    clinic.monkeypatch.delenv("LOKET_ALARM_CHAT")
    said = clinic.refused("alarm", "test")
    assert said.startswith("error: LOKET_ALARM_CHAT is not set: ")
    assert said.endswith("[alarm.off]")


@pytest.mark.parametrize(
    ("status", "cure"),
    [(400, "/start"), (403, "/start"), (401, "@BotFather"), (502, "try again later")],
)
def test_a_refusal_is_shown_with_its_cure(
    clinic: Desk, api: BotApi, status: int, cure: str
) -> None:
    api.status, api.body = status, REFUSED
    result = clinic("alarm", "test", "--json")
    assert result.exit_code == 1
    assert "not sent (Bad Request: chat not found)" in result.stderr
    assert cure in json.loads(result.stdout)["cure"]
    assert TOKEN not in result.output


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"ok": false}'])
def test_a_refusal_without_words_has_its_number(clinic: Desk, api: BotApi, body: bytes) -> None:
    api.status, api.body = 400, body
    assert "not sent (400): let that person" in clinic("alarm", "test").stderr


def test_a_network_that_leads_nowhere_is_said(clinic: Desk) -> None:
    clinic.monkeypatch.setenv("LOKET_TELEGRAM_API_BASE", f"http://127.0.0.1:{free_port()}")
    result = clinic("alarm", "test")
    assert result.exit_code == 1
    assert "Connection refused" in result.stderr


def test_the_doctor_says_when_nobody_hears_of_trouble(clinic: Desk) -> None:
    inspector_says(clinic.monkeypatch, {})
    assert found(clinic, 0)["alarms"][0] == "ok"
    clinic.monkeypatch.setenv("LOKET_ALARM_CHAT", "")
    level, said = found(clinic, 0)["alarms"]
    assert level == "warn"
    assert "set LOKET_ALARM_CHAT" in said


@pytest.mark.parametrize("number", ["saya", "@admin", "12 34", "1.5"])
def test_a_chat_that_is_no_number_is_named(clinic: Desk, number: str) -> None:
    clinic.monkeypatch.setenv("LOKET_ALARM_CHAT", number)
    said = clinic.refused("alarm", "test")
    assert "LOKET_ALARM_CHAT: write the number of a chat, like 123456789" in said
