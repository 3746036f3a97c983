"""Screens: what stands in the one message that is edited in place. Knows no Telegram types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from bot import wording
from bot.taps import Step, door_data, turn_data
from survey_flows.facts import Answered, Fact, Withdrawn
from survey_flows.instrument import Choice, Instrument
from survey_flows.prompts import Ask, Review
from survey_flows.replies import Chose, Reopened, Sent, Stopped, WentBack

_NUMBERS_IN_ROW = 7
_LABEL_IN_REVIEW = 20


@dataclass(frozen=True, slots=True)
class Button:
    """Either `data` comes back to us, or `url` opens."""

    text: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """HTML text and the buttons under it."""

    text: str
    rows: Rows = ()

    def noting(self, note: str) -> "Screen":
        """The same screen with a line on top of it; `note` is HTML."""
        return Screen(f"{note}\n\n{self.text}", self.rows) if note else self


def confirm_lokus(lokus: str, instansi: str, payload: str) -> Screen:
    """Benar ini kantornya? Asked before anything else, since a sticker can cover a poster."""
    text = wording.CONFIRM_LOKUS.format(lokus=escape(lokus), instansi=escape(instansi))
    yes = Button(wording.HERE, door_data("here", payload))
    no = Button(wording.ELSEWHERE, door_data("elsewhere", payload))
    return Screen(text, ((yes,), (no,)))


def consent(form: Instrument, lokus: str, payload: str) -> Screen:
    """One screen that says everything before anything is kept."""
    text = consent_text(form, lokus)
    steps: tuple[tuple[Step, str], ...] = (
        ("begin", wording.BEGIN),
        ("later", wording.LATER),
        ("elsewhere", wording.ELSEWHERE),
    )
    return Screen(text, tuple((Button(word, door_data(step, payload)),) for step, word in steps))


def consent_text(form: Instrument, lokus: str) -> str:
    """What somebody agrees to."""
    return wording.CONSENT.format(lokus=escape(lokus), items=len(form.items))


def later(last_day: date, payload: str) -> Screen:
    """Jawab nanti di rumah: the button waits in the chat, nothing is kept."""
    text = wording.LATER_SAID.format(last_day=day_text(last_day))
    return Screen(text, ((Button(wording.BEGIN, door_data("begin", payload)),),))


def ask(form: Instrument, key: str, lokus: str, prompt: Ask) -> Screen:
    """Which office, aspek, "3/14", the official sentence, five buttons with faces, Kembali."""
    aspek, item = form.places[prompt.field]
    choices = form.choices_of(prompt.field)
    text = wording.ITEM.format(
        lokus=escape(lokus),
        number=form.position_of(item),
        of=len(form.items),
        aspek=escape(aspek.label),
        bar=_bar(form.position_of(item), len(form.items)),
        label=escape(form.fields[prompt.field].label or item.label),
        scale=_scale(choices),
    )
    if prompt.before:
        text += "\n" + wording.BEFORE.format(value=_face(form, prompt.field, prompt.before))
    answers = tuple(
        Button(f"{one.symbol} {one.label}".strip(), turn_data(key, Chose(prompt.field, one.name)))
        for one in choices
    )
    back = (Button(wording.BACK, turn_data(key, WentBack(prompt.field))),)
    return Screen(text, (answers, back) if prompt.can_go_back else (answers,))


def review(form: Instrument, key: str, lokus: str, prompt: Review) -> Screen:
    """All answers; a number changes one, Kirim sends exactly what is shown."""
    lines = "\n".join(answer_lines(form, prompt.answers))
    text = wording.REVIEW.format(lokus=escape(lokus), answers=lines)
    numbers = [
        Button(str(_number(form, field)), turn_data(key, Reopened(field)))
        for field in prompt.answers
    ]
    send = (Button(wording.SEND, turn_data(key, Sent(prompt.seen))),)
    return Screen(text, (*_in_rows(numbers), send))


def answer_lines(form: Instrument, answers: Mapping[str, str]) -> Sequence[str]:
    """Each answer as it was tapped, with the beginning of what was asked."""
    return [
        wording.REVIEW_LINE.format(
            number=_number(form, field),
            value=_face(form, field, value),
            label=escape(short(form.places[field][1].label)),
        )
        for field, value in answers.items()
    ]


def reminder(lokus: str, payload: str) -> Screen:
    """The one that Jawab nanti asked for."""
    rows = ((Button(wording.BEGIN, door_data("begin", payload)),),)
    return Screen(wording.REMINDER.format(lokus=escape(lokus)), rows)


def done(lokus: str, receipt: str, complaint_url: str) -> Screen:
    """The receipt and where to complain; the answers are gone from the chat."""
    text = wording.DONE.format(lokus=escape(lokus), receipt=spaced(receipt))
    return Screen(text, complain(complaint_url))


def ask_stop(lokus: str, key: str) -> Screen:
    """/batal asks once, since what is dropped does not come back."""
    stop = (Button(wording.STOP, turn_data(key, Stopped())),)
    go_on = (Button(wording.GO_ON, turn_data(key, None)),)
    return Screen(wording.ASK_STOP.format(lokus=escape(lokus)), (go_on, stop))


def complain(url: str) -> Rows:
    """The button to SP4N-LAPOR!."""
    return ((Button(wording.COMPLAIN, url=url),),)


def said_line(form: Instrument, fact: Fact | None) -> str:
    """What the last reply changed, so that a person sees confirmed what is stored."""
    match fact:
        case Answered(field, value):
            face = _face(form, field, value)
            return wording.SAID_ANSWER.format(number=_number(form, field), value=face)
        case Withdrawn(field):
            return wording.SAID_WITHDRAWN.format(number=_number(form, field))
        case _:
            return ""


def spaced(receipt: str) -> str:
    """Ten characters are easier to copy as two groups of five.

    >>> spaced("ABCDE23456")
    'ABCDE-23456'
    """
    return f"{receipt[:5]}-{receipt[5:]}"


def day_text(day: date) -> str:
    """A date as people write it.

    >>> day_text(date(2026, 12, 31))
    '31 Desember 2026'
    """
    return f"{day.day} {wording.MONTHS[day.month - 1]} {day.year}"


def _bar(number: int, of: int) -> str:
    return "●" * number + "○" * (of - number)


def _scale(choices: tuple[Choice, ...]) -> str:
    low, high = choices[0], choices[-1]
    ends = {"low": low.label, "low_hint": low.hint, "high": high.label, "high_hint": high.hint}
    return wording.SCALE.format(**{name: escape(text) for name, text in ends.items()})


def _number(form: Instrument, field: str) -> int:
    return form.position_of(form.places[field][1])


def _face(form: Instrument, field: str, value: str) -> str:
    """An answer as it was shown on its button, fit for HTML."""
    found = (one for one in form.choices_of(field) if one.name == value)
    return escape(next((f"{one.symbol} {one.label}".strip() for one in found), value))


def short(label: str, most: int = _LABEL_IN_REVIEW) -> str:
    """The beginning of a label, where there is little room."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def _in_rows(buttons: Iterable[Button]) -> Rows:
    every = tuple(buttons)
    starts = range(0, len(every), _NUMBERS_IN_ROW)
    return tuple(every[start : start + _NUMBERS_IN_ROW] for start in starts)
