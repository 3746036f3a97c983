"""Logs: whoever writes them, no token and nothing a person said gets through."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import set_up
from bot.scrub import scrubbed

TOKEN = "990001:AAsecret-token-for-the-tests-0001"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """The log of a program that was set up; the test run's own set-up comes back afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level, settings = root.handlers, root.level, structlog.get_config()
    set_up("DEBUG", TOKEN, stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**settings)


@pytest.fixture
def lines(written: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.fixture
def logs() -> None:
    """Not captured here: this file looks at what is really written."""


def test_our_events_are_one_json_object_a_line(lines: Lines) -> None:
    structlog.get_logger("bot.x").info("bot.ready", api="http://127.0.0.1", lokus="Kantor “é”")
    (line,) = lines()
    assert (line["event"], line["level"], line["logger"]) == ("bot.ready", "info", "bot.x")
    assert line["lokus"] == "Kantor “é”"


def test_the_loggers_of_libraries_pass_through_the_same_scrubber(lines: Lines) -> None:
    logging.getLogger("aiogram.event").warning("POST /bot%s/getMe", TOKEN)
    (line,) = lines()
    assert line["event"] == "POST /bot[token]/getMe"


def fail(message: str) -> None:
    raise ValueError(message)


@pytest.mark.parametrize("name", ["aiogram.dispatcher", "bot.receiver"])
def test_an_exception_is_told_by_kind_and_place_not_by_its_words(name: str, lines: Lines) -> None:
    log = structlog.get_logger(name) if name.startswith("bot") else logging.getLogger(name)
    try:
        fail(f"Siti said rahasia with {TOKEN}")
    except ValueError:
        log.exception("turn.failed")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert "rahasia" not in json.dumps(line)
    assert line["at"][-1].startswith("bot/fail:")


def test_a_frame_of_made_up_code_is_told_too(lines: Lines) -> None:
    """Dataclasses and pydantic make code whose file has no folder: "<string>"."""
    try:
        exec("fail('Siti')", {"fail": fail})
    except ValueError:
        structlog.get_logger("bot.receiver").exception("turn.failed")
    (line,) = lines()
    assert line["error"] == "ValueError"


def test_an_exception_that_is_handed_over_is_told_the_same_way(lines: Lines) -> None:
    structlog.get_logger("bot.x").error("turn.failed", exc_info=KeyError("Siti"))
    (line,) = lines()
    assert (line["error"], line["at"]) == ("KeyError", [])
    assert "Siti" not in json.dumps(line)


@pytest.mark.parametrize("name", ["aiosqlite", "asyncio", "aiohttp.access"])
def test_libraries_that_quote_values_stay_silent_at_debug(name: str, lines: Lines) -> None:
    logging.getLogger(name).debug("INSERT INTO facts VALUES (%s)", "rahasia")
    assert lines() == []


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"/file/bot{TOKEN}/photos/1.jpg",
        f"Bot({TOKEN!r})",
        f"{{'token': '{TOKEN}'}}",
        "1234567890:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi",
    ],
)
def test_a_token_is_hidden_wherever_it_stands(text: str) -> None:
    assert "[token]" in scrubbed(text)
    assert "token-for" not in scrubbed(text)
    assert "UVWXYZ" not in scrubbed(text)


def test_a_token_of_an_odd_shape_is_hidden_by_its_letters() -> None:
    assert scrubbed("key=abc!", "abc!") == "key=[token]"


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_around_it_saves_a_token(around: str) -> None:
    assert TOKEN not in scrubbed(f"{around}{TOKEN}{around}", TOKEN)


def test_a_time_of_day_is_not_taken_for_a_token() -> None:
    assert scrubbed("2026-11-16T02:00:00Z 12:30") == "2026-11-16T02:00:00Z 12:30"
