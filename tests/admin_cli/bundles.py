"""A week of answers, and the bundle of it taken apart."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from survey_flows.links import Channel
from tests.admin_cli.conftest import Desk
from tests.answering import Sent, marks, moment

SPREAD = marks(1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 5, 5, 5, 5)
WEEK = "2026-W47"  # 16 to 22 November
NO_F01 = {
    "f03_later": 0,
    "f01_submissions": 0,
    "f01_answers": 0,
    "f01_evidence": 0,
    "f01_missing": 0,
    "corrections": 0,
}
SENT = (
    Sent("pkm", "2026", moment("2026-11-16 05:00"), marks(4)),
    Sent("pkm", "2026", moment("2026-11-18 05:00"), SPREAD, Channel.TICKET),
    Sent("pkm", "2026", moment("2026-11-19 05:00"), marks(5, *[3] * 13)),
    Sent("kel", "2026", moment("2026-11-20 05:00"), marks(2), Channel.ROTATING),
    Sent("pkm", "2026", moment("2026-11-10 05:00"), marks(1)),  # the week before
    Sent("pkm", "2026", moment("2026-11-24 05:00"), marks(1)),  # the week after
)


def rows(bundle: Path, name: str) -> list[dict[str, str]]:
    """A table of the bundle, as text."""
    with zipfile.ZipFile(bundle) as archive:
        text = archive.read(f"data/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def package(bundle: Path) -> Any:  # noqa: ANN401 - a JSON document
    with zipfile.ZipFile(bundle) as archive:
        return json.loads(archive.read("datapackage.json"))


def member(bundle: Path, name: str) -> bytes:
    """One file of the bundle."""
    with zipfile.ZipFile(bundle) as archive:
        return archive.read(name)


def unpacked(bundle: Path) -> Path:
    folder = bundle.with_suffix("")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder


def exported(desk: Desk, *words: str) -> Path:
    return desk.folder / str(desk.json("export", "week", *words)["file"])
