"""Logs: one JSON object a line on stderr, without the token and without anybody's name or id."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

from bot.scrub import scrubbed

# aiogram.event would say of every tap to the microsecond when it came.
_CHATTY = ("aiogram.event", "aiosqlite", "asyncio", "aiohttp.access", "PIL", "alembic")

_QUOTING = "asyncio"


def set_up(level: str, token: str = "", stream: TextIO | None = None) -> None:
    """Send structlog and the standard library's loggers through the same scrubber."""
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    shared = (
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _plain_traceback,
        _no_values,
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = _Scrubbing(processor=renderer, foreign_pre_chain=shared)
    formatter.token = token
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _plain_traceback(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Where it failed and the kind of error; its message may quote what a person sent."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["at"] = [
            f"{Path(one.filename).parent.name}/{one.name}:{one.lineno}" for one in frames[-8:]
        ]
    return event


def _no_values(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """After the first bracket or line asyncio tells what it holds: what a person sent, perhaps."""
    if event.get("logger") == _QUOTING:
        event["event"] = re.split(r"[(<\[\n]", str(event["event"]), maxsplit=1)[0].strip()
    return event


class _Scrubbing(structlog.stdlib.ProcessorFormatter):
    """The last look at every line, whoever wrote it."""

    token = ""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record), self.token)
