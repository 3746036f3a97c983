"""Database URLs: what we cannot open is said with the cure and without the password."""

import traceback

import pytest

from storage.database import Database, read_url
from storage.errors import BadDatabaseUrl

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("sqlite:///loket.db", "sqlite+aiosqlite"),
        ("sqlite:////srv/loket.db", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/loket", "postgresql+asyncpg"),
        ("postgres://u:p@h/loket", "postgresql+asyncpg"),
        ("postgresql+psycopg://u:p@h/loket", "postgresql+asyncpg"),
    ],
)
def test_a_url_as_people_write_it_gets_our_driver(text: str, driver: str) -> None:
    assert read_url(text).drivername == driver


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET,
        f"loket:{SECRET}",
        f"mysql://u:{SECRET}@h/loket",
        f"postgresql//u:{SECRET}@h/loket",
        f"postgresql://u:{SECRET}@h:port/loket",
        f"postgresql://u:{SECRET}@[::1/loket",
        f"postgresql://u@h:{SECRET}/loket",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_url_we_cannot_open_is_refused_with_the_cure(text: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=r"LOKET_DATABASE_URL.*set it to sqlite:///") as caught:
        Database(text)
    said = "".join(traceback.format_exception(caught.value))
    assert SECRET not in said


def test_the_refusal_names_the_scheme_that_was_given() -> None:
    with pytest.raises(BadDatabaseUrl, match="'mysql'"):
        read_url("mysql://u:p@h/loket")
