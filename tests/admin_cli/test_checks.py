"""What the doctor looks at besides data and Telegram: inspection, fonts, zones, durability."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from admin_cli.checks.finding import Level
from admin_cli.checks.inspection import inspection
from bot.inspection.inspector import InspectorUnavailable
from bot.inspection.verdict import KINDS, Verdict
from tests.admin_cli.bot_api import BotApi, serving
from tests.admin_cli.clinic import database_keeps, found, healthy, inspector_says
from tests.admin_cli.conftest import Desk


@pytest.fixture
def clinic(desk: Desk) -> Iterator[Desk]:
    with serving(BotApi()) as api:
        inspector_says(desk.monkeypatch, {})
        yield healthy(desk, api)


async def test_the_inspector_takes_a_good_file_of_every_kind() -> None:
    (found,) = [one async for one in inspection()]
    assert (found.level, found.said) == (Level.OK, f"takes {', '.join(KINDS)}")


def test_an_inspector_that_refuses_good_files_is_ill(clinic: Desk) -> None:
    inspector_says(clinic.monkeypatch, {"heic": "broken", "pdf": "bomb"})
    level, said = found(clinic)["inspection"]
    assert level == "fail"
    assert said.startswith("good files are refused: heic (broken), pdf (bomb) > install")


def test_an_inspector_that_does_not_start_is_ill(clinic: Desk) -> None:
    async def inspect(_: Path) -> Verdict:
        raise InspectorUnavailable(1)

    clinic.monkeypatch.setattr("admin_cli.checks.inspection.inspect", inspect)
    assert found(clinic)["inspection"] == (
        "fail",
        "the program that looks into files ended with 1 > start the bot again, or reinstall loket",
    )


def test_missing_fonts_are_ill(clinic: Desk) -> None:
    def gone() -> None:
        raise FileNotFoundError(2, "no such file")

    clinic.monkeypatch.setattr("admin_cli.poster.faces.register", gone)
    assert found(clinic)["fonts"][1].startswith("a font cannot be loaded (FileNotFoundError) >")


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (lambda name: ZoneInfo("No/" + name), "Asia/Jakarta is not known here > install tzdata"),
        (lambda _: ZoneInfo("Asia/Tokyo"), "Asia/Jakarta is 9:00:00 from UTC here, not 7 hours"),
    ],
)
def test_time_zones_that_are_missing_or_wrong_are_ill(
    clinic: Desk, instead: object, said: str
) -> None:
    clinic.monkeypatch.setattr("admin_cli.checks.machine.ZoneInfo", instead)
    assert found(clinic)["time_zones"][1].startswith(said)


def test_a_database_that_forgets_in_a_power_cut_is_ill(clinic: Desk) -> None:
    database_keeps(clinic, {"journal_mode is delete": "wal"})
    assert found(clinic)["database_settings"][1].startswith("journal_mode is delete: what was")
