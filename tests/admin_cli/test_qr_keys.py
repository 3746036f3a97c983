"""`loket qr keys|rotate|revoke|history`: what signs links, and what was printed with it."""

from pathlib import Path

import pytest

from bot.keys import KeyRing
from survey_flows.links import BadLink, Link, read_link
from tests.admin_cli.qr_office import Office, furnished


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return furnished(tmp_path, monkeypatch)


def states(office: Office) -> list[tuple[int, str, int, int]]:
    rows = office.told("qr", "keys")["keys"]
    return [(row["key"], row["state"], row["posters"], row["tickets"]) for row in rows]


def test_keys_are_listed_with_what_they_have_signed(office: Office) -> None:
    assert states(office) == [(1, "newest", 0, 0)]
    office.made("--all", "--format", "svg")
    office.made("--all", "--format", "svg", "--size", "a4")
    office.made("--lokus", "samsat", "--format", "svg", "--rotating")
    office.told("ticket", "print", "--lokus", "samsat", "--count", "3")
    assert states(office) == [(1, "newest", 3, 3)]
    assert "newest" in office.run("qr", "keys").stdout


def test_after_a_rotation_old_posters_stay_good(office: Office) -> None:
    (old,) = office.made("--lokus", "samsat", "--format", "svg")["codes"]
    made = office.told("qr", "rotate")
    assert (made["key"], Path(made["file"]).exists()) == (2, True)
    (new,) = office.made("--lokus", "samsat", "--format", "svg")["codes"]
    assert new["payload"] != old["payload"]
    for one in (old, new):
        assert isinstance(read_link(one["payload"], office.keys.qr), Link)
    assert states(office) == [(1, "good", 1, 0), (2, "newest", 1, 0)]
    assert "no restart" in office.run("qr", "rotate").stderr


def test_a_revoked_key_takes_its_posters_and_tickets_with_it(office: Office) -> None:
    running = KeyRing(office.keys.folder)
    (old,) = office.made("--lokus", "samsat", "--format", "svg")["codes"]
    office.told("ticket", "print", "--lokus", "samsat", "--count", "3")
    assert isinstance(read_link(old["payload"], running.qr), Link)
    office.told("qr", "rotate")
    asked = office.run("qr", "revoke", "1")
    assert asked.exit_code == 1
    assert "1 posters and 3 unused tickets" in asked.stderr
    assert isinstance(read_link(old["payload"], running.qr), Link)
    done = office.told("qr", "revoke", "1", "--yes")
    assert (done["state"], Path(done["file"]).name) == ("revoked", "revoked-qr-1.key")
    assert read_link(old["payload"], running.qr) == BadLink("unknown_key")
    assert states(office)[0] == (1, "revoked", 1, 3)
    assert office.told("qr", "revoke", "1", "--yes")["state"] == "revoked"


def test_the_only_key_is_not_revoked(office: Office) -> None:
    result = office.run("qr", "revoke", "1", "--yes")
    assert result.exit_code == 2
    assert "loket qr rotate" in result.stderr
    assert set(office.keys.qr) == {1}


def test_a_key_nobody_made_is_named(office: Office) -> None:
    assert "there is no key 9" in office.run("qr", "revoke", "9", "--yes").stderr


def test_everything_that_was_printed_is_in_the_history(office: Office) -> None:
    assert "nothing was printed" in office.run("qr", "history").stderr
    office.made("--all", "--format", "svg")
    batch = office.told("ticket", "print", "--lokus", "samsat", "--count", "3")["batch"]
    rows = office.told("qr", "history")["issuances"]
    assert [(row["kind"], row["lokus"], row["pieces"], row["batch"]) for row in rows] == [
        ("poster", "pkm-melati", 1, ""),
        ("poster", "samsat", 1, ""),
        ("ticket", "samsat", 3, batch),
    ]
    assert {row["key"] for row in rows} == {1}
    assert len(office.told("qr", "history", "--lokus", "samsat")["issuances"]) == 2
    assert office.run("qr", "history", "--lokus", "kantor-hilang").exit_code == 2
    assert batch in office.run("qr", "history").stdout
