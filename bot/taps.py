"""What a button carries: at most 64 bytes, and enough to mean the same on any screen, at any time.

Anyone can send any callback data, so a tap is only ever a claim: the link in it is signed, and the
questionnaire it names must be the sender's own.
"""

import re
from dataclasses import dataclass
from typing import Literal

from survey_flows.replies import Chose, Reopened, Reply, Sent, Stopped, WentBack

Step = Literal["here", "elsewhere", "begin", "later"]
Deed = Literal["again", "begin_again", "ask_withdraw", "withdraw", "erase", "leave_it"]
Later = Literal["self", "assisted", "staff", "skip"]
EVERYTHING = "all"
_STEPS: dict[str, Step] = {"y": "here", "n": "elsewhere", "m": "begin", "l": "later"}
_DEEDS: dict[str, Deed] = {
    "r": "again",
    "R": "begin_again",
    "w": "ask_withdraw",
    "W": "withdraw",
    "E": "erase",
    "z": "leave_it",
}
_WORDS: dict[str, Later] = {"c1": "self", "c2": "assisted", "c3": "staff", "c0": "skip"}
_VERBS = {step: verb for verb, step in _STEPS.items()}
_NUMBER = re.compile(r"[0-9]{1,6}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,16}")  # nothing else reaches the database


@dataclass(frozen=True, slots=True)
class DoorTap:
    """A button shown before consent: nothing is stored yet, so it carries the signed link."""

    step: Step
    payload: str


@dataclass(frozen=True, slots=True)
class TurnTap:
    """A button of a questionnaire; no reply means "show me where I was"."""

    key: str
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class RightTap:
    """A button about what was sent already; `key` names one response, or is EVERYTHING."""

    deed: Deed
    key: str


@dataclass(frozen=True, slots=True)
class BackcheckTap:
    """What somebody says afterwards of the response `key`: who had filled it in."""

    said: Later
    key: str


Tap = DoorTap | TurnTap | RightTap | BackcheckTap


def door_data(step: Step, payload: str) -> str:
    """Callback data of a button shown before consent."""
    return f"{_VERBS[step]}:{payload}"


def turn_data(key: str, reply: Reply | None) -> str:
    """Callback data of a button of the questionnaire `key`.

    >>> turn_data("k3y", Chose("i01", "4"))
    'a:k3y:i01:4'
    """
    match reply:
        case Chose(field, value):
            return f"a:{key}:{field}:{value}"
        case WentBack(field):
            return f"b:{key}:{field}"
        case Reopened(field):
            return f"u:{key}:{field}"
        case Sent(seen):
            return f"s:{key}:{seen}"
        case Stopped():
            return f"x:{key}"
        case _:
            return f"k:{key}"


def right_data(deed: Deed, key: str = EVERYTHING) -> str:
    """Callback data of a button about what was sent already.

    >>> right_data("withdraw", "k3y"), right_data("erase")
    ('W:k3y', 'E:all')
    """
    return f"{next(verb for verb, one in _DEEDS.items() if one == deed)}:{key}"


def backcheck_data(said: Later, key: str) -> str:
    """Callback data of an answer to the private word afterwards.

    >>> backcheck_data("staff", "k3y")
    'c3:k3y'
    """
    return f"{next(verb for verb, one in _WORDS.items() if one == said)}:{key}"


def read_tap(data: str) -> Tap | None:
    """The tap some callback data claims to be; None for anything we never wrote.

    >>> read_tap("a:k3y:i01:4")
    TurnTap(key='k3y', reply=Chose(field='i01', value='4'))
    >>> read_tap("s:k3y:many") is None
    True
    """
    verb, _, rest = data.partition(":")
    if verb in _STEPS:
        return DoorTap(_STEPS[verb], rest)
    key, _, rest = rest.partition(":")
    if not _KEY.fullmatch(key):
        return None
    if not rest and (tap := _bare(verb, key)):
        return tap
    reply = _read_reply(verb, rest.split(":") if rest else [])
    return TurnTap(key, reply) if reply else None


def _bare(verb: str, key: str) -> Tap | None:
    """A tap that says no more than which response it is about."""
    if verb == "k":
        return TurnTap(key, None)
    if verb in _DEEDS:
        return RightTap(_DEEDS[verb], key)
    return BackcheckTap(_WORDS[verb], key) if verb in _WORDS else None


def _read_reply(verb: str, words: list[str]) -> Reply | None:
    match verb, words:
        case "a", [field, value]:
            return Chose(field, value)
        case "b", [field]:
            return WentBack(field)
        case "u", [field]:
            return Reopened(field)
        case "s", [seen] if _NUMBER.fullmatch(seen):
            return Sent(int(seen))
        case "x", []:
            return Stopped()
    return None
