"""What Python would print by itself goes through the log: an error's words may hold a secret."""

import logging
import sys
import threading
from types import TracebackType

import structlog

log = structlog.get_logger(__name__)


def hear() -> None:
    """For the whole process: errors that nobody caught, in whatever part of it, and warnings."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _of_the_program
    sys.unraisablehook = _of_a_cleanup
    threading.excepthook = _of_a_thread


def _of_the_program(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    log.critical("program.failed", exc_info=error)


def _of_a_cleanup(seen: "sys.UnraisableHookArgs") -> None:
    log.error("cleanup.failed", exc_info=seen.exc_value)


def _of_a_thread(seen: threading.ExceptHookArgs) -> None:
    log.error("thread.failed", exc_info=seen.exc_value)
