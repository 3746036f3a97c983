"""The `.env` file `loket init` writes: every setting with what it means."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,-]*")
_HEAD = """\
# Settings of SuaraLoket. What the environment sets goes before what stands here.
# From another folder: LOKET_ENV_FILE=/path/to/this/file loket ...
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting; `usual` is shown, commented out, where none was chosen."""

    name: str
    usual: str
    about: str


ENTRIES = (
    Entry(
        "LOKET_BOT_TOKEN",
        "",
        "The bot's token, a secret: in Telegram write /newbot to @BotFather, or /token if the bot\n"
        "exists. It looks like 123456789:AA... Empty: only the demo runs.",
    ),
    Entry("LOKET_BOT_TOKEN_FILE", "/run/secrets/bot-token", "Or a file that holds the token."),
    Entry("LOKET_BOT_USERNAME", "", "The bot's name without @; posters and links need it."),
    Entry(
        "LOKET_DATABASE_URL",
        "sqlite:///loket.db",
        "sqlite:///folder/loket.db, or postgresql://user:password@host/name",
    ),
    Entry("LOKET_DATABASE_URL_FILE", "/run/secrets/database-url", "Or a file that holds the URL."),
    Entry(
        "LOKET_KEYS_DIR",
        "keys",
        "Where the keys are. Copy this folder to a safe place, apart from the database's backups.",
    ),
    Entry(
        "LOKET_EVIDENCE_URL",
        "evidence",
        "Where the files that prove F-01 lie: a folder, or s3://bucket/prefix. Back it up.",
    ),
    Entry("LOKET_EVIDENCE_ENDPOINT", "https://s3.example.go.id", "The bucket's server."),
    Entry("LOKET_EVIDENCE_REGION", "us-east-1", "The bucket's region."),
    Entry("LOKET_EVIDENCE_ACCESS_KEY", "loket", "Who may write there; or the AWS_* variables."),
    Entry("LOKET_EVIDENCE_SECRET_KEY", "the-secret", "And the secret to it."),
    Entry("LOKET_EVIDENCE_SECRET_KEY_FILE", "/run/secrets/evidence-key", "Or a file with it."),
    Entry("LOKET_EVIDENCE_SPOOL", "evidence-spool", "Where files for a bucket are made ready."),
    Entry("LOKET_SCORING_URL", "https://skor.example.go.id/pekppp", "Who gets the weekly bundle."),
    Entry(
        "LOKET_SCORING_SECRET",
        "whsec_...",
        "Signs each push, so that the receiver knows us: both sides have it and nobody else.",
    ),
    Entry("LOKET_SCORING_SECRET_FILE", "/run/secrets/scoring", "Or a file that holds it."),
    Entry(
        "LOKET_CHECKPOINT_DIR",
        "checkpoints",
        "Signed heads of the ledger: copy them elsewhere too.",
    ),
    Entry("LOKET_BACKUP_DIR", "backups", "Where `loket backup` keeps its copies: another disk."),
    Entry(
        "LOKET_BACKUP_PASSPHRASE_FILE",
        "/run/secrets/backup-passphrase",
        "Set it, and backups are encrypted. Keep the passphrase in another place too: it is gone\n"
        "with this machine, and without it so are the backups.",
    ),
    Entry("LOKET_TIMEZONE", "Asia/Makassar", "Asia/Jakarta, Asia/Makassar or Asia/Jayapura."),
    Entry("LOKET_TELEGRAM_API_BASE", "https://api.telegram.org", "The Bot API server."),
    Entry("LOKET_MESSAGES_PER_SECOND", "25", "How fast the bot speaks; Telegram allows 30."),
    Entry(
        "LOKET_WEBHOOK_URL",
        "https://loket.example.go.id/telegram",
        "Only for `loket bot run --mode webhook`: where Telegram finds us. docs/scaling.md",
    ),
    Entry("LOKET_WEBHOOK_BIND", "127.0.0.1:8081", "Where the proxy in front finds this process."),
    Entry(
        "LOKET_WEBHOOK_SECRET",
        "openssl rand -hex 32",
        "What Telegram shows with every update; without it nothing is taken in.",
    ),
    Entry("LOKET_WEBHOOK_SECRET_FILE", "/run/secrets/webhook", "Or a file that holds it."),
    Entry(
        "LOKET_REDIS_URL",
        "redis://127.0.0.1:6379/0",
        "For several processes behind one webhook; one needs none.",
    ),
    Entry("LOKET_REDIS_URL_FILE", "/run/secrets/redis-url", "Or a file that holds it."),
    Entry("LOKET_LIMITS", "60/10 seconds;240/minute", "How much one person may send."),
    Entry("LOKET_COMPLAINT_URL", "https://www.lapor.go.id/", "Where complaints are sent to."),
    Entry(
        "LOKET_HEALTH_BIND",
        "127.0.0.1:9464",
        "Where the bot shows /healthz and /metrics; empty: nowhere. docs/operations.md",
    ),
    Entry(
        "LOKET_ALARM_CHAT",
        "123456789",
        "The Telegram chat that hears of trouble, by its number; try it: loket alarm test",
    ),
    Entry("LOKET_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
)


def write_env(path: Path, chosen: Mapping[str, str]) -> None:
    """Make the file, for its owner only; raises FileExistsError rather than change one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join((_HEAD, *_blocks(chosen))))
        file.flush()
        os.fsync(file.fileno())


def _blocks(chosen: Mapping[str, str]) -> Iterator[str]:
    for entry in ENTRIES:
        about = "".join(f"# {line}\n" for line in entry.about.split("\n"))
        if entry.name in chosen or not entry.usual:
            yield f"{about}{entry.name}={_quoted(chosen.get(entry.name, ''))}\n"
        else:
            yield f"{about}# {entry.name}={_quoted(entry.usual)}\n"


def _quoted(value: str) -> str:
    """As dotenv reads it back.

    >>> _quoted("/srv/loket/keys"), _quoted("60/10 seconds;240/minute")
    ('/srv/loket/keys', "'60/10 seconds;240/minute'")
    """
    if _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
