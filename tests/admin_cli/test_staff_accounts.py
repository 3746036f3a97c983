"""Answers of citizens who served the office in that period, hired before or afterwards."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from admin_cli.bundle.staff_accounts import look
from bot.keys import KeyRing
from bot.sealing import seal_chat
from storage import backchecks, holdings, ledger, places, staff, staff_traces
from storage.database import Connection
from storage.erasing import erase
from storage.invitations import Invite
from storage.responses import Scope, Span
from storage.staff_tables import by_staff
from storage.tables import responses
from survey_flows.pseudonyms import Place, account, who
from tests.admin_cli.bundles import WEEK, exported, rows
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import Sent, moment

RINA, BUDI = 7_100_001, 7_100_002
TUESDAY = moment("2026-11-24 02:00")


def keys_of(desk: Desk) -> KeyRing:
    return KeyRing(desk.folder / "keys")


def sent(desk: Desk, person: int, lokus: str) -> Sent:
    """Somebody answers in the week, as the bot would store it."""
    text = (desk.folder / "keys" / "pepper-2026.key").read_text(encoding="ascii")
    name = who(bytes.fromhex(text), Place("F-03", lokus, "2026"), person)
    return Sent(lokus, "2026", moment("2026-11-18 05:00"), who=name)


def hire(desk: Desk, person: int, lokus: str, at: datetime = TUESDAY) -> None:
    code, now = claimed(desk, person, lokus, at), int(at.timestamp())
    desk.store(lambda connection: staff.confirm(connection, code, now))


def claimed(desk: Desk, person: int, lokus: str, at: datetime = TUESDAY) -> str:
    """Somebody opened an invitation; the code they read out."""
    codes = list[str]()

    async def work(connection: Connection) -> None:
        keys, now = keys_of(desk), int(at.timestamp())
        where = await places.lokus_of(connection, lokus)
        _, token = await staff.invite(connection, where, "petugas", "Rina", now)
        name, chat = account(keys.account, person), seal_chat(person, keys.chats)
        found = await staff.claim(connection, token, name, chat, now)
        assert isinstance(found, Invite)
        codes.append(found.code)

    desk.store(work)
    return codes[0]


@pytest.fixture
def answered(desk: Desk) -> Desk:
    """Rina at two offices of one instansi, Budi at one of them, and the week is over."""
    furnish(desk)
    desk.receives([sent(desk, RINA, "kel"), sent(desk, RINA, "pkm"), sent(desk, BUDI, "kel")])
    desk.at(TUESDAY)
    return desk


def flags(bundle: Path) -> list[tuple[str, str]]:
    return sorted((one["lokus"], one["staff_account"]) for one in rows(bundle, "f03_flags"))


def test_who_is_hired_after_answering_is_flagged_at_every_lokus_of_the_instansi(
    answered: Desk,
) -> None:
    hire(answered, RINA, "dukcapil")
    assert flags(exported(answered, WEEK)) == [("kel", "false"), ("kel", "true"), ("pkm", "false")]


def test_who_is_hired_after_the_bundle_is_told_in_the_next(answered: Desk) -> None:
    flagged = rows(exported(answered, WEEK), "f03_flags")
    answered.done("staff", "confirm", claimed(answered, RINA, "dukcapil"), "--yes")
    answered.at(moment("2026-12-01 02:00"))
    (later,) = rows(exported(answered, "2026-W48"), "f03_later")
    assert later.pop("response_id") in {
        one["response_id"] for one in flagged if one["lokus"] == "kel"
    }
    place = {"lokus": "kel", "period": "2026", "week": WEEK}
    assert later == {**place, "staff_account": "true", "backcheck": ""}
    answered.at(moment("2026-12-08 02:00"))
    assert rows(exported(answered, "2026-W49"), "f03_later") == []


def test_who_says_later_who_filled_it_in_is_told_in_that_week(answered: Desk) -> None:
    async def ask(connection: Connection) -> None:
        await backchecks.ask(connection, 1, date(2026, 11, 22))

    async def say(connection: Connection) -> None:
        held = await holdings.by_submission(connection, 1)
        await backchecks.say(connection, held, "staff", date(2026, 11, 24))

    answered.store(ask)
    before = exported(answered, WEEK).read_bytes()
    answered.store(say)
    again = exported(answered, WEEK)
    assert again.read_bytes() == before
    assert sorted(one["backcheck"] for one in rows(again, "f03_flags")) == ["", "", "asked"]
    answered.at(moment("2026-12-01 02:00"))
    told = rows(exported(answered, "2026-W48"), "f03_later")
    assert [(one["staff_account"], one["backcheck"]) for one in told] == [("", "staff")]


def test_a_post_of_another_period_is_no_flag(answered: Desk) -> None:
    hire(answered, RINA, "dukcapil", datetime(2027, 2, 1, tzinfo=UTC))
    assert {said for _, said in flags(exported(answered, WEEK))} == {"false"}


def test_a_bundle_that_went_out_stays_as_it_was_and_the_report_knows_better(
    answered: Desk,
) -> None:
    before = exported(answered, WEEK).read_bytes()
    hire(answered, RINA, "dukcapil")
    assert exported(answered, WEEK).read_bytes() == before
    told = list[bool | None]()

    async def work(connection: Connection) -> None:
        await look(connection, keys_of(answered), TUESDAY.date())
        ever = Scope("F-03", {"Asia/Jakarta": Span(0, 2**31 - 1)})
        traces = await staff_traces.known(connection, ever, await ledger.size(connection))
        told.extend(map(traces.of, traces.found))
        told.append(bool(traces.unseen))

    answered.store(work)
    assert told == [True, False]


@pytest.mark.parametrize(
    ("key", "spoiled"), [("pepper-2026", None), ("pepper-2026", "00"), ("chats", "ab" * 32)]
)
def test_without_the_right_key_nothing_is_said_and_nothing_is_guessed(
    answered: Desk, key: str, spoiled: str | None
) -> None:
    hire(answered, RINA, "dukcapil")
    file = answered.folder / "keys" / f"{key}.key"
    if spoiled is None:
        file.unlink()
    else:
        file.write_text(spoiled)
    assert {said for _, said in flags(exported(answered, WEEK))} == {""}


def test_what_was_found_outlives_the_pepper(answered: Desk) -> None:
    hire(answered, RINA, "dukcapil")
    before = exported(answered, WEEK).read_bytes()
    answered.at(moment("2027-01-10 02:00"))
    answered.done("period", "destroy-pepper", "2026", "--yes")
    assert exported(answered, WEEK).read_bytes() == before


def test_the_last_look_is_just_before_the_pepper_goes(answered: Desk) -> None:
    hire(answered, RINA, "dukcapil")
    answered.at(moment("2027-01-10 02:00"))
    answered.done("period", "destroy-pepper", "2026", "--yes")
    assert ("kel", "true") in flags(exported(answered, WEEK))


def test_an_erased_response_is_nobodys_trace(answered: Desk) -> None:
    hire(answered, RINA, "dukcapil")
    noted: list[int] = []

    async def work(connection: Connection) -> None:
        await look(connection, keys_of(answered), date(2026, 11, 24))
        noted.append(len((await connection.execute(sa.select(by_staff))).all()))
        names = sa.select(responses.c.leaf_hash)
        for name in (await connection.execute(names)).scalars().all():
            await erase(connection, name, date(2026, 11, 24))
        noted.append(len((await connection.execute(sa.select(by_staff))).all()))

    answered.store(work)
    assert noted == [1, 0]
