"""Who is reminded of what and when: days, hours, weekends, zones, and everything that says no."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.reminding import Case, DeadlineNear, Due, LeftHalfDone, due
from storage.drafts import Owner
from storage.periods import Period
from storage.places import Instansi, Lokus
from storage.reminders import Reminder
from storage.staff import Member, Post, Role
from survey_flows.facts import (
    Answered,
    Attached,
    DeclaredMissing,
    Entry,
    Fact,
    Facts,
    RevisionOpened,
    Submitted,
    Withdrawn,
)
from survey_flows.instrument import Aspek, EvidenceSlot, Field, Instrument, Item
from survey_flows.worksheet import Worksheet

MAKASSAR = ZoneInfo("Asia/Makassar")
ANI, BUDI = 1, 2
LAST_DAY = date(2026, 12, 18)  # a Friday, so that H-7 is one as well
PERIOD = Period(5, "2026", date(2026, 11, 2), LAST_DAY, None, "")
LOKUS = Lokus(3, "pkm", "Puskesmas", Instansi(1, "kota", "Kota", "Asia/Makassar"))


def _item(number: int) -> Item:
    name = f"i0{number}"
    fields = (Field(f"{name}a", "text", "a."), Field(f"{name}b", "text", "b."))
    slots = (EvidenceSlot(f"{name}f", "Foto", ("jpeg",), least=1),)
    return Item(number, str(number), f"Butir {number}", fields, slots)


FORM = Instrument("F-01", "1", "F-01", "petugas", "test", (Aspek("a1", "A", (_item(1), _item(2))),))
ALL: Facts = (
    *(Answered(f"i0{item}{field}", "ya") for item in (1, 2) for field in "ab"),
    Attached("i01f", "k"),
    DeclaredMissing("i02f", "hilang"),
)


def at(day: date, hour: int = 9, minute: int = 0, zone: ZoneInfo = MAKASSAR) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def before(days: int) -> date:
    return LAST_DAY - timedelta(days=days)


def sheet(*facts: Fact, by: int = ANI, since: datetime | None = None) -> Worksheet:
    """Everything said by one person at one moment; a month before the end unless told."""
    moment = int((since or at(before(30))).timestamp())
    return Worksheet(FORM, tuple(Entry(fact, by, moment) for fact in facts))


def post(staff: int = ANI, *, in_charge: bool = False, is_reminded: bool = True) -> Post:
    member = Member(staff, "a" * 32, b"", "Ani", is_reminded)
    role: Role = "penanggung_jawab" if in_charge else "petugas"
    return Post(9, member, LOKUS, role, 9, 0, None, is_told=True)


def heard(kind: str, when: datetime, *, period: int = PERIOD.id) -> Reminder:
    return Reminder(ANI, Owner(LOKUS.id, period), kind, int(when.timestamp()))


def case(here: datetime, form: Worksheet | None = None, *said: Reminder) -> Case:
    return Case(post(), PERIOD, form or sheet(), here, said)


def kind_of(found: Due | None) -> str:
    return found.kind if found else ""


@pytest.mark.parametrize(
    ("days_before", "said", "kind"),
    [
        (8, (), ""),
        (7, (), "h7"),
        (7, ("h7",), ""),
        (4, (), "h7"),
        (2, (), "h7"),
        (2, ("h7",), ""),
        (1, ("h7",), "h1"),
        (1, (), "h1"),
        (1, ("h1",), ""),
        (0, ("h7",), "h1"),
        (0, ("h7", "h1"), ""),
        (-1, (), ""),
    ],
)
def test_a_deadline_is_said_twice_late_if_need_be(
    days_before: int, said: tuple[str, ...], kind: str
) -> None:
    earlier = [heard(one, at(before(20))) for one in said]
    assert kind_of(due(case(at(before(days_before)), None, *earlier))) == kind


def test_it_says_how_many_days_are_left_and_what_is_owed() -> None:
    found = due(case(at(before(4)), sheet(Answered("i01a", "ya"))))
    assert found == DeadlineNear("h7", 4, answers=3, proofs=2)


@pytest.mark.parametrize(
    ("hour", "minute", "is_said"),
    [
        (0, 0, False),
        (7, 59, False),
        (8, 0, True),
        (12, 30, True),
        (16, 59, True),
        (17, 0, False),
        (21, 0, False),
        (23, 59, False),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_it_is_never_said_at_night_there(hour: int, minute: int, is_said: bool, zone: str) -> None:
    there = at(before(7), hour, minute, ZoneInfo(zone))
    assert (due(case(there)) is not None) == is_said


def test_the_same_moment_is_day_in_one_zone_and_night_in_another() -> None:
    moment = at(before(7), 7, 30, ZoneInfo("Asia/Jakarta"))
    assert due(case(moment)) is None
    assert kind_of(due(case(moment.astimezone(ZoneInfo("Asia/Jayapura"))))) == "h7"


def test_the_day_is_that_of_the_lokus() -> None:
    """Half past eight in the morning of H-7 in Jayapura is still H-8 in London."""
    moment = at(before(7), 8, 30, ZoneInfo("Asia/Jayapura"))
    assert kind_of(due(case(moment))) == "h7"
    assert due(case(moment.astimezone(ZoneInfo("Europe/London")))) is None


@pytest.mark.parametrize(
    ("last_day", "days_before", "kind"),
    [
        (date(2026, 12, 19), 7, ""),  # H-7 is a Saturday
        (date(2026, 12, 19), 6, ""),
        (date(2026, 12, 19), 5, "h7"),
        (date(2026, 12, 19), 0, "h1"),
        (date(2026, 12, 20), 1, "h1"),  # ends on Sunday: the last call is on Saturday
        (date(2026, 12, 21), 1, "h1"),  # ends on Monday: on Sunday
        (date(2026, 12, 21), 2, ""),
        (date(2026, 12, 21), 3, "h7"),
    ],
)
def test_a_weekend_is_quiet_but_for_the_last_call(
    last_day: date, days_before: int, kind: str
) -> None:
    moment = at(last_day - timedelta(days=days_before))
    ends = replace(PERIOD, last_day=last_day)
    assert kind_of(due(replace(case(moment), period=ends))) == kind


def test_the_last_call_is_not_made_at_night_either() -> None:
    sunday = replace(PERIOD, last_day=date(2026, 12, 20))
    assert due(replace(case(at(date(2026, 12, 19), 20)), period=sunday)) is None


@pytest.mark.parametrize(
    "silent",
    [
        replace(case(at(before(1))), post=post(is_reminded=False)),
        replace(case(at(before(1))), period=replace(PERIOD, closed_on=before(2))),
        replace(case(at(before(1))), period=replace(PERIOD, first_day=LAST_DAY)),
        case(at(before(1)), sheet(*ALL, Submitted())),
        case(at(before(1)), sheet(*ALL)),
    ],
    ids=["switched off", "closed", "not open yet", "sent", "only to be sent by somebody else"],
)
def test_nothing_is_said(silent: Case) -> None:
    assert due(silent) is None


def test_whoever_is_in_charge_hears_that_it_only_needs_sending() -> None:
    in_charge = replace(case(at(before(1)), sheet(*ALL)), post=post(in_charge=True))
    assert due(in_charge) == DeadlineNear("h1", 1, answers=0, proofs=0)
    sent = replace(in_charge, sheet=sheet(*ALL, Submitted()))
    assert due(sent) is None


def test_a_form_that_was_opened_again_counts_as_not_sent() -> None:
    again = sheet(*ALL, Submitted(), RevisionOpened("salah"), Withdrawn("i01a"))
    assert due(case(at(before(1)), again)) == DeadlineNear("h1", 1, answers=1, proofs=0)


def test_another_period_has_deadlines_of_its_own() -> None:
    last_year = heard("h1", at(before(400)), period=PERIOD.id - 1)
    assert kind_of(due(case(at(before(1)), None, last_year))) == "h1"


TUESDAY = at(date(2026, 11, 24), 10)
HALF = (Answered("i02a", "ya"),)


def test_an_item_left_half_done_is_named_with_its_first_gap() -> None:
    left = sheet(*HALF, since=TUESDAY - timedelta(hours=24))
    assert due(case(TUESDAY, left)) == LeftHalfDone("idle:2026-11-24", FORM.items[1], "i02b")


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (Answered("i02a", "ya"), Withdrawn("i02a")),
        (Answered("i02a", "ya"), Answered("i02b", "ya")),
        (Attached("i02f", "k"),),
    ],
    ids=["untouched", "taken back", "all answered", "only proved"],
)
def test_an_item_without_open_and_answered_questions_is_not_half_done(
    facts: Facts,
) -> None:
    assert due(case(TUESDAY, sheet(*facts))) is None


def test_an_item_somebody_is_at_is_left_to_them() -> None:
    fresh = sheet(*HALF, since=TUESDAY - timedelta(hours=23, minutes=59))
    assert due(case(TUESDAY, fresh)) is None


def test_any_touch_of_the_item_counts_as_work_on_it() -> None:
    old = sheet(*HALF).entries
    new = sheet(Attached("i02f", "k"), since=TUESDAY - timedelta(hours=1)).entries
    assert due(case(TUESDAY, Worksheet(FORM, (*old, *new)))) is None


def test_only_who_touched_it_last_hears_of_it() -> None:
    entries = (*sheet(*HALF).entries, *sheet(Attached("i02f", "k"), by=BUDI).entries)
    both = Worksheet(FORM, entries)
    assert due(case(TUESDAY, both)) is None
    assert kind_of(due(replace(case(TUESDAY, both), post=post(BUDI)))) == "idle:2026-11-24"


def test_of_several_items_the_newest_is_named() -> None:
    left = due(case(TUESDAY, sheet(Answered("i02a", "ya"), Answered("i01a", "ya"))))
    assert isinstance(left, LeftHalfDone)
    assert left.place == "i01b"


@pytest.mark.parametrize(
    ("kind", "period", "days", "is_said"),
    [
        ("idle:2026-11-21", PERIOD.id, 2, False),
        ("idle:2026-11-21", PERIOD.id, 3, True),
        ("idle:2026-11-21", PERIOD.id + 1, 2, False),
        ("h7", PERIOD.id, 1, False),
    ],
)
def test_an_item_waits_three_days_after_whatever_was_said(
    kind: str, period: int, days: int, is_said: bool
) -> None:
    earlier = heard(kind, TUESDAY - timedelta(days=days), period=period)
    assert (due(case(TUESDAY, sheet(*HALF), earlier)) is not None) == is_said


@pytest.mark.parametrize(
    "quiet",
    [at(date(2026, 11, 24), 19), at(date(2026, 11, 28)), at(date(2026, 11, 29))],
    ids=["evening", "Saturday", "Sunday"],
)
def test_an_item_waits_for_office_hours(quiet: datetime) -> None:
    assert due(case(quiet, sheet(*HALF))) is None


def test_a_deadline_goes_before_an_item() -> None:
    assert kind_of(due(case(at(before(7)), sheet(*HALF)))) == "h7"


def test_at_the_weekend_of_the_last_call_no_item_follows_it() -> None:
    saturday, sunday = date(2026, 12, 19), date(2026, 12, 20)
    told = heard("h1", at(saturday, 8))
    last = replace(case(at(saturday), sheet(*HALF), told), period=replace(PERIOD, last_day=sunday))
    assert due(last) is None
