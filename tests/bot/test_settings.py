"""Settings: environment over `.env`, secrets from files, and bad values named with the cure."""

import os
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.settings import ENV_FILE, Settings, load_settings

TOKEN = "990001:AAsecret-token-for-the-tests-0001"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of our own and no setting from outside."""
    for name in [name for name in os.environ if name.startswith("LOKET_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_setting_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///loket.db"
    assert settings.api_base == "https://api.telegram.org"
    assert settings.zone.key == "Asia/Makassar"


def test_the_environment_goes_over_the_env_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("LOKET_TIMEZONE=Asia/Jakarta\nLOKET_LOG_LEVEL=DEBUG\nOTHER=1\n")
    monkeypatch.setenv("LOKET_TIMEZONE", "Asia/Jayapura")
    settings = load_settings()
    assert (settings.timezone, settings.log_level) == ("Asia/Jayapura", "DEBUG")


def test_the_env_file_may_lie_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "server.env").write_text("LOKET_TIMEZONE=Asia/Jakarta\n")
    monkeypatch.setenv(ENV_FILE, "server.env")
    assert load_settings().timezone == "Asia/Jakarta"


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_TIMEZONE", "")
    monkeypatch.setenv("LOKET_BOT_TOKEN", "")
    settings = load_settings()
    assert settings.timezone == "Asia/Makassar"
    with pytest.raises(BadSettings, match=r"LOKET_BOT_TOKEN is not set: .*@BotFather"):
        settings.require_token()


def test_secrets_are_read_from_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "token").write_text(TOKEN + "\n")
    (folder / "url").write_text("postgresql://u:p@h/loket\n")
    (folder / "s3").write_text("s3cret\n")
    monkeypatch.setenv("LOKET_BOT_TOKEN_FILE", "token")
    monkeypatch.setenv("LOKET_DATABASE_URL_FILE", "url")
    monkeypatch.setenv("LOKET_EVIDENCE_SECRET_KEY_FILE", "s3")
    settings = load_settings()
    assert settings.evidence_secret_key
    assert settings.evidence_secret_key.get_secret_value() == "s3cret"
    assert settings.require_token() == TOKEN
    assert settings.database_url.get_secret_value() == "postgresql://u:p@h/loket"


@pytest.mark.parametrize(
    "name",
    ["LOKET_BOT_TOKEN_FILE", "LOKET_DATABASE_URL_FILE", "LOKET_EVIDENCE_SECRET_KEY_FILE"],
)
@pytest.mark.parametrize("content", [None, b"\xff\xfe secret"])
def test_a_secret_file_we_cannot_read_is_named(
    name: str, content: bytes | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (folder / "secret").write_bytes(content)
    monkeypatch.setenv(name, "secret")
    with pytest.raises(BadSettings, match=f"{name}: .* cannot be read"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("LOKET_TIMEZONE", "Mars/Olympus", "not an IANA time zone such as Asia/Makassar"),
        ("LOKET_TIMEZONE", "/etc/passwd", "not an IANA time zone"),
        ("LOKET_TELEGRAM_API_BASE", "telegram", "valid URL"),
        ("LOKET_MESSAGES_PER_SECOND", "0", "greater than"),
        ("LOKET_MESSAGES_PER_SECOND", "fast", "valid number"),
        ("LOKET_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING"),
        ("LOKET_COMPLAINT_URL", "javascript:alert(1)", "URL"),
        ("LOKET_EVIDENCE_URL", "ftp://server/evidence", "set it to a folder .*s3://bucket/prefix"),
        ("LOKET_EVIDENCE_URL", "s3://Not_A_Bucket", "s3://bucket/prefix"),
        ("LOKET_EVIDENCE_ENDPOINT", "minio", "valid URL"),
    ],
)
def test_a_bad_value_is_named_with_what_it_should_be(
    name: str, value: str, cure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=f"{name}: .*{cure}"):
        load_settings()


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("LOKET_MESSAGES_PER_SECOND", "0")
    with pytest.raises(BadSettings) as caught:
        load_settings()
    assert len(caught.value.problems) == 2


def test_a_secret_is_in_no_message_and_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("LOKET_DATABASE_URL", "postgresql://u:hunter2@h/loket")
    assert TOKEN not in repr(load_settings())
    assert "hunter2" not in repr(load_settings())
    monkeypatch.setenv("LOKET_TIMEZONE", "Mars/Olympus")
    with pytest.raises(BadSettings) as caught:
        load_settings()
    assert TOKEN not in str(caught.value)


def test_the_api_base_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_TELEGRAM_API_BASE", "http://127.0.0.1:8081/")
    assert load_settings().api_base == "http://127.0.0.1:8081"


def test_a_log_level_may_be_written_small() -> None:
    assert Settings(_env_file=None, log_level="debug").log_level == "DEBUG"
