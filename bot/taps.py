"""What a button carries: at most 64 bytes, and enough to mean the same on any screen, at any time.

Anyone can send any callback data, so a tap is only ever a claim: the link in it is signed, and the
questionnaire it names must be the sender's own.
"""

import re
from dataclasses import dataclass
from typing import Literal

from survey_flows.replies import Chose, Reopened, Reply, Sent, Stopped, WentBack

Step = Literal["here", "elsewhere", "begin", "later"]
_STEPS: dict[str, Step] = {"y": "here", "n": "elsewhere", "m": "begin", "l": "later"}
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


Tap = DoorTap | TurnTap


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
    if verb == "k" and not rest:
        return TurnTap(key, None)
    reply = _read_reply(verb, rest.split(":") if rest else [])
    return TurnTap(key, reply) if reply else None


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
