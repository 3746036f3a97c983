"""What is wrong in an instrument file: a stable code, the place, the cause and the cure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to mend. `place` is the path of keys in the file, counted from 0."""

    code: str
    place: str
    cause: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.cause}; {self.cure} [{self.code}]"


def by_place(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Sorted by place, so that `items[10]` comes after `items[9]`; repeats are dropped."""
    return tuple(sorted(set(issues), key=_order))


def closest(word: str, known: Iterable[str], otherwise: str) -> str:
    """The cure for a word nobody knows: the nearest known one.

    >>> closest("skla", ["skala", "ya_tidak"], "define it")
    'did you mean "skala"?'
    >>> closest("umur", ["skala"], "define it")
    'define it'
    """
    near = get_close_matches(word, sorted(known), n=1)
    return f'did you mean "{near[0]}"?' if near else otherwise


def _order(issue: Issue) -> tuple[list[tuple[int, str]], str, str]:
    parts = re.findall(r"\d+|\D+", issue.place)
    natural = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
    return natural, issue.code, issue.cause
