"""How files of the staff ended, said in their chat: the tick comes when a file is safe."""

from collections.abc import Awaitable, Callable
from html import escape
from typing import Protocol

from bot.courier import Courier
from bot.desk import wording
from bot.desk.saying import say
from bot.desk.scenes import Shown
from bot.desk.taps import Look, look_data
from bot.desk.turns import Desk
from bot.desk.words import short
from bot.house import House
from bot.inspection.wording import REASONS
from bot.screens import Button, Screen
from bot.sealing import open_chat
from bot.speech import NOTHING, Occasion, Said
from storage import staff, uploads
from storage.database import Database
from storage.staff import Member
from storage.uploads import STORED, Batch, Upload

_NAME = 40
Work = Callable[[], Awaitable[None]]


class InTurn(Protocol):
    """Runs work in the lane of a person, so that it does not cross a tap of theirs."""

    async def __call__(self, person: int, work: Work) -> None:
        """Comes back when the work is done."""


class Reports:
    """Made once; `report` is called by the evidence worker for each batch."""

    def __init__(self, house: House, database: Database, courier: Courier, in_turn: InTurn) -> None:
        self._house = house
        self._database = database
        self._courier = courier
        self._in_turn = in_turn

    async def report(self, batch: Batch) -> None:
        """Say how a batch stands; whoever was revoked meanwhile hears nothing."""
        async with self._database.reading() as connection:
            member = await staff.member_by_id(connection, batch.staff_id)
        person = open_chat(member.chat, self._house.keys.chats)
        await self._in_turn(person, lambda: self._say(person, member, batch))

    async def _say(self, person: int, member: Member, batch: Batch) -> None:
        async with self._database.writing() as connection:
            desk = Desk(self._house, connection, person)
            is_first = not await uploads.was_told_of_photos(connection, member.id)
            said = await _said(desk, batch, is_first_photo=is_first)
        await self._courier.say(Occasion(0, chat=person), member.account, said)


async def _said(desk: Desk, batch: Batch, *, is_first_photo: bool) -> Said:
    """On the screen of the slot when that is open; else in a message with the way there."""
    room = await desk.room(batch.submission_id)
    if room is None:
        return NOTHING
    slot = room.sheet.slot(batch.slot)
    mark = await desk.mark()
    is_open = mark is not None and mark.place == batch.slot and mark.submission_id in room.draft.ids
    note = _note(batch, is_first_photo=is_first_photo)
    if is_open and batch.is_settled:
        shown = await desk.look(Look("place", room.draft.id, batch.slot))
        await desk.leave_screen()
        echoes = await desk.echoes(shown, batch.slot) if isinstance(shown, Shown) else shown
        return say(echoes, at_bottom=True, note=note)
    label = slot.label if slot else batch.slot
    note += "\n" + wording.FOR_SLOT.format(label=escape(label))
    button = Button(wording.OPEN_SLOT, look_data(Look("place", room.draft.id, batch.slot)))
    return Said(Screen(note, ((button,),) if batch.is_settled else ()), at_bottom=True)


def _note(batch: Batch, *, is_first_photo: bool) -> str:
    """An album is answered once; each file that was not taken is named with the reason."""
    of = len(batch.uploads)
    kept = [one for one in batch.uploads if one.state == STORED]
    if not batch.is_settled:
        lines = [wording.SAVING.format(of=of)]
    elif len(kept) == of:
        lines = [wording.SAVED_ONE if of == 1 else wording.SAVED_ALL.format(stored=of, of=of)]
    else:
        some = wording.SAVED_SOME.format(stored=len(kept), of=of)
        lines = [wording.SAVED_NOT if of == 1 else some]
        lines += [_trouble(one, at) for at, one in enumerate(batch.uploads, 1) if one not in kept]
    if is_first_photo and any(one.kind == "photo" for one in kept):
        lines.append(wording.KEEP_QUALITY)
    return "\n".join(lines)


def _trouble(one: Upload, number: int) -> str:
    name = escape(short(one.name, _NAME)) or wording.FILE_NUMBER.format(number=number)
    return wording.NOT_SAVED.format(name=name, reason=reason_text(one.reason))


def reason_text(code: str) -> str:
    """Why a file is not among the evidence, and what to do."""
    by_inspection = {str(reason): text for reason, text in REASONS.items()}
    text = wording.TROUBLES.get(code) or by_inspection.get(code, wording.TROUBLE)
    return text.format(kind="ini")
