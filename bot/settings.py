"""Settings: environment variables `LOKET_*`, also from a `.env` file; secrets also as `*_FILE`."""

import os
import re
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BadSettings
from storage.evidence_store.errors import BadEvidenceUrl
from storage.evidence_store.opening import read_evidence_url

ENV_FILE = "LOKET_ENV_FILE"
_PORTS = 1 << 16
_CHAT = re.compile(r"-?\d{1,19}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Settings(BaseSettings):
    """What a server is told. Relative paths are relative to the working folder."""

    model_config = SettingsConfigDict(
        env_prefix="LOKET_", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: SecretStr = SecretStr("sqlite:///loket.db")
    database_url_file: Path | None = None
    keys_dir: Path = Path("keys")
    evidence_url: str = "evidence"
    evidence_endpoint: AnyHttpUrl | None = None
    evidence_region: str = ""
    evidence_access_key: str = ""
    evidence_secret_key: SecretStr | None = None
    evidence_secret_key_file: Path | None = None
    evidence_spool: Path = Path("evidence-spool")
    backup_dir: Path = Path("backups")
    checkpoint_dir: Path = Path("checkpoints")
    backup_passphrase_file: Path | None = None
    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    bot_username: str = ""
    telegram_api_base: AnyHttpUrl = AnyHttpUrl("https://api.telegram.org")
    timezone: str = "Asia/Makassar"
    log_level: str = "INFO"
    limits: str = "60/10 seconds;240/minute"
    scoring_url: AnyHttpUrl | None = None
    scoring_secret: SecretStr | None = None
    scoring_secret_file: Path | None = None
    messages_per_second: float = Field(default=25.0, ge=1)
    complaint_url: AnyHttpUrl = AnyHttpUrl("https://www.lapor.go.id/")
    health_bind: str = ""
    alarm_chat: int | None = None
    webhook_url: AnyHttpUrl | None = None
    webhook_bind: str = "127.0.0.1:8081"
    webhook_secret: SecretStr | None = None
    webhook_secret_file: Path | None = None
    redis_url: SecretStr | None = None
    redis_url_file: Path | None = None

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("not an IANA time zone such as Asia/Makassar") from error
        return name

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, name: str) -> str:
        if name.upper() not in _LEVELS:
            raise ValueError(f"not one of {', '.join(_LEVELS)}")
        return name.upper()

    @field_validator("evidence_url")
    @classmethod
    def _known_store(cls, text: str) -> str:
        try:
            read_evidence_url(text)
        except BadEvidenceUrl as error:
            raise ValueError(str(error).partition(": ")[2]) from error
        return text

    @field_validator("health_bind", "webhook_bind")
    @classmethod
    def _address(cls, text: str) -> str:
        host, _, port = text.rpartition(":")
        if text and not (host and port.isdecimal() and 0 < int(port) < _PORTS):
            raise ValueError("write it like 127.0.0.1:9464")
        return text

    @field_validator("alarm_chat", mode="before")
    @classmethod
    def _chat(cls, number: object) -> object:
        if isinstance(number, str) and not _CHAT.fullmatch(number.strip()):
            raise ValueError(
                "write the number of a chat, like 123456789: docs/operations.md says how"
            )
        return number

    @model_validator(mode="after")
    def _secrets_from_files(self) -> Self:
        if self.bot_token is None and self.bot_token_file is not None:
            self.bot_token = _read_secret("LOKET_BOT_TOKEN_FILE", self.bot_token_file)
        if self.evidence_secret_key is None and self.evidence_secret_key_file is not None:
            path = self.evidence_secret_key_file
            self.evidence_secret_key = _read_secret("LOKET_EVIDENCE_SECRET_KEY_FILE", path)
        if self.scoring_secret is None and self.scoring_secret_file is not None:
            path = self.scoring_secret_file
            self.scoring_secret = _read_secret("LOKET_SCORING_SECRET_FILE", path)
        if self.database_url_file is not None:
            self.database_url = _read_secret("LOKET_DATABASE_URL_FILE", self.database_url_file)
        if self.redis_url is None and self.redis_url_file is not None:
            self.redis_url = _read_secret("LOKET_REDIS_URL_FILE", self.redis_url_file)
        if self.webhook_secret is None and self.webhook_secret_file is not None:
            path = self.webhook_secret_file
            self.webhook_secret = _read_secret("LOKET_WEBHOOK_SECRET_FILE", path)
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The default time zone; an instansi may have its own."""
        return ZoneInfo(self.timezone)

    @property
    def health_address(self) -> tuple[str, int] | None:
        """Where /healthz and /metrics are, if anywhere."""
        return _host_and_port(self.health_bind) if self.health_bind else None

    @property
    def webhook_address(self) -> tuple[str, int]:
        """Where Telegram's updates reach this process: behind a proxy that speaks TLS."""
        return _host_and_port(self.webhook_bind)

    @property
    def api_base(self) -> str:
        """The Bot API server, without a slash at the end."""
        return str(self.telegram_api_base).rstrip("/")

    def require_token(self) -> str:
        """The bot token; raises BadSettings when there is none."""
        if self.bot_token is None or not self.bot_token.get_secret_value().strip():
            raise BadSettings(["LOKET_BOT_TOKEN is not set: put the token from @BotFather there"])
        return self.bot_token.get_secret_value().strip()

    def require_webhook(self) -> tuple[str, str]:
        """The address Telegram is told, and the secret it shows; raises BadSettings."""
        url, secret = self.webhook_url, self.webhook_secret
        problems = []
        if url is None or (url.scheme != "https" and self.telegram_api_base.scheme == "https"):
            problems.append(
                "LOKET_WEBHOOK_URL: set the address at which Telegram finds us,"
                " like https://loket.example.go.id/telegram"
            )
        if secret is None or not _SECRET.fullmatch(secret.get_secret_value()):
            problems.append(
                "LOKET_WEBHOOK_SECRET: set 16 to 256 letters, digits, _ and -;"
                " `openssl rand -hex 32` makes them"
            )
        if problems or secret is None:
            raise BadSettings(problems)
        return str(url), secret.get_secret_value()


def load_settings() -> Settings:
    """Environment first, then the `.env` file; raises BadSettings naming every bad one."""
    try:
        return Settings(_env_file=os.environ.get(ENV_FILE, ".env"))
    except ValidationError as error:
        raise BadSettings([_cure(one["loc"], one["msg"]) for one in error.errors()]) from None


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def _cure(place: tuple[int | str, ...], message: str) -> str:
    name = "LOKET_" + "_".join(str(part) for part in place).upper()
    cure = ": write it like https://api.telegram.org" if "valid URL" in message else ""
    return f"{name}: {message.removeprefix('Value error, ')}{cure}"


def _read_secret(name: str, path: Path) -> SecretStr:
    try:
        return SecretStr(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise BadSettings([f"{name}: {path} cannot be read: {reason}"]) from None
