"""What a button of the staff's screens carries: a place to look at, or an edit; at most 64 bytes.

It names the draft by number, which is no secret: the sender's posts decide what a tap may do.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from survey_flows.edits import Clear, Declare, Detach, Edit, NoneApplies, Put, Send, Tick

View = Literal[
    "tasks",
    "lokus",
    "sheet",
    "group",
    "item",
    "place",
    "next",
    "explain",
    "files",
    "lack",
    "review",
    "review_aspek",
    "ask_send",
]
_LETTERS: Mapping[View, str] = {
    "tasks": "h",
    "lokus": "t",
    "sheet": "s",
    "group": "g",
    "item": "i",
    "place": "p",
    "next": "n",
    "explain": "e",
    "files": "f",
    "lack": "l",
    "review": "r",
    "review_aspek": "q",
    "ask_send": "j",
}
_VIEWS = {letter: view for view, letter in _LETTERS.items()}
_WORDS = re.compile(r"d[a-z+-](:[A-Za-z0-9_-]{0,32}){1,4}")
_NUMBER = re.compile(r"[0-9]{1,9}")
PRESET = "#"
"""Begins the reason of a `Declare` that names one of the ready-made reasons by its place."""


@dataclass(frozen=True, slots=True)
class Look:
    """A screen of the draft; `arg` is a place, an aspek's or item's position, or a lokus id."""

    view: View
    draft: int = 0
    arg: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Do:
    """An edit of the draft."""

    draft: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class FileInto:
    """What was sent before a slot was on screen belongs here; `key` names one of the files."""

    draft: int
    slot: str
    key: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Reminders switched on or off."""

    wanted: bool


DeskTap = Look | Do | FileInto | Remind


def look_data(look: Look) -> str:
    """Callback data of a button that only shows something.

    >>> look_data(Look("place", 7, "i01a"))
    'dp:7:i01a'
    """
    page = f":{look.page}" if look.page else ""
    return f"d{_LETTERS[look.view]}:{look.draft}:{look.arg}{page}"


def do_data(draft: int, edit: Edit) -> str:
    """Callback data of a button that changes something.

    >>> do_data(7, Put("i01a", "ya", 12)), do_data(7, Tick("i02b", "media", on=False))
    ('da:7:i01a:ya:12', 'd-:7:i02b:media')
    """
    words: tuple[object, ...]
    match edit:
        case Put(place, value, seen):
            words = ("a", place, value, seen)
        case Tick(place, value, on):
            words = ("+" if on else "-", place, value)
        case Declare(place, reason, seen):
            words = ("m", place, reason.removeprefix(PRESET), seen)
        case Detach(place, key):
            words = ("d", place, key)
        case Send(seen):
            words = ("k", seen)
        case NoneApplies(place, seen):
            words = ("o", place, seen)
        case Clear(place, seen):
            words = ("c", place, seen)
        case _:
            raise TypeError(f"{edit!r} is typed, not tapped")
    verb, *rest = words
    return ":".join((f"d{verb}", str(draft), *map(str, rest)))


def file_data(tap: FileInto) -> str:
    """Callback data of the question "for which slot is this file?"."""
    return f"du:{tap.draft}:{tap.slot}:{tap.key}"


def remind_data(*, wanted: bool) -> str:
    """Callback data of the bell."""
    return f"dy:{int(wanted)}"


def read_desk_tap(data: str) -> DeskTap | None:
    """The tap some callback data claims to be; None for anything we never wrote.

    >>> read_desk_tap("dd:7:i01f1:k3y")
    Do(draft=7, edit=Detach(place='i01f1', key='k3y'))
    >>> read_desk_tap("da:7:i01a:ya:soon") is None
    True
    """
    if not _WORDS.fullmatch(data):
        return None
    verb, first, *words = data.split(":")
    if not _NUMBER.fullmatch(first):
        return None
    number = int(first)
    if verb == "dy" and not words:
        return Remind(bool(number))
    return _read_look(verb, number, words) or _read_change(verb, number, words)


def _read_look(verb: str, draft: int, words: list[str]) -> Look | None:
    view = _VIEWS.get(verb[1])
    match words:
        case [arg] if view:
            return Look(view, draft, arg)
        case [arg, page] if view and _NUMBER.fullmatch(page):
            return Look(view, draft, arg, int(page))
    return None


def _read_change(verb: str, draft: int, words: list[str]) -> Do | FileInto | None:
    match verb, words:
        case "du", [slot, key]:
            return FileInto(draft, slot, key)
        case _, [*rest, seen] if _NUMBER.fullmatch(seen) and (verb, len(rest)) in _SIGHTED:
            return Do(draft, _SIGHTED[verb, len(rest)](*rest, int(seen)))
    made = _EDITS.get((verb, len(words)))
    return Do(draft, made(*words)) if made else None


_EDITS: Mapping[tuple[str, int], Callable[..., Edit]] = {
    ("d+", 2): lambda place, value: Tick(place, value, on=True),
    ("d-", 2): lambda place, value: Tick(place, value, on=False),
    ("dd", 2): Detach,
}
# These end with the newest entry that was on screen.
_SIGHTED: Mapping[tuple[str, int], Callable[..., Edit]] = {
    ("da", 2): Put,
    ("do", 1): NoneApplies,
    ("dc", 1): Clear,
    ("dm", 2): lambda place, reason, seen: Declare(place, PRESET + reason, seen),
    ("dk", 0): Send,
}
