"""`loket qr make --rotating`: posters that are good for one week."""

from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from survey_flows.links import Channel, Link, has_expired, read_link, week_serial
from survey_flows.weeks import Week
from tests.admin_cli.qr_office import TODAY, Office, furnished
from tests.posters.readers import by_zbar

THIS, NEXT = Week.of(TODAY), Week.of(TODAY + timedelta(7))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return furnished(tmp_path, monkeypatch)


def test_a_rotating_poster_leads_in_during_its_week_only(office: Office) -> None:
    (made,) = office.made("--lokus", "pkm-melati", "--rotating")["codes"]
    assert by_zbar(Path(made["file"])) == made["link"]
    link = read_link(made["payload"], office.keys.qr)
    assert link == Link("F-03", 2, 1, Channel.ROTATING, week_serial(THIS))
    assert not has_expired(link, THIS.last_day)
    assert has_expired(link, NEXT.first_day)
    assert Path(made["file"]).name == f"pkm-melati-{THIS}.png"
    shown = {name: made[name] for name in ("week", "valid_from", "valid_until")}
    assert shown == {
        "week": str(THIS),
        "valid_from": str(THIS.first_day),
        "valid_until": str(THIS.last_day),
    }


def test_the_next_week_is_printed_ahead(office: Office) -> None:
    codes = office.made("--all", "--rotating", "--next")["codes"]
    assert {one["week"] for one in codes} == {str(NEXT)}
    named = office.made("--all", "--rotating", "--week", str(NEXT))["codes"]
    assert named == codes


def test_several_weeks_come_in_one_booklet(office: Office) -> None:
    document = office.made("--all", "--rotating", "--weeks", "2", "--format", "pdf")
    assert [(one["lokus"], one["week"]) for one in document["codes"]] == [
        ("pkm-melati", str(THIS)),
        ("pkm-melati", str(NEXT)),
        ("samsat", str(THIS)),
        ("samsat", str(NEXT)),
    ]
    booklet = Path(document["booklet"])
    assert booklet.name == f"_semua-poster-{THIS}-{NEXT}.pdf"
    pages = [page.extract_text() for page in PdfReader(booklet).pages]
    assert len(pages) == 4
    assert all("Berlaku" in page and str(THIS.year) in page for page in pages)
    assert f"{NEXT.last_day.day}" in pages[1]


def test_weeks_after_the_period_are_left_out_and_named(office: Office) -> None:
    result = office.make("--lokus", "samsat", "--rotating", "--weeks", "4", "--json")
    assert result.exit_code == 0
    assert "no posters for 2026-W49, 2026-W50: period 2026 is" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--week", "2026-W47"], "go with --rotating"),
        (["--next"], "go with --rotating"),
        (["--weeks", "2"], "go with --rotating"),
        (["--rotating", "--week", "2026-W47", "--next"], "not both"),
        (["--rotating", "--week", "2019-W01"], "takes no answers in 2019-W01"),
        (["--rotating", "--week", "minggu depan"], "is not an ISO week"),
    ],
)
def test_weeks_that_cannot_be_meant_are_refused(
    arguments: list[str], said: str, office: Office
) -> None:
    result = office.make("--all", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not office.out.exists()
