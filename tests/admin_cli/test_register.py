"""`loket instansi`, `lokus` and `period`: what an admin types on the first day."""

from pathlib import Path

import pytest

from bot.keys import KeyRing
from storage import periods
from storage.database import Connection
from survey_flows.links import Link, read_link
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import moment

PERIOD = ("period", "open", "2026", "--from", "2026-11-01", "--until", "2026-12-31")
UPTO_NOW = {"code": "2026", "first_day": "2026-11-01", "last_day": "2026-12-31", "state": "open"}


def test_what_is_added_is_listed(on_both: Desk) -> None:
    samarinda = {"code": "smd", "name": "Kota Samarinda", "timezone": "Asia/Makassar"}
    melati = {"code": "pkm-1", "name": "Puskesmas Melati", "instansi": "smd"}
    assert on_both.json("instansi", "add", "smd", " Kota Samarinda ") == samarinda
    assert on_both.json("lokus", "add", "pkm-1", melati["name"], "--instansi", "smd") == melati
    assert on_both.json(*PERIOD) == UPTO_NOW
    assert on_both.json("instansi", "list") == {"instansi": [samarinda]}
    assert on_both.json("lokus", "list") == {"lokus": [melati]}
    assert on_both.json("period", "list") == {"periods": [UPTO_NOW]}


def test_lists_for_people_are_tables(desk: Desk) -> None:
    furnish(desk)
    desk.done("instansi", "add", "markup", "[bold]Kota[/bold]")
    assert "│ barat  │ Kota Barat        │ Asia/Jakarta  │" in desk.done("instansi", "list")
    assert "[bold]Kota[/bold]" in desk.done("instansi", "list")
    assert "=cmd|'/c calc'!A1" in desk.done("lokus", "list")
    assert "│ 2026 │ 2026-11-01 │ 2026-12-31 │ open  │" in desk.done("period", "list")


