"""/tugas: the lokus somebody serves, the form with its progress, and the items of one aspek."""

from collections.abc import Sequence
from html import escape

from bot.desk import wording
from bot.desk.scenes import Room, Tasks
from bot.desk.taps import Look, View, look_data, remind_data
from bot.desk.words import first_words, in_rows, number_of, short, who_text
from bot.screens import Button, Rows, Screen, day_text
from survey_flows.facts import RevisionOpened, Submitted
from survey_flows.instrument import Aspek, Item
from survey_flows.worksheet import Progress, Touch

_IN_ROW = 5
_LABEL = 60
_BUTTON = 16


def tasks(seen: Tasks) -> Screen:
    """Somebody who serves several lokus chooses one."""
    rows = tuple(
        (Button(post.lokus.name, look_data(Look("lokus", 0, str(post.lokus.id)))),)
        for post in seen.posts
    )
    return Screen(wording.TASKS, (*rows, (_bell(is_reminded=seen.is_reminded),)))


def sheet(room: Room) -> Screen:
    """The form with its deadline, progress per aspek, and the way on."""
    progress = room.sheet.progress()
    unproved = sum(one.unproved for one in progress)
    text = wording.SHEET.format(
        lokus=escape(room.post.lokus.name),
        deadline=_deadline(room),
        aspek="\n".join(map(aspek_line, progress)),
        answered=sum(one.answered for one in progress),
        items=sum(one.items for one in progress),
        evidence=wording.LACKING_ALL.format(count=unproved) if unproved else "",
    )
    if not room.sheet.owed and not room.draft.is_sent:
        text += "\n\n" + wording.ALL_DONE
    if room.unplaced:
        text += wording.UNPLACED.format(count=len(room.unplaced))
    return Screen(text, (*_ways_on(room), *_aspek_buttons(room, progress), *_around(room)))


def group(room: Room, at: str) -> Screen:
    """The items of an aspek, each with a mark, and a button to jump to it."""
    aspek = aspek_at(room, at)
    lines = [
        wording.GROUP_LINE.format(
            mark=mark_of(room, item),
            number=number_of(item),
            label=escape(short(item.label, _LABEL)),
        )
        for item in aspek.items
    ]
    text = wording.GROUP.format(
        aspek=escape(aspek.label), lokus=escape(room.post.lokus.name), items="\n".join(lines)
    )
    numbers = (
        Button(number_of(item), _data(room, "item", str(room.sheet.form.items.index(item))))
        for item in aspek.items
    )
    back = (Button(wording.BACK, _data(room, "sheet")),)
    return Screen(f"{text}\n\n<i>{wording.MARKS}</i>", (*in_rows(numbers, _IN_ROW), back))


def aspek_at(room: Room, at: str) -> Aspek:
    """The aspek at a position; the first one for a position nobody has."""
    every = room.sheet.form.aspek
    number = int(at) if at.isdigit() else 0
    return every[number] if number < len(every) else every[0]


def aspek_line(one: Progress) -> str:
    """Such as "Kebijakan 4/9 · bukti kurang 2"."""
    is_done = one.answered == one.items and not one.unproved
    return wording.ASPEK_LINE.format(
        mark="✅" if is_done else "▫️",
        label=escape(one.aspek.label),
        answered=one.answered,
        items=one.items,
        lacking=wording.LACKING.format(count=one.unproved) if one.unproved else "",
    )


def mark_of(room: Room, item: Item) -> str:
    """How far an item is."""
    sheet = room.sheet
    if sheet.is_answered(item):
        return "📎" if sheet.unproved(item) else "✅"
    places = [one.name for one in item.fields] + [one.name for one in item.evidence]
    return "✍️" if any(sheet.touch(place).number for place in places) else "⚪"


def _deadline(room: Room) -> str:
    period, today = room.period, room.now.astimezone(room.zone).date()
    lines = []
    if room.draft.is_sent:
        lines.append(_sent_line(room))
    elif reason := _reopened(room):
        lines.append(wording.REOPENED_LINE.format(reason=escape(reason)))
    if today < period.first_day:
        lines.append(wording.NOT_OPEN.format(day=day_text(period.first_day)))
    elif room.is_closed:
        lines.append(wording.CLOSED.format(day=day_text(period.closed_on or period.last_day)))
    else:
        days = (period.last_day - today).days
        left = wording.DAYS_LEFT.format(days=days) if days else wording.LAST_DAY
        lines.append(wording.DEADLINE.format(day=day_text(period.last_day), left=left))
    return "\n".join(lines)


def _sent_line(room: Room) -> str:
    sent = next(one for one in reversed(room.sheet.entries) if isinstance(one.fact, Submitted))
    who, _, when = who_text(room, Touch(0, sent.by, sent.at)).rpartition(", ")
    return wording.SENT_LINE.format(who=who, when=when)


def _reopened(room: Room) -> str:
    facts = (one.fact for one in reversed(room.sheet.entries))
    return next((one.reason for one in facts if isinstance(one, RevisionOpened)), "")


def _ways_on(room: Room) -> Rows:
    if room.draft.is_sent or room.is_closed:
        return ((Button(wording.LOOK, _data(room, "review")),),)
    first = wording.CONTINUE if room.sheet.entries else wording.BEGIN
    gaps = ((Button(first, _data(room, "next")),),) if room.sheet.owed else ()
    return (*gaps, (Button(wording.CHECK, _data(room, "review")),))


def _aspek_buttons(room: Room, progress: Sequence[Progress]) -> Rows:
    buttons = (
        Button(
            f"{first_words(one.aspek.label, _BUTTON)} {one.answered}/{one.items}",
            _data(room, "group", str(at)),
        )
        for at, one in enumerate(progress)
    )
    return in_rows(buttons, 2)


def _around(room: Room) -> Rows:
    bell = _bell(is_reminded=room.post.member.is_reminded)
    other = (Button(wording.OTHER_LOKUS, look_data(Look("tasks"))),)
    return ((bell,), *((other,) if room.has_others else ()))


def _bell(*, is_reminded: bool) -> Button:
    text = wording.BELL_ON if is_reminded else wording.BELL_OFF
    return Button(text, remind_data(wanted=not is_reminded))


def _data(room: Room, view: View, arg: str = "") -> str:
    return look_data(Look(view, room.draft.id, arg))
