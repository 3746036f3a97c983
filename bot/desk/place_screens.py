"""One question of F-01 on a small phone: what is asked, what stands, and how to answer."""

from collections.abc import Iterator
from html import escape

from bot.desk import wording
from bot.desk.scenes import Room
from bot.desk.taps import Look, View, do_data, look_data
from bot.desk.words import in_rows, place_in_form, short, value_text, who_text
from bot.screens import Button, Rows, Screen
from survey_flows.edits import Clear, NoneApplies, Put, Tick
from survey_flows.instrument import Choice, Field, Item

_LONG = 32  # characters a button of a small phone shows in full
_SHORT = 12
_PAGE = 3000
_STANDING = 60  # the list above has all of it
_TYPED = {
    "integer": wording.ASK_NUMBER,
    "decimal": wording.ASK_NUMBER,
    "date": wording.ASK_DATE,
    "text": wording.ASK_TEXT,
}


def asked(room: Room, field: Field) -> Screen:
    """A field: its official words, the options, the answer that stands and whose it is."""
    item = room.sheet.item_of(field.name)
    if item is None:
        raise LookupError(f"the form has no field {field.name}")
    text = head(room, item) + _asked(room, item, field) + _standing(room, field)
    if room.draft.is_sent or room.is_closed:
        return Screen(text, ways_around(room, field.name))
    return Screen(text, (*_choices(room, field), *ways_around(room, field.name)))


def explanation(room: Room, item: Item, place: str, page: int) -> Screen:
    """Penjelasan, in pages when it is long."""
    pages = list(_pages(item.explanation)) or [wording.NO_EXPLANATION]
    at = min(page, len(pages) - 1)
    text = wording.EXPLANATION.format(
        number=place_in_form(room.sheet.form, item).partition("/")[0],
        page=f" ({at + 1}/{len(pages)})" if len(pages) > 1 else "",
        text=escape(pages[at]),
    )
    back = Button(wording.BACK, data(room, "place", place))
    more = Look("explain", room.draft.id, place, at + 1)
    further = (Button(wording.MORE, look_data(more)),) if at + 1 < len(pages) else ()
    return Screen(text, ((back, *further),))


def head(room: Room, item: Item) -> str:
    """Which office, "3/30", aspek, and the item's official sentence."""
    text = wording.PLACE.format(
        lokus=escape(room.post.lokus.name),
        number=place_in_form(room.sheet.form, item),
        aspek=escape(room.sheet.aspek_of(item).label),
        label=escape(item.label),
    )
    return text + (wording.RECONSTRUCTED if "reconstructed" in item.marks else "")


def ways_around(room: Room, place: str) -> Rows:
    """Before, on, Penjelasan, Daftar; and Hapus for an answer that stands."""
    sheet = room.sheet
    may_edit = not (room.draft.is_sent or room.is_closed)
    seen = sheet.touch(place).number
    rows: list[tuple[Button, ...]] = []
    if may_edit and place in sheet.answers:
        rows.append((Button(wording.CLEAR, do_data(room.draft.id, Clear(place, seen))),))
    before = sheet.place_before(place)
    back = (Button(wording.BEFORE, data(room, "place", before)),) if before else ()
    rows.append((*back, *_further(room, place, may_edit=may_edit)))
    explain = Button(wording.EXPLAIN, data(room, "explain", place))
    rows.append((explain, Button(wording.LIST, data(room, "group", aspek_number(room, place)))))
    return tuple(row for row in rows if row)


def _further(room: Room, place: str, *, may_edit: bool) -> tuple[Button, ...]:
    """A gap is passed over to the next one; from an answer people read on."""
    after = room.sheet.next_place(place)
    if may_edit and room.sheet.is_owed(place):
        return (Button(wording.SKIP, data(room, "next", place)),)
    if after:
        return (Button(wording.NEXT, data(room, "place", after)),)
    return (Button(wording.NEXT, data(room, "review")),)


def aspek_number(room: Room, place: str) -> str:
    """The position of the aspek a place belongs to."""
    item = room.sheet.item_of(place)
    aspek = room.sheet.form.aspek
    return str(next((at for at, one in enumerate(aspek) if item in one.items), 0))


def data(room: Room, view: View, arg: str = "") -> str:
    """Callback data of a button that shows something of this draft."""
    return look_data(Look(view, room.draft.id, arg))


