"""What staff read when the bot speaks first; each message leads on with a button."""

from html import escape

from bot.desk import wording
from bot.desk.reminding import DeadlineNear, Due, LeftHalfDone
from bot.desk.taps import Look, look_data, remind_data
from bot.desk.words import counts_text, number_of, short
from bot.screens import Button, Rows, Screen, day_text
from storage.periods import Period
from storage.staff import Post

_LABEL = 100


def greeting(post: Post) -> Screen:
    """The admin has confirmed somebody."""
    text = wording.GREETING.format(
        name=escape(post.member.name),
        lokus=escape(post.lokus.name),
        role=wording.ROLES[post.role],
    )
    return Screen(text, ((Button(wording.OPEN_TASKS, look_data(Look("tasks"))),),))


def reminder(post: Post, period: Period, draft: int, due: Due) -> Screen:
    """`draft` is 0 while nobody has opened the form."""
    match due:
        case DeadlineNear():
            return Screen(_deadline_text(post, period, due), _rows(_way_on(post, draft, due)))
        case LeftHalfDone(_, item, place):
            text = wording.REMINDERS["idle"].format(
                lokus=escape(post.lokus.name),
                number=number_of(item),
                label=escape(short(item.label, _LABEL)),
            )
            there = Button(wording.CONTINUE, look_data(Look("place", draft, place)))
            return Screen(text, _rows(there))


def _deadline_text(post: Post, period: Period, due: DeadlineNear) -> str:
    in_days = wording.DAYS_LEFT.format(days=due.days)
    return wording.REMINDERS[due.kind].format(
        lokus=escape(post.lokus.name),
        left=wording.LEFT_SOON.get(due.days, in_days),
        day=day_text(period.last_day),
        owed=_owed_text(due),
    )


def _owed_text(due: DeadlineNear) -> str:
    counts = counts_text(due.answers, due.proofs)
    return wording.OWED_COUNT.format(counts=counts) if counts else wording.READY_TO_SEND


def _way_on(post: Post, draft: int, due: DeadlineNear) -> Button:
    if not draft:
        return Button(wording.OPEN_TASKS, look_data(Look("lokus", 0, str(post.lokus.id))))
    if not (due.answers or due.proofs):
        return Button(wording.CHECK, look_data(Look("review", draft)))
    return Button(wording.OPEN_TASKS, look_data(Look("sheet", draft)))


def _rows(way_on: Button) -> Rows:
    return ((way_on,), (Button(wording.STOP_REMINDING, remind_data(wanted=False)),))
