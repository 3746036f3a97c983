"""From how a turn of staff ended to what is said about it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape

from bot.desk import (
    place_screens,
    review_screens,
    sheet_screens,
    slot_screens,
    wording,
)
from bot.desk.scenes import (
    ChooseSlot,
    DeskOutcome,
    Elsewhere,
    Invited,
    NotInvited,
    Room,
    Shown,
    Taken,
    Tasks,
)
from bot.desk.taps import Look, View
from bot.desk.words import short, value_text
from bot.screens import Screen, day_text
from bot.speech import NOTHING, Copy, Echo, Said
from survey_flows.facts import (
    Answered,
    DeclaredMissing,
    Fact,
    Removed,
    Submitted,
    Withdrawn,
)
from survey_flows.instrument import Field
from survey_flows.invitations import code_text

_SAID = 60
Draw = Callable[[Room, Look], Screen]


def say(outcome: DeskOutcome, *, at_bottom: bool = False, note: str = "") -> Said:
    """The screen for an outcome; `note` is a line above it, HTML."""
    match outcome:
        case Shown():
            return _shown(outcome, note, at_bottom=at_bottom)
        case Tasks() | ChooseSlot():
            drawn = _drawn(outcome).noting(note)
            return Said(drawn, "", at_bottom, was_on=outcome.screen, holds_place=True)
        case Invited(invite):
            return Said(_invited(invite.name, outcome), at_bottom=True)
        case NotInvited(problem):
            return Said(Screen(wording.REFUSED_INVITES[problem]), at_bottom=True)
        case Elsewhere():
            return Said(Screen(_elsewhere(outcome)), at_bottom=at_bottom)
        case Taken():
            return NOTHING


def draw(room: Room, look: Look) -> Screen:
    """The screen a look stands for."""
    return _DRAW[look.view](room, look)


def _shown(shown: Shown, note: str, *, at_bottom: bool) -> Said:
    room = shown.room
    said = note or escape(shown.refused) or _said_line(room, shown.said)
    return Said(
        draw(room, shown.look).noting(said),
        shown.refused[:200],
        at_bottom or bool(shown.copies),
        was_on=shown.screen,
        holds_place=True,
        copies=tuple(Copy(one.kind, one.file_id) for one in shown.copies),
        echoes=_echoes(shown),
    )


def _echoes(shown: Shown) -> tuple[Echo, ...]:
    """Colleagues who look at the same place see it change."""
    if not shown.watchers:
        return ()
    room, place = replace(shown.room, unplaced=()), shown.changed
    name = escape(shown.room.post.member.name)
    screen = draw(room, Look("place", room.draft.id, place)).noting(wording.ECHO.format(name=name))
    seen = room.sheet.touch(place).number
    return tuple(
        Echo(one.account, one.chat, one.screen, room.draft.id, place, screen, seen)
        for one in shown.watchers
    )


def _drawn(outcome: Tasks | ChooseSlot) -> Screen:
    if isinstance(outcome, Tasks):
        return sheet_screens.tasks(outcome)
    return slot_screens.choose(outcome)


def _place(room: Room, look: Look) -> Screen:
    field, slot = room.sheet.field(look.arg), room.sheet.slot(look.arg)
    if field is not None:
        return place_screens.asked(room, field)
    return slot_screens.slot(room, slot) if slot else sheet_screens.sheet(room)


def _files(room: Room, look: Look) -> Screen:
    slot = room.sheet.slot(look.arg)
    return slot_screens.files(room, slot) if slot else _place(room, look)


def _lack(room: Room, look: Look) -> Screen:
    slot = room.sheet.slot(look.arg)
    return slot_screens.lack(room, slot) if slot else _place(room, look)


def _explain(room: Room, look: Look) -> Screen:
    item = room.sheet.item_of(look.arg)
    if item is None:
        return sheet_screens.sheet(room)
    return place_screens.explanation(room, item, look.arg, look.page)


_DRAW: Mapping[View, Draw] = {
    "tasks": lambda room, _: sheet_screens.sheet(room),
    "lokus": lambda room, _: sheet_screens.sheet(room),
    "sheet": lambda room, _: sheet_screens.sheet(room),
    "group": lambda room, look: sheet_screens.group(room, look.arg),
    "item": _place,
    "place": _place,
    "next": _place,
    "explain": _explain,
    "files": _files,
    "lack": _lack,
    "review": lambda room, _: review_screens.review(room),
    "review_aspek": lambda room, look: review_screens.review_aspek(room, look.arg),
    "ask_send": lambda room, _: review_screens.ask_send(room),
}


def _said_line(room: Room, said: Fact | None) -> str:
    """What the turn added, so that a person sees confirmed what is stored."""
    match said:
        case Answered(name, value) if field := room.sheet.field(name):
            return _answered(room, field, value)
        case Withdrawn(name):
            is_slot = room.sheet.slot(name) is not None
            return wording.SAID_FOUND if is_slot else wording.SAID_CLEARED
        case DeclaredMissing():
            return wording.SAID_MISSING
        case Removed():
            return wording.SAID_REMOVED
        case Submitted():
            return wording.SAID_SENT
        case _:
            return ""


def _answered(room: Room, field: Field, value: str) -> str:
    if field.type == "select_multiple" and value:
        return wording.SAID_CHOSEN.format(count=len(value.split()))
    words = short(value_text(room.sheet.form, field, value), _SAID)
    return wording.SAID_ANSWER.format(value=escape(words))


def _invited(name: str, invited: Invited) -> Screen:
    invite = invited.invite
    text = wording.INVITED.format(
        name=escape(name),
        lokus=escape(invite.lokus.name),
        role=wording.ROLES[invite.role],
        code=code_text(invite.code),
        until=day_text(invited.until),
    )
    return Screen(text)


def _elsewhere(outcome: Elsewhere) -> str:
    lokus = escape(outcome.lokus.name) if outcome.lokus else ""
    texts = {
        "no_post": wording.NO_POST,
        "no_period": wording.NO_PERIOD.format(lokus=lokus),
        "no_form": wording.NO_FORM,
        "gone": wording.GONE,
    }
    return texts[outcome.reason]
