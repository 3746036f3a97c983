"""Every screen of F-01 is one Telegram takes, and every button on it leads on to one that is."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.desk.saying import draw, say
from bot.desk.scenes import ChooseSlot, Room, Seen, Shown, Tasks
from bot.desk.taps import (
    DeskTap,
    Do,
    FileInto,
    Look,
    Remind,
    do_data,
    file_data,
    look_data,
    read_desk_tap,
    remind_data,
)
from bot.desk.ways import resolved
from bot.screens import Screen
from storage.drafts import Draft
from storage.evidence import Content, Evidence
from storage.periods import Period
from storage.places import Instansi, Lokus
from storage.staff import Member, Post
from survey_flows.facts import Answered, Attached, DeclaredMissing, Fact, Submitted
from survey_flows.instrument import Field
from survey_flows.typed import LONGEST
from tests.bot.html import plain, troubles_of
from tests.engine.filling import FIELDS, SLOTS, Paper, names

NASTY = "Kantor <b>&\"'</i> " + "x" * 180
TEXT = "&" * LONGEST
NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
DRAFT = 999_999_999
MOST_BYTES, LONGEST_TEXT = 64, 4096
LOKUS = Lokus(999_999, "k", NASTY, Instansi(1, "i", NASTY, "Asia/Makassar"))
SARI = Member(1, "a" * 32, b"", NASTY[:100], is_reminded=True)
POST = Post(1, SARI, LOKUS, "penanggung_jawab", 1, 0, None, is_told=True)
PERIOD = Period(1, "2026", date(2026, 11, 1), date(2026, 12, 31), None, "c" * 16)
CONTENT = Content("0" * 64, 20_000_000, "docx", "application/x", "docx")


def room(form: Paper, post: Post = POST, period: Period = PERIOD, outcome: str = "") -> Room:
    keys = [key for every in form.sheet.files.values() for key in every]
    draft = Draft(
        DRAFT, "F-01", "1", 1, 1, 1, outcome, len(form.entries), (DRAFT,), tuple(form.entries)
    )
    files = {
        key: Evidence(key, DRAFT, "s", 1, int(NOW.timestamp()), NASTY, NASTY, CONTENT)
        for key in keys
    }
    unplaced = ("k" * 16, "l" * 16)
    return Room(
        post, period, draft, form.sheet, {1: SARI.name}, files, 3, unplaced, NOW, has_others=True
    )


def filled(*, files: bool) -> Paper:
    """The longest answers there can be, and every slot with as much as it holds."""
    form = Paper()
    for one in FIELDS:
        form.add(Answered(one.name, longest(one)))
    for number, slot in enumerate(SLOTS):
        if files:
            for at in range(10):
                form.add(Attached(slot, f"key-{number:05}-{at:06}"))
        else:
            form.add(DeclaredMissing(slot, TEXT))
    return form


def longest(one: Field) -> str:
    if one.type == "select_multiple":
        return " ".join(names(one))
    if one.type == "select_one":
        return "ya" if "ya" in names(one) else names(one)[-1]
    return {"text": TEXT, "date": "2021-09-17"}.get(one.type, "999999999")


def sent() -> Room:
    form = filled(files=True)
    form.add(Submitted())
    return room(form, outcome="submitted")


CLOSED = replace(PERIOD, closed_on=date(2026, 11, 15))
ROOMS: dict[str, Callable[[], Room]] = {
    "empty": lambda: room(Paper()),
    "full": lambda: room(filled(files=True)),
    "missing": lambda: room(filled(files=False), replace(POST, role="petugas")),
    "sent": sent,
    "closed": lambda: room(filled(files=True), period=CLOSED),
    "not_open": lambda: room(Paper(), period=replace(PERIOD, first_day=date(2026, 12, 1))),
}
WITHIN = {"sheet", "group", "item", "place", "next", "explain", "files", "lack", "review"}
WITHIN |= {"review_aspek", "ask_send"}


def taps_of(screen: Screen) -> Iterator[DeskTap]:
    """What the buttons say, each read back to itself."""
    for button in (button for row in screen.rows for button in row):
        assert 0 < len(button.text) <= 64, button
        assert len(button.data.encode()) <= MOST_BYTES
        tap = read_desk_tap(button.data)
        assert tap is not None, button
        assert written(tap) == button.data
        yield tap


def written(tap: DeskTap) -> str:
    match tap:
        case Look():
            return look_data(tap)
        case Do(draft, edit):
            return do_data(draft, edit)
        case FileInto():
            return file_data(tap)
        case Remind(wanted):
            return remind_data(wanted=wanted)


def reachable(seen_from: Room) -> dict[Look, Screen]:
    """Every screen of a form that can be tapped to, from its first one."""
    start = Look("sheet", DRAFT)
    found = {start: draw(seen_from, start)}
    waiting = deque(found)
    while waiting:
        for tap in taps_of(found[waiting.popleft()]):
            if not isinstance(tap, Look) or tap.view not in WITHIN:
                continue
            look = resolved(seen_from, tap)
            if look not in found:
                found[look] = draw(seen_from, look)
                waiting.append(look)
    return found


def is_taken(screen: Screen) -> bool:
    """Whether Telegram sends it."""
    assert troubles_of(screen.text) == [], screen.text
    assert 0 < len(plain(screen.text)) <= LONGEST_TEXT, len(plain(screen.text))
    assert "{" not in screen.text
    return len(screen.rows) > 0


@pytest.mark.parametrize("kind", ROOMS)
def test_every_screen_that_can_be_reached_is_taken_by_telegram(kind: str) -> None:
    seen_from = ROOMS[kind]()
    found = reachable(seen_from)
    shown = {look.arg for look in found if look.view == "place"}
    assert shown == set(seen_from.sheet.places)
    assert all(is_taken(screen) for screen in found.values())


@pytest.mark.parametrize("kind", ["full", "missing"])
def test_the_longest_confirmation_still_fits_above_every_screen(kind: str) -> None:
    seen_from = ROOMS[kind]()
    text = next(one.name for one in FIELDS if one.type == "text")
    said: tuple[Fact, ...] = (Answered(text, TEXT), Answered("i18", longest_list()))
    for look in reachable(seen_from):
        for fact in said:
            screen = say(Shown(seen_from, look, said=fact)).screen
            assert screen
            assert is_taken(screen)


def longest_list() -> str:
    return longest(next(one for one in FIELDS if one.name == "i18"))


def test_what_a_closed_form_shows_changes_nothing() -> None:
    for kind in ("sent", "closed"):
        for screen in reachable(ROOMS[kind]()).values():
            edits = [tap for tap in taps_of(screen) if isinstance(tap, Do | FileInto)]
            assert edits == []
            assert "⌨️" not in screen.text


def test_only_whoever_is_in_charge_is_offered_to_send() -> None:
    form = filled(files=False)
    while gap := form.sheet.next_owed():
        form.add(Answered(gap, "0"))
    for post, offered in ((replace(POST, role="petugas"), 0), (POST, 1)):
        looks = [look for look in reachable(room(form, post)) if look.view == "ask_send"]
        assert len(looks) == offered


def test_a_file_without_a_slot_asks_for_one_of_many() -> None:
    seen_from = ROOMS["full"]()
    slots = seen_from.sheet.places_in(seen_from.sheet.form.items[0])
    for offered in (tuple(one for one in slots if seen_from.sheet.slot(one)), ()):
        screen = say(ChooseSlot(seen_from, "k" * 16, offered)).screen
        assert screen
        assert is_taken(screen)
        assert list(taps_of(screen))


def test_the_list_of_lokus_is_one_telegram_takes() -> None:
    screen = say(Tasks((POST, replace(POST, id=2)), is_reminded=False)).screen
    assert screen
    assert is_taken(screen)


def test_a_colleagues_screen_shows_the_answer_and_offers_none_of_my_files() -> None:
    seen_from = ROOMS["full"]()
    watcher = Seen("b" * 32, 7, 40)
    for place in seen_from.sheet.places:
        look = Look("place", DRAFT, place)
        (echo,) = say(Shown(seen_from, look, changed=place, watchers=(watcher,))).echoes
        assert is_taken(echo.screen)
        assert (echo.place, echo.message_id) == (place, 40)
        assert echo.seen == seen_from.sheet.touch(place).number
        assert not [tap for tap in taps_of(echo.screen) if isinstance(tap, FileInto)]
