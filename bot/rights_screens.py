"""Screens about what was sent already."""

from collections.abc import Iterable, Sequence
from html import escape

from bot import rights_wording as wording
from bot.outcomes import AlreadyAnswered
from bot.screens import (
    Button,
    Screen,
    answer_lines,
    complain,
    consent_text,
    day_text,
    short,
    spaced,
)
from bot.taps import Later, backcheck_data, right_data
from bot.wording import ALREADY, BEGIN, CAN_CHANGE, CANNOT_CHANGE
from storage.holdings import Holding
from storage.ledger import Checkpoint
from survey_flows.instrument import Instrument

_ROOT = 12
_LABEL = 60
_MOST_LINES, _MOST_ANSWERS = 12, 5  # newest; a message takes 4096 characters
_SAID_FIRST: Sequence[Later] = ("self", "assisted", "staff", "skip")


def consent_again(form: Instrument, lokus: str, key: str) -> Screen:
    """The same consent as the first time."""
    begin = (Button(BEGIN, right_data("begin_again", key)),)
    return Screen(consent_text(form, lokus), (begin, _leave_it())).noting(wording.AGAIN_NOTE)


def already(one: AlreadyAnswered, complaint_url: str) -> Screen:
    """A second contact: until the weekly cut the response can be replaced or taken back."""
    change = CANNOT_CHANGE if one.is_final else CAN_CHANGE
    text = ALREADY.format(
        lokus=escape(one.lokus.name),
        receipt=spaced(one.receipt),
        change=change.format(until=day_text(one.until)),
    )
    again = Button(wording.AGAIN, right_data("again", one.key))
    withdraw = Button(wording.WITHDRAW, right_data("ask_withdraw", one.key))
    rows = () if one.is_final else ((again,), (withdraw,))
    return Screen(text, (*rows, *complain(complaint_url)))


def ended(lokus: str, how: str) -> Screen:
    """It was replaced or taken back."""
    return Screen(wording.ENDED[how].format(lokus=escape(lokus)))


def ask_withdraw(one: Holding) -> Screen:
    """Taking it back is asked once."""
    text = wording.ASK_WITHDRAW.format(lokus=escape(one.lokus.name))
    yes = Button(wording.DO_WITHDRAW, right_data("withdraw", one.key))
    return Screen(text, ((yes,), _leave_it()))


def choose_withdraw(several: Iterable[Holding]) -> Screen:
    """Which office?"""
    rows = tuple(
        (Button(short(one.lokus.name, _LABEL), right_data("ask_withdraw", one.key)),)
        for one in several
    )
    return Screen(wording.CHOOSE_WITHDRAW, (*rows, _leave_it()))


def withdrawn(lokus: str) -> Screen:
    """It counts no more."""
    return Screen(wording.WITHDRAWN.format(lokus=escape(lokus)))


def ask_erase(sent: int, unsent: int) -> Screen:
    """Erasing is asked once."""
    text = wording.ASK_ERASE.format(sent=sent, unsent=unsent)
    yes = Button(wording.DO_ERASE, right_data("erase"))
    return Screen(text, ((yes,), _leave_it()))


def data(every: Sequence[Holding], content: str) -> Screen:
    """What is held; `content` says when the answers themselves come."""
    if not every:
        return Screen(wording.NO_DATA)
    text = wording.DATA.format(
        lines="\n".join(map(_data_line, every[-_MOST_LINES:])),
        about=wording.DATA_ABOUT,
        content=content,
    )
    return Screen(text)


def content(lokus: str, said: Sequence[tuple[Holding, Instrument, dict[str, str]]]) -> Screen:
    """The answers of one account at one lokus."""
    parts = (
        "\n".join((wording.CONTENT_HEAD.format(**_state(one)), *answer_lines(form, answers)))
        for one, form, answers in said[-_MOST_ANSWERS:]
    )
    text = wording.CONTENT.format(lokus=escape(lokus), answers="\n\n".join(parts))
    return Screen(text)


def backcheck(lokus: str, key: str) -> Screen:
    """Siapa yang mengisi?"""
    rows = tuple(
        (Button(wording.BACKCHECK_WORDS[one], backcheck_data(one, key)),) for one in _SAID_FIRST
    )
    return Screen(wording.BACKCHECK.format(lokus=escape(lokus)), rows)


def checked(receipt: str, covering: Checkpoint | None) -> Screen:
    """Tercatat, and which checkpoint says so to the world."""
    covered = wording.NOT_COVERED
    if covering is not None:
        day, root = day_text(covering.made_on), covering.root[:_ROOT]
        covered = wording.COVERED.format(day=day, size=covering.size, root=root)
    return Screen(wording.CHECK_FOUND.format(receipt=spaced(receipt), covered=covered))


def _leave_it() -> tuple[Button, ...]:
    return (Button(wording.LEAVE_IT, right_data("leave_it")),)


def _data_line(one: Holding) -> str:
    said = _state(one)
    receipt = wording.DATA_RECEIPT.format(receipt=said["receipt"]) if one.receipt else ""
    lokus, state = escape(one.lokus.name), said["state"]
    return wording.DATA_LINE.format(lokus=lokus, state=state, receipt=receipt)


def _state(one: Holding) -> dict[str, str]:
    how = one.ended or ("stands" if one.stands else one.outcome or "open")
    return {"state": wording.DATA_STATES[how], "receipt": spaced(one.receipt)}
