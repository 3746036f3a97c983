"""Before F-01 is sent: what is answered, what is proved, what lacks; then the question "kirim?"."""

import re
from html import escape

from bot.desk import wording
from bot.desk.place_screens import data
from bot.desk.scenes import Room
from bot.desk.sheet_screens import aspek_at, aspek_line, mark_of
from bot.desk.taps import do_data
from bot.desk.words import counts_text, in_rows, number_of, short, value_text
from bot.screens import Button, Rows, Screen
from survey_flows.edits import Send
from survey_flows.instrument import Field, Item

_ANSWER = 60
_IN_ROW = 5
_LETTER = re.compile(r"([a-z1-9])[.)] ")


def review(room: Room) -> Screen:
    """Per aspek how much is done; sending is offered to the person in charge when all is."""
    progress = room.sheet.progress()
    text = wording.REVIEW.format(
        lokus=escape(room.post.lokus.name),
        aspek="\n".join(map(aspek_line, progress)),
        verdict="" if room.draft.is_sent or room.is_closed else _verdict(room),
    )
    looks = tuple(
        (Button(short(one.aspek.label, 34), data(room, "review_aspek", str(at))),)
        for at, one in enumerate(progress)
    )
    back = (Button(wording.BACK, data(room, "sheet")),)
    return Screen(text.rstrip(), (*looks, *_ways_on(room), back))


def review_aspek(room: Room, at: str) -> Screen:
    """Every item of an aspek with its answers and files; a number opens it."""
    aspek = aspek_at(room, at)
    text = wording.REVIEW_ASPEK.format(
        aspek=escape(aspek.label), items="\n".join(_line(room, item) for item in aspek.items)
    )
    numbers = (
        Button(number_of(item), data(room, "item", str(room.sheet.form.items.index(item))))
        for item in aspek.items
    )
    back = (Button(wording.BACK, data(room, "review")),)
    return Screen(text, (*in_rows(numbers, _IN_ROW), back))


def ask_send(room: Room) -> Screen:
    """Asked once, since nobody but the admin opens the form again."""
    items = [one for one in room.sheet.form.items if room.sheet.is_answered(one)]
    text = wording.ASK_SEND.format(
        lokus=escape(room.post.lokus.name),
        answered=len(items),
        files=_files_in(room),
        missing=sum(name in room.sheet.places for name in room.sheet.missing),
    )
    send = Button(wording.SEND_NOW, do_data(room.draft.id, Send(len(room.sheet.entries))))
    return Screen(text, ((send,), (Button(wording.BACK, data(room, "review")),)))


def _verdict(room: Room) -> str:
    if room.sheet.owed:
        return wording.OWED.format(owed=_owed(room))
    return wording.COMPLETE_PJ if room.may_send else wording.COMPLETE


def _ways_on(room: Room) -> Rows:
    if room.draft.is_sent or room.is_closed:
        return ()
    if room.sheet.owed:
        fill = wording.FILL_GAPS.format(count=len(room.sheet.owed))
        return ((Button(fill, data(room, "next")),),)
    return ((Button(wording.SEND, data(room, "ask_send")),),) if room.may_send else ()


def _line(room: Room, item: Item) -> str:
    sheet = room.sheet
    answers = [
        _letter(field)
        + escape(short(value_text(sheet.form, field, sheet.answers[field.name]), _ANSWER))
        for field in item.fields
        if field.name in sheet.answers
    ]
    return wording.REVIEW_ITEM.format(
        mark=mark_of(room, item),
        number=number_of(item),
        answers=" · ".join(answers) or wording.UNANSWERED,
        proof=_proof(room, item),
    )


def _owed(room: Room) -> str:
    proofs = sum(room.sheet.slot(place) is not None for place in room.sheet.owed)
    return counts_text(len(room.sheet.owed) - proofs, proofs)


def _letter(field: Field) -> str:
    """What the form prints before a question: "b " of "b. Berapa kali ..."."""
    found = _LETTER.match(field.label)
    return f"{found[1]} " if found else ""


def _proof(room: Room, item: Item) -> str:
    sheet = room.sheet
    slots = [name for name in sheet.places_in(item) if sheet.slot(name)]
    files = sum(len(sheet.files.get(name, ())) for name in slots)
    missing = sum(name in sheet.missing for name in slots)
    owed = len(sheet.unproved(item))
    parts = (
        (files, wording.REVIEW_FILES),
        (missing, wording.REVIEW_MISSING),
        (owed, wording.REVIEW_OWED),
    )
    said = ", ".join(text.format(count=count) for count, text in parts if count)
    return wording.REVIEW_PROOF.format(count=said) if said else ""


def _files_in(room: Room) -> int:
    return sum(len(room.sheet.files.get(name, ())) for name in room.sheet.places)