def _asked(room: Room, item: Item, field: Field) -> str:
    text = ""
    if field.label and field.label != item.label:
        text += wording.FIELD.format(label=escape(field.label))
    if field.hint:
        text += wording.HINT.format(hint=escape(field.hint))
    choices = room.sheet.form.choices_of(field.name)
    if choices and not _fit_on_buttons(choices):
        text += "\n\n" + "\n".join(_option_lines(room, field, choices))
    if room.draft.is_sent or room.is_closed:
        return text
    if field.type == "select_multiple":
        text += wording.ASK_SEVERAL
    text += _TYPED.get(field.type, "")
    return text + ("" if field.required else wording.OPTIONAL)


def _option_lines(room: Room, field: Field, choices: tuple[Choice, ...]) -> Iterator[str]:
    chosen = room.sheet.answers.get(field.name, "").split()
    for number, choice in enumerate(choices, start=1):
        is_chosen = choice.name in chosen
        if field.type == "select_multiple":
            mark = "☑️ " if is_chosen else "▫️ "
        else:
            mark = "✅ " if is_chosen else ""
        yield wording.OPTION_LINE.format(mark=mark, number=number, label=escape(choice.label))


def _standing(room: Room, field: Field) -> str:
    if field.name not in room.sheet.answers:
        return ""
    value = room.sheet.answers[field.name]
    who = who_text(room, room.sheet.touch(field.name))
    if value and field.type == "select_multiple":  # the list itself shows what is chosen
        text = wording.ANSWERED_BY.format(who=who)
    else:
        words = value_text(room.sheet.form, field, value)
        shown = short(words, _STANDING) if field.type == "select_one" else words
        text = wording.ANSWER_NOW.format(value=escape(shown), who=who)
    if room.sheet.breaks(field.name):
        message = field.constraint_message or wording.REFUSALS["answer.constraint"]
        text += wording.BREAKS.format(message=escape(message))
    return text


def _choices(room: Room, field: Field) -> Rows:
    choices = room.sheet.form.choices_of(field.name)
    if field.type == "select_one":
        return _one_of(room, field, choices)
    if field.type == "select_multiple":
        return (*_several_of(room, field, choices), _finish(room, field))
    return ()


def _one_of(room: Room, field: Field, choices: tuple[Choice, ...]) -> Rows:
    seen = room.sheet.touch(field.name).number
    standing = room.sheet.answers.get(field.name)
    buttons = [
        Button(
            ("✅ " if choice.name == standing else "") + _face(choices, number),
            do_data(room.draft.id, Put(field.name, choice.name, seen)),
        )
        for number, choice in enumerate(choices, start=1)
    ]
    return in_rows(buttons, _per_row(choices))


def _several_of(room: Room, field: Field, choices: tuple[Choice, ...]) -> Rows:
    chosen = room.sheet.answers.get(field.name, "").split()
    buttons = [
        Button(
            ("☑️ " if choice.name in chosen else "▫️ ") + _face(choices, number),
            do_data(room.draft.id, Tick(field.name, choice.name, on=choice.name not in chosen)),
        )
        for number, choice in enumerate(choices, start=1)
    ]
    return in_rows(buttons, _per_row(choices))


def _finish(room: Room, field: Field) -> tuple[Button, ...]:
    count = len(room.sheet.answers.get(field.name, "").split())
    if count:
        done = wording.DONE.format(count=count)
        return (Button(done, data(room, "next", field.name)),)
    none = NoneApplies(field.name, room.sheet.touch(field.name).number)
    return (Button(wording.NONE_APPLIES, do_data(room.draft.id, none)),)


def _fit_on_buttons(choices: tuple[Choice, ...]) -> bool:
    return all(len(choice.label) <= _LONG for choice in choices)


def _face(choices: tuple[Choice, ...], number: int) -> str:
    return choices[number - 1].label if _fit_on_buttons(choices) else str(number)


def _per_row(choices: tuple[Choice, ...]) -> int:
    if not _fit_on_buttons(choices):
        return 4
    return 2 if all(len(choice.label) <= _SHORT for choice in choices) else 1


def _pages(text: str) -> Iterator[str]:
    """Whole lines together, as many as a message comfortably holds."""
    page = ""
    for line in text.splitlines():
        kept = line if len(line) <= _PAGE else short(line, _PAGE)
        if page and len(page) + len(kept) > _PAGE:
            yield page
            page = ""
        page = f"{page}\n{kept}" if page else kept
    if page:
        yield page
