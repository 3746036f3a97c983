"""Where a turn leads: which screen comes next, and what the chat is then about. Pure."""

from dataclasses import replace

from bot.desk import wording
from bot.desk.scenes import Room
from bot.desk.taps import PRESET, Look
from survey_flows.edits import Clear, Declare, Detach, Edit, No, Send, Tick

LACK = "?"
"""Before the name of a slot in a bookmark: a text typed now is the reason why it is missing."""
READING = "~"
"""Before the name of a place: its files or its explanation are on screen, not the place itself."""
NOWHERE = "-"


def worded(edit: Edit) -> Edit:
    """A ready-made reason is kept in words: the list of them may change."""
    if isinstance(edit, Declare) and edit.reason.startswith(PRESET):
        number = edit.reason.removeprefix(PRESET)
        at = int(number) if number.isdigit() else 0
        return replace(edit, reason=wording.REASONS[at % len(wording.REASONS)])
    return edit


def place_edited(room: Room, edit: Edit) -> Look:
    """Where an edit was made."""
    if isinstance(edit, Send):
        return Look("review", room.draft.id)
    return Look("place", room.draft.id, edit.place)


def after(room: Room, edit: Edit) -> Look:
    """Lists of several and what was taken back stay on screen; the rest leads on."""
    if isinstance(edit, Send):
        return Look("sheet", room.draft.id)
    if isinstance(edit, Tick | Clear | Detach):
        return place_edited(room, edit)
    return Look("next", room.draft.id, edit.place)


def resolved(room: Room, look: Look) -> Look:
    """Which place "next" or an item means now; one that does not apply leads to what follows."""
    sheet, number = room.sheet, room.draft.id
    if look.view == "next":
        place = sheet.next_to_fill(look.arg)
        return Look("place", number, place) if place else Look("review", number)
    if look.view == "item":
        return Look("place", number, _opening(room, look.arg))
    if look.view in {"place", "files", "lack", "explain"} and look.arg not in sheet.places:
        near = sheet.next_place(look.arg) if sheet.item_of(look.arg) else ""
        return Look("place", number, near) if near else Look("sheet", number)
    return replace(look, draft=number)


def _opening(room: Room, at: str) -> str:
    """The first gap of an item, or its first question."""
    items = room.sheet.form.items
    item = items[int(at)] if at.isdigit() and int(at) < len(items) else items[0]
    places = room.sheet.places_in(item)
    owed = (place for place in places if room.sheet.is_owed(place))
    return next(owed, places[0] if places else "")


def bookmarked(look: Look) -> str:
    """What a bookmark keeps of a screen."""
    marks = {"place": "", "lack": LACK, "files": READING, "explain": READING}
    return marks[look.view] + look.arg if look.view in marks else NOWHERE


def place_in(bookmark: str) -> str:
    """The place a bookmark is about; empty for a screen of the whole form.

    >>> place_in("?i01f1"), place_in("-")
    ('i01f1', '')
    """
    return bookmark.lstrip(LACK + READING + NOWHERE)


def slots_near(room: Room, place: str) -> tuple[str, ...]:
    """The slot on screen, or those of the item on screen."""
    if room.sheet.slot(place):
        return (place,)
    item = room.sheet.item_of(place)
    every = room.sheet.places_in(item) if item else ()
    return tuple(name for name in every if room.sheet.slot(name))


def text_hint(room: Room, bookmark: str) -> str:
    """Why a text typed on that screen can mean nothing; empty when it can."""
    field = room.sheet.field(bookmark)
    if bookmark.startswith(LACK) or (field is not None and field.type != "select_multiple"):
        return ""
    if field is not None:
        return wording.HINT_LIST
    return wording.HINT_SLOT if room.sheet.slot(bookmark) else wording.HINT_BUTTONS


def barred(room: Room, edit: Edit | None = None) -> str:
    """What the form itself does not know: the calendar, the role, files on their way."""
    if room.is_closed and not room.draft.is_sent:
        return wording.PERIOD_OVER
    if not isinstance(edit, Send) or room.draft.is_sent:
        return ""
    if not room.may_send:
        return wording.NOT_IN_CHARGE
    return wording.STILL_SAVING.format(count=room.waiting) if room.waiting else ""


def refusal(room: Room, edit: Edit, no: No) -> str:
    """Why an edit was not taken, in words; a constraint has its own."""
    field = None if isinstance(edit, Send) else room.sheet.field(edit.place)
    if no.code == "answer.constraint" and field is not None and field.constraint_message:
        return field.constraint_message
    return wording.REFUSALS[no.code]