@pytest.mark.parametrize("group", ["instansi", "lokus", "period"])
def test_an_empty_list_says_how_to_begin(desk: Desk, group: str) -> None:
    result = desk(group, "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"there is no {group} yet: loket {group} ")


def test_the_list_of_one_instansi_holds_its_lokus_only(desk: Desk) -> None:
    furnish(desk)
    listed = desk.json("lokus", "list", "--instansi", "barat")["lokus"]
    assert [one["code"] for one in listed] == ["dukcapil", "kel"]
    assert desk.refused("lokus", "list", "--instansi", "utara") == (
        "error: there is no instansi 'utara'; known: barat, timur [code.unknown]"
    )


def test_a_lokus_shows_its_periods_with_the_link_of_its_poster(desk: Desk) -> None:
    furnish(desk)
    desk.monkeypatch.setenv("LOKET_BOT_USERNAME", "@layanan_bot")
    shown = desk.json("lokus", "show", "pkm")
    link = shown["periods"][0].pop("link")
    assert shown == {
        "code": "pkm",
        "name": 'Puskesmas "Melati", Timur',
        "instansi": "timur",
        "timezone": "Asia/Jayapura",
        "periods": [UPTO_NOW],
    }
    start, _, payload = link.partition("?start=")
    assert start == "https://t.me/layanan_bot"
    assert read_link(payload, KeyRing(Path("keys")).qr) == Link("F-03", 1, 1)


def test_without_the_bots_name_a_lokus_has_no_link_yet(desk: Desk) -> None:
    furnish(desk)
    assert desk.json("lokus", "show", "kel")["periods"] == [UPTO_NOW | {"link": ""}]
    assert "│ 2026   │ 2026-11-01 │ 2026-12-31 │ open  │" in desk.done("lokus", "show", "kel")


def test_no_command_counts_the_answers_of_a_lokus(desk: Desk) -> None:
    furnish(desk)
    shown = desk.json("lokus", "show", "kel")
    assert not {"n", "count", "responses"} & {*shown, *shown["periods"][0]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["instansi", "add", "a b", "A"], "'a b' is not a code: 1 to 40 of A-Z, a-z, 0-9, - and _"),
        (["instansi", "add", "a" * 41, "A"], "is not a code"),
        (["instansi", "add", "_a", "A"], "'_a' is not a code"),
        (["instansi", "add", "é", "A"], "'é' is not a code"),
        (["instansi", "add", "a", "  "], "a name has 1 to 200 characters, this one 0 [name.bad]"),
        (["instansi", "add", "a", "A" * 201], "a name has 1 to 200 characters, this one 201"),
        (["instansi", "add", "a", "A\nB"], "a name has no control characters"),
        (["instansi", "add", "a", "A\x1b[2J"], "a name has no control characters"),
        (["instansi", "add", "a", "A", "--timezone", "WITA"], "'WITA' is not a time zone"),
        (["instansi", "add", "a", "A", "--timezone", "../x"], "'../x' is not a time zone"),
        (["instansi", "add", "barat", "B"], "instansi 'barat' exists already: choose another code"),
        (["lokus", "add", "kel", "K", "--instansi", "barat"], "lokus 'kel' exists already"),
        (["lokus", "add", "k", "K", "--instansi", "no"], "there is no instansi 'no'; known: barat"),
        (["lokus", "show", "no"], "there is no lokus 'no'; known: dukcapil, kel, pkm"),
        (["period", "close", "no"], "there is no period 'no'; known: 2026 [code.unknown]"),
        ([*PERIOD], "period '2026' exists already: choose another code [code.taken]"),
        (
            ["period", "open", "x", "--from", "1/11/2026", "--until", "2026-12-31"],
            "'1/11/2026' is not a day: write it like 2026-11-01 [day.bad]",
        ),
        (
            ["period", "open", "x", "--from", "2026-02-30", "--until", "2026-12-31"],
            "'2026-02-30' is not a day: write it like 2026-11-01 [day.bad]",
        ),
        (
            ["period", "open", "x", "--from", "2026-12-31", "--until", "2026-12-30"],
            "the period would end (2026-12-30) before it begins [period.days]",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_what_would_be_right(
    desk: Desk, words: list[str], said: str
) -> None:
    furnish(desk)
    assert f"error: {said}" in desk.refused(*words) or said in desk.refused(*words)
    assert not (desk.folder / "keys" / "pepper-x.key").exists()


def test_opening_a_period_makes_its_pepper_and_remembers_which(on_both: Desk) -> None:
    on_both.done(*PERIOD)
    path = on_both.folder / "keys" / "pepper-2026.key"
    assert path.stat().st_mode & 0o777 == 0o600
    checks = []

    async def work(connection: Connection) -> None:
        checks.append((await periods.period_of(connection, "2026")).pepper_check)

    on_both.store(work)
    assert KeyRing(path.parent).pepper("2026", checks[0]) == bytes.fromhex(path.read_text())


def test_a_period_that_cannot_be_stored_leaves_no_pepper(desk: Desk) -> None:
    async def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "loket.db")

    desk.monkeypatch.setattr(periods, "open_period", fail)
    assert "No space left on device" in desk.refused(*PERIOD)
    assert not (desk.folder / "keys" / "pepper-2026.key").exists()


def test_a_pepper_is_never_replaced(desk: Desk) -> None:
    pepper = desk.folder / "keys" / "pepper-2026.key"
    pepper.write_text("left over\n")
    assert desk.refused(*PERIOD).endswith("[key.exists]")
    assert pepper.read_text() == "left over\n"
    assert desk.json("period", "list") == {"periods": []}


def test_without_keys_no_period_is_opened(desk: Desk) -> None:
    (desk.folder / "keys" / "qr-1.key").unlink()
    assert desk.refused(*PERIOD).endswith("run `loket init` [key.missing]")


def test_overlapping_periods_are_pointed_out(desk: Desk) -> None:
    furnish(desk)
    result = desk("period", "open", "uji", "--from", "2026-12-31", "--until", "2027-01-31")
    assert result.exit_code == 0
    assert "note: period 2026 takes answers on some of these days too" in result.stderr
    desk.done("period", "close", "2026")
    desk.done("period", "close", "uji")
    later = desk("period", "open", "uji-2", "--from", "2026-12-31", "--until", "2027-01-31")
    assert "note:" not in later.stderr


def test_the_state_of_a_period_follows_the_day_and_the_closing(desk: Desk) -> None:
    desk.done(*PERIOD)

    def state() -> str:
        return str(desk.json("period", "list")["periods"][0]["state"])

    found = []
    for now in ("2026-10-31 15:59", "2026-10-31 16:00", "2026-12-31 15:59", "2026-12-31 16:00"):
        desk.at(moment(now))  # midnight in Makassar is 16.00 in UTC
        found.append(state())
    assert found == ["upcoming", "open", "open", "over"]
    assert desk.json("period", "close", "2026")["state"] == "closed"
    assert "closed since 2027-01-01" in desk("period", "close", "2026").stderr
