"""Every dependency has its reason on paper, and the locks pin all of it without naming a host."""

import re
from collections.abc import Iterable
from itertools import chain, pairwise

import pytest

from tests.house.tree import pyproject, text

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)(\[[^]]*\])?==\S+( ;[^\\]*)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
NOTE = re.compile(r"^ +#")


def bare(requirement: str) -> str:
    """`SQLAlchemy[asyncio]>=2.1` is sqlalchemy."""
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower()


def declared() -> set[str]:
    """What pyproject.toml asks for, extras too."""
    project = pyproject()["project"]
    extras: Iterable[list[str]] = project["optional-dependencies"].values()
    return {bare(one) for one in chain(project["dependencies"], *extras)}


def test_each_dependency_has_its_reason_and_no_reason_lacks_its_dependency() -> None:
    explained = re.findall(r"^\| `([^`]+)` \|", text("docs/dependencies.md"), re.MULTILINE)
    assert sorted(explained) == sorted(declared())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    assert not re.search(r"://|index-url|find-links|trusted-host", text(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_pins_and_hashes_only(lock: str) -> None:
    lines = text(lock).splitlines()
    assert [
        line for line in lines if not (PIN.match(line) or HASH.match(line) or NOTE.match(line))
    ] == []
    followed = pairwise(lines)
    assert [pin for pin, after in followed if PIN.match(pin) and not HASH.match(after)] == []
    assert any(map(PIN.match, lines))


def test_the_locks_hold_every_declared_dependency() -> None:
    pinned = {found["name"] for found in map(PIN.match, text(LOCKS[1]).splitlines()) if found}
    assert declared() - pinned == set()
