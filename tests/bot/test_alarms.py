"""The admin hears of trouble once, of its end once, and of nobody in particular."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError
from aiogram.methods import SendMessage
from structlog.typing import EventDict

from bot.watch import lookout, watch
from bot.watch.alarms import Alarms
from bot.watch.figures import Figures
from bot.watch.lookout import Look
from bot.watch.memory import Memory, Word
from bot.watch.troubles import HAPPENED, Kind, troubles
from bot.watch.wording import TEST, said
from storage.database import Database
from storage.tallies import Files, Tally
from tests.bot.watched import ADMIN, Watched, running, until, watched
from tests.chats.office import SITI, Clock, open_office

NIGHT = 1_800_000_000.0
GIB = 1 << 30
CALL = SendMessage(chat_id=ADMIN, text="")
WELL = Look(Tally(0, Files(0, 0, 0), {}, 0), {"evidence": 50 * GIB}, 3600.0)
FULL = Look(WELL.tally, {"evidence": 999_999_999}, 3600.0)
AWAY = Look(None, WELL.room, 3600.0)


def parked(number: int) -> Look:
    return Look(Tally(number, Files(0, 0, 0), {}, 0), WELL.room, 3600.0)


def told(amounts: Iterable[int], *, lasts: bool = True) -> list[tuple[int, Word, int]]:
    """What is said of it, minute by minute: when, what, and of how many."""
    memory, heard = Memory(), list[tuple[int, Word, int]]()
    for minute, amount in enumerate(amounts):
        now = NIGHT + minute * 60
        memory = memory.after_look(amount, now)
        if word := memory.word(now, lasts=lasts):
            heard.append((minute, word, memory.news))
            memory = memory.after_saying(word, now)
    return heard


def test_a_trouble_and_its_end_are_told_once() -> None:
    assert told([0, 0, *[1] * 30, *[0] * 600]) == [(2, "alarm", 1), (42, "clear", 0)]


def test_a_trouble_that_flaps_all_night_is_told_once_an_hour_with_its_count() -> None:
    heard = told([1, 0] * 240)
    assert heard == [(hour * 60, "alarm", 30 if hour else 1) for hour in range(8)]


def test_it_is_over_when_it_was_well_for_ten_minutes() -> None:
    almost = [*[0] * 10, 1]
    assert [word for _, word, _ in told([1, *almost, *almost, *[0] * 11])] == ["alarm", "clear"]


def test_a_second_trouble_within_the_hour_waits_for_its_end() -> None:
    heard = told([1, *[0] * 15, *[1] * 100])
    assert heard == [(0, "alarm", 1), (11, "clear", 0), (60, "alarm", 1)]


def test_a_trouble_that_came_and_went_within_the_hour_is_not_told_when_it_is_over() -> None:
    assert len(told([1, *[0] * 15, 1, *[0] * 200])) == 2


def test_a_trouble_that_lasts_is_told_again_once_a_day() -> None:
    assert [minute for minute, _, _ in told([1] * 3000)] == [0, 1440, 2880]


def test_more_of_a_trouble_is_news() -> None:
    assert told([1] * 90 + [3] * 10) == [(0, "alarm", 1), (90, "alarm", 2)]


def test_what_happened_is_counted_and_has_no_end() -> None:
    heard = told([3, 4, 5, *[5] * 60, *[0] * 60], lasts=False)
    assert heard == [(0, "alarm", 3), (60, "alarm", 2)]


@pytest.mark.parametrize(
    ("look", "silence", "kinds"),
    [
        (WELL, 300, set()),
        (FULL, 0, {"disk"}),
        (AWAY, 0, {"database"}),
        (WELL, 301, {"deaf"}),
        (Look(WELL.tally, WELL.room, 36 * 3600.0), 0, set()),
        (Look(WELL.tally, WELL.room, 36 * 3600.0 + 1), 0, {"backup"}),
        (Look(WELL.tally, WELL.room, None), 0, {"backup"}),
        (Look(WELL.tally, WELL.room, 3600.0, files_wait=True), 0, {"files"}),
        (parked(2), 0, {"parked"}),
        (Look(Tally(0, Files(9, 9, 1), {}, 0), {}, 0.0), 0, {"lost"}),
        (Look(Tally(0, Files(0, 0, 0), {"waiting": 3}, 0), {}, 0.0), 0, set()),
        (Look(Tally(0, Files(0, 0, 0), {"overdue": 1, "failed": 1}, 0), {}, 0.0), 0, {"pushes"}),
        (Look(Tally(0, Files(0, 0, 0), {}, 0, requests=1), {}, 0.0), 0, {"requests"}),
    ],
)
def test_what_is_a_trouble(look: Look, silence: float, kinds: set[str]) -> None:
    assert {kind for kind, amount in troubles(look, silence).items() if amount} == kinds


def test_what_cannot_be_found_out_is_neither_well_nor_ill() -> None:
    assert {"parked", "lost", "pushes"}.isdisjoint(troubles(AWAY, 0))


@dataclass
class Night:
    """`passes` minutes with the same look; `heard` is what arrived in the chat."""

    file: Path
    look_now: Look = WELL
    heard: list[str] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        figures = Figures(self.clock.ticks)
        self.alarms = Alarms(self.look, figures, self.say, self.clock, self.file)

    async def look(self) -> Look:
        return self.look_now

    async def say(self, text: str) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.heard.append(text)

    async def passes(self, look: Look, minutes: int = 1) -> None:
        self.look_now = look
        for _ in range(minutes):
            self.clock.now += timedelta(minutes=1)
            await self.alarms.look()


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path / "alarm-memory.json")


async def test_each_kind_has_its_own_hour(night: Night) -> None:
    await night.passes(FULL)
    await night.passes(AWAY)
    assert ["disk" in one for one in night.heard] == [True, False]
    assert "Basis data tidak menjawab" in night.heard[1]


async def test_a_restart_says_nothing_again(night: Night) -> None:
    for _ in range(20):
        await night.passes(FULL)
        night.restart()
    assert len(night.heard) == 1
    await night.passes(WELL, 5)
    night.restart()
    await night.passes(WELL, 20)
    assert ["pulih" in one for one in night.heard] == [False, True]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"disk": 1}', '{"disk": {"gone": 1}}', "7"])
async def test_a_damaged_memory_is_begun_anew(night: Night, content: str) -> None:
    night.file.write_text(content)
    night.restart()
    await night.passes(FULL)
    assert len(night.heard) == 1
    night.restart()
    await night.passes(FULL)
    assert len(night.heard) == 1


async def test_without_a_place_for_its_memory_it_speaks_all_the_same(
    tmp_path: Path, logs: list[EventDict]
) -> None:
    night = Night(tmp_path / "no" / "memory.json")
    await night.passes(FULL, 3)
    assert len(night.heard) == 1
    assert "alarm.not_kept" in [one["event"] for one in logs]


@pytest.mark.parametrize(
    "trouble", [TelegramNetworkError(CALL, "cut"), TelegramForbiddenError(CALL, "blocked")]
)
async def test_what_did_not_arrive_is_said_a_minute_later(
    night: Night, trouble: Exception, logs: list[EventDict]
) -> None:
    night.troubles = [trouble] * 2
    await night.passes(FULL, 10)
    assert len(night.heard) == 1
    assert [one["event"] for one in logs].count("alarm.not_said") == 2


async def test_while_the_database_is_away_parked_updates_are_not_forgotten(night: Night) -> None:
    await night.passes(parked(2))
    await night.passes(AWAY, 120)
    await night.passes(parked(2), 60)
    assert [one for one in night.heard if "disisihkan" in one] == night.heard[:1]
    await night.passes(parked(3))
    assert night.heard[-1].startswith("⚠️ <b>SuaraLoket</b>: 1 kiriman gagal")


async def test_what_was_withheld_is_counted(night: Night) -> None:
    for _ in range(40):
        await night.passes(FULL)
        await night.passes(WELL)
    assert len(night.heard) == 2
    assert "(Terjadi 30 kali sejak pesan terakhir.)" in night.heard[1]


@pytest.fixture
async def program(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lookout, "_FRESH", 0.0)
    monkeypatch.setattr(watch, "_EVERY", 0.01)
    return await watched(await open_office(tmp_path, database), monkeypatch)


async def test_the_program_tells_the_chat_and_nobody_else(program: Watched) -> None:
    async with running(program):
        await until(lambda: program.line.calls)
    [told] = program.line.of("sendMessage")
    assert (told.chat_id, "Cadangan data" in told.text, len(program.line.calls)) == (ADMIN, True, 1)


async def test_trouble_of_its_own_does_not_end_the_program(
    program: Watched, monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    program.line.fails("sendMessage", ZeroDivisionError())
    async with running(program):
        await until(lambda: len(program.line.calls) == 2)
    assert "alarm.trouble" in [one["event"] for one in logs]


async def test_a_citizen_held_up_does_not_hold_up_an_alarm(program: Watched) -> None:
    """No lane is asked for a place, so none can be full."""
    shut = asyncio.Event()

    async def waits() -> None:
        await shut.wait()

    for person in (ADMIN, *range(100)):
        program.service.intake.lanes.aside(person, waits)
    async with running(program):
        await until(lambda: program.line.calls)
    shut.set()


async def test_telegram_takes_every_message_as_it_is(program: Watched) -> None:
    bot, siti = program.office.bot, program.office.world.person(SITI)
    assert bot
    siti.say("/start")
    words: tuple[Word, ...] = get_args(Word)
    pairs = [(kind, word) for kind in get_args(Kind) for word in words]
    spoken = [one for one in pairs if one[1] == "alarm" or one[0] not in HAPPENED]
    for text in (TEST, *(said(kind, word, 1, 2) for kind, word in spoken)):
        await bot.send_message(SITI, text)
        shown = siti.last()["text"]
        assert "SuaraLoket" in shown
        assert len(shown) < 200
        assert "{" not in shown
