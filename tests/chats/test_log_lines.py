"""A line of the log can always be written, and names nobody."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the program logs; the loggers of the tests are put back afterwards."""
    root = logging.getLogger()
    before = root.handlers, root.level
    stream = io.StringIO()
    logs.set_up("DEBUG", "", stream)
    yield stream
    root.handlers, root.level = before
    structlog.reset_defaults()


def test_an_error_in_code_without_a_file_is_logged_too(written: io.StringIO) -> None:
    """Generated code, a dataclass's `__init__` say, has no folder to name."""
    try:
        exec("raise ValueError('Siti')")
    except ValueError:
        structlog.get_logger("bot").exception("turn.failed")
    line = json.loads(written.getvalue())
    assert (line["error"], line["at"][-1]) == ("ValueError", "/<module>:1")
    assert "Siti" not in written.getvalue()


def test_an_error_a_library_logs_does_not_quote_people(written: io.StringIO) -> None:
    try:
        int("Siti")
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    assert "ValueError" in written.getvalue()
    assert "Siti" not in written.getvalue()
