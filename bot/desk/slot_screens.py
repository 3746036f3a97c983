"""Evidence of F-01: one slot, its files, and why there is nothing to prove it with."""

from collections.abc import Sequence
from html import escape

from bot.desk import wording
from bot.desk.place_screens import aspek_number, data, head, ways_around
from bot.desk.scenes import ChooseSlot, Room
from bot.desk.taps import PRESET, FileInto, do_data, file_data
from bot.desk.words import in_rows, short, size_text, when_text, who_text
from bot.screens import Button, Rows, Screen
from storage.evidence import Evidence
from survey_flows.edits import Clear, Declare, Detach
from survey_flows.instrument import EvidenceSlot

_CAPTION = 40
_LISTED = 10


def slot(room: Room, one: EvidenceSlot) -> Screen:
    """What is to be proved, what is safe already, and how to send more."""
    item = room.sheet.item_of(one.name)
    if item is None:
        raise LookupError(f"the form has no slot {one.name}")
    text = head(room, item) + wording.SLOT.format(label=escape(one.label))
    is_open = not (room.draft.is_sent or room.is_closed)
    if is_open:
        text += wording.SEND_FILES.format(kinds=kinds_text(one))
    text += _standing(room, one)
    rows = (*_own_buttons(room, one, is_open=is_open), *ways_around(room, one.name))
    return Screen(text, rows)


def files(room: Room, one: EvidenceSlot) -> Screen:
    """The files of a slot, each with a button that takes it out."""
    held = _held(room, one.name)
    text = wording.FILES.format(
        label=escape(one.label), files=_file_lines(room, held) or wording.NO_FILES
    )
    back = (Button(wording.BACK, data(room, "place", one.name)),)
    if room.draft.is_sent or room.is_closed:
        return Screen(text, (back,))
    takes = (
        Button(
            wording.REMOVE.format(number=number), do_data(room.draft.id, Detach(one.name, file.key))
        )
        for number, file in enumerate(held, start=1)
    )
    return Screen(text, (*in_rows(takes, 5), back))


def lack(room: Room, one: EvidenceSlot) -> Screen:
    """Why there is nothing to send: a ready reason, or one that is typed."""
    seen = room.sheet.touch(one.name).number
    reasons = tuple(
        (Button(text, do_data(room.draft.id, Declare(one.name, f"{PRESET}{number}", seen))),)
        for number, text in enumerate(wording.REASONS)
    )
    back = (Button(wording.BACK, data(room, "place", one.name)),)
    return Screen(wording.LACK_SCREEN.format(label=escape(one.label)), (*reasons, back))


def choose(choice: ChooseSlot) -> Screen:
    """A file came while no slot was on screen."""
    room = choice.room
    lines, rows = [], []
    for number, name in enumerate(choice.slots, start=1):
        found = room.sheet.slot(name)
        label = found.label if found else name
        lines.append(f"{number}. {escape(label)}")
        tap = FileInto(room.draft.id, name, choice.key)
        rows.append((Button(f"{number}. {short(label, 24)}", file_data(tap)),))
    if not rows:
        where = data(room, "group", aspek_number(room, ""))
        return Screen(wording.NO_SLOT, ((Button(wording.LIST, where),),))
    return Screen(wording.CHOOSE_SLOT.format(slots="\n".join(lines)), tuple(rows))


def kinds_text(one: EvidenceSlot) -> str:
    """What a slot takes, in words: "foto, PDF atau video"."""
    words = list(dict.fromkeys(wording.KINDS[kind] for kind in one.accept))
    return " atau ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _own_buttons(room: Room, one: EvidenceSlot, *, is_open: bool) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if is_open and room.unplaced:
        use = wording.USE_UNPLACED.format(count=len(room.unplaced))
        rows.append((Button(use, file_data(FileInto(room.draft.id, one.name, room.unplaced[0]))),))
    held = room.sheet.files.get(one.name, ())
    if held:
        show = wording.SHOW_FILES.format(count=len(held))
        rows.append((Button(show, data(room, "files", one.name)),))
    elif is_open and one.name in room.sheet.missing:
        clear = Clear(one.name, room.sheet.touch(one.name).number)
        rows.append((Button(wording.FOUND, do_data(room.draft.id, clear)),))
    elif is_open:
        rows.append((Button(wording.LACK, data(room, "lack", one.name)),))
    return tuple(rows)


def _standing(room: Room, one: EvidenceSlot) -> str:
    text = ""
    held = _held(room, one.name)
    if held:
        lines = _file_lines(room, held)
        text += wording.FILES_NOW.format(count=len(held), files=lines)
    if one.name in room.sheet.missing:
        text += wording.MISSING_NOW.format(
            reason=escape(room.sheet.missing[one.name]),
            who=who_text(room, room.sheet.touch(one.name)),
        )
    if room.waiting:
        text += wording.WAITING_NOW.format(count=room.waiting)
    return text


def _held(room: Room, name: str) -> Sequence[Evidence]:
    return [room.files[key] for key in room.sheet.files.get(name, ()) if key in room.files]


def _file_lines(room: Room, held: Sequence[Evidence]) -> str:
    lines = []
    for number, file in enumerate(held[:_LISTED], start=1):
        said = file.caption or file.name
        caption = f" · {escape(short(said, _CAPTION))}" if said else ""
        who = escape(room.names.get(file.staff_id, "")) + ", " + when_text(room, file.stored_at)
        kind, size = wording.KINDS[file.content.kind], size_text(file.content.size)
        lines.append(
            wording.FILE_LINE.format(number=number, kind=kind, size=size, caption=caption, who=who)
        )
    return "\n".join(lines)
