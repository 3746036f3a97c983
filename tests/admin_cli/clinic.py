"""A server for the doctor to look at, and what it says of it."""

import json
from pathlib import Path

import pytest

from bot.inspection.verdict import ReasonCode, Refused, Verdict, fine
from storage.database import Database
from tests.admin_cli.bot_api import TOKEN, BotApi
from tests.admin_cli.conftest import Desk, furnish

Found = dict[str, tuple[str, str]]


def healthy(desk: Desk, api: BotApi) -> Desk:
    """A server that takes answers."""
    furnish(desk)
    desk.monkeypatch.setenv("LOKET_BOT_TOKEN", TOKEN)
    desk.monkeypatch.setenv("LOKET_ALARM_CHAT", "4711")
    desk.monkeypatch.setenv("LOKET_TELEGRAM_API_BASE", api.url)
    return desk


def found(desk: Desk, exit_code: int = 1) -> Found:
    """Level and words of each check."""
    result = desk("doctor", "--json")
    assert result.exit_code == exit_code, result.output
    assert TOKEN.partition(":")[2] not in result.output
    said = json.loads(result.stdout)
    assert said["ok"] is (exit_code == 0)
    assert all(one["cure"] for one in said["checks"] if one["level"] != "ok")
    return {
        one["check"]: (one["level"], f"{one['said']} > {one['cure']}") for one in said["checks"]
    }


def inspector_says(monkeypatch: pytest.MonkeyPatch, refused: dict[str, ReasonCode]) -> None:
    async def inspect(path: Path) -> Verdict:
        reason = refused.get(path.name)
        return Refused(reason) if reason else fine("jpeg")

    monkeypatch.setattr("admin_cli.checks.inspection.inspect", inspect)


def database_keeps(desk: Desk, wrong: dict[str, str]) -> None:
    """The PostgreSQL of the tests would rather be quick."""

    async def wrong_settings(_: Database) -> dict[str, str]:
        return wrong

    desk.monkeypatch.setattr("admin_cli.checks.data.wrong_settings", wrong_settings)
