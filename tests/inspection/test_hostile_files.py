"""No hostile file is taken, each refusal says why, and the parent does not grow."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.inspection.verdict import ReasonCode
from bot.inspection.wording import REASONS
from tests.house.tree import ROOT
from tests.inspection.hostile import Hostile
from tests.inspection.hostile_office import office_files
from tests.inspection.hostile_pdfs import pdfs
from tests.inspection.hostile_pictures import pictures
from tests.inspection.hostile_spoofs import spoofs
from tests.inspection.hostile_videos import videos
from tests.inspection.hostile_zips import zips

LEAST = 50  # of each family; 900 together
MOST_GROWTH = 50 << 20


class Outcome(NamedTuple):
    """What came of one hostile file."""

    name: str
    expected: tuple[ReasonCode, ...]
    verdict: dict[str, Any]


class Campaign(NamedTuple):
    """All outcomes, and what they cost the parent."""

    outcomes: list[Outcome]
    distinct: int
    grown: int
    seconds: float

    def __str__(self) -> str:
        reasons = Counter(one.verdict.get("reason", "TAKEN") for one in self.outcomes)
        return f"{len(self.outcomes)} files, {self.seconds} s, {self.grown >> 10} KiB: {reasons}"


CORPUS: dict[str, Callable[[], Iterator[Hostile]]] = {
    "spoofs": spoofs,
    "pictures": pictures,
    "videos": videos,
    "pdfs": pdfs,
    "office files": office_files,
    "zips": zips,
}


def run(corpus: Iterator[Hostile], folder: Path) -> Campaign:
    """All files through the inspector, in a process whose memory is all its own."""
    digests, expected = set(), []
    for number, one in enumerate(corpus):
        (folder / f"{number:05}").write_bytes(one.content)
        expected.append((one.name, one.reasons))
        digests.add(sha256(one.content).digest())
    command = [sys.executable, "-m", "tests.inspection.campaign", str(folder)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(said.stdout)
    verdicts = [found["verdicts"][name] for name in sorted(found["verdicts"])]
    outcomes = [Outcome(*one, seen) for one, seen in zip(expected, verdicts, strict=True)]
    return Campaign(outcomes, len(digests), found["grown"], found["seconds"])


@pytest.mark.parametrize("family", CORPUS)
def test_no_hostile_file_is_taken_and_every_refusal_says_why(family: str, tmp_path: Path) -> None:
    ran = run(CORPUS[family](), tmp_path)
    assert [one.name for one in ran.outcomes if "reason" not in one.verdict] == [], ran
    assert [one for one in ran.outcomes if one.verdict["reason"] not in one.expected] == [], ran
    assert {one.verdict["reason"] for one in ran.outcomes} <= set(REASONS), ran
    assert ran.distinct == len(ran.outcomes) >= LEAST, ran
    assert ran.grown < MOST_GROWTH, ran
