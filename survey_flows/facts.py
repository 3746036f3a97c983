"""What we keep: facts in the order they became true. A questionnaire has no other state."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Consented:
    """The respondent agreed to the text whose fingerprint is `text` (UU PDP 27/2022, pasal 22)."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """`value` is the stored form of an answer: a choice name, a number, a date or a text."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The answer to `field` no longer stands: the field is owed again."""

    field: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """The respondent pressed Kirim."""


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The respondent stopped, and meant it."""


@dataclass(frozen=True, slots=True)
class Attached:
    """The file `key` is safe, and proves what `slot` asks for."""

    slot: str
    key: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The file `key` no longer counts; it stays in the history."""

    slot: str
    key: str


@dataclass(frozen=True, slots=True)
class DeclaredMissing:
    """There is nothing to prove `slot` with, for this reason."""

    slot: str
    reason: str


@dataclass(frozen=True, slots=True)
class RevisionOpened:
    """The admin opened a sent form again, for this reason."""

    reason: str


Fact = (
    Consented
    | Answered
    | Withdrawn
    | Submitted
    | Abandoned
    | Attached
    | Removed
    | DeclaredMissing
    | RevisionOpened
)
Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of a form that several people fill: who it is from (0: the admin), and when.

    `at` counts seconds since 1970, UTC.
    """

    fact: Fact
    by: int
    at: int


_BARE: Mapping[str, type[Submitted | Abandoned]] = {
    "submitted": Submitted,
    "abandoned": Abandoned,
}
_WITH_VALUE: Mapping[str, type[Consented | RevisionOpened]] = {
    "consented": Consented,
    "reopened": RevisionOpened,
}
_WITH_FIELD: Mapping[str, type[Answered | Attached | Removed | DeclaredMissing]] = {
    "answered": Answered,
    "attached": Attached,
    "removed": Removed,
    "missing": DeclaredMissing,
}
_NAMES = {kind: name for kinds in (_BARE, _WITH_VALUE, _WITH_FIELD) for name, kind in kinds.items()}


def row_of(fact: Fact) -> tuple[str, str, str]:
    """Kind, field and value as they are stored; these words are forever.

    >>> row_of(Answered("i01", "4")), row_of(Attached("i01f1", "k3y"))
    (('answered', 'i01', '4'), ('attached', 'i01f1', 'k3y'))
    """
    match fact:
        case Withdrawn(field):
            return "withdrawn", field, ""
        case Submitted() | Abandoned():
            return _NAMES[type(fact)], "", ""
        case Consented(value) | RevisionOpened(value):
            return _NAMES[type(fact)], "", value
        case (
            Answered(field, value)
            | Attached(field, value)
            | Removed(field, value)
            | DeclaredMissing(field, value)
        ):
            return _NAMES[type(fact)], field, value


@lru_cache(1024)  # the same few hundred come back with every tap
def fact_of(kind: str, field: str, value: str) -> Fact:
    """The fact a stored row stands for.

    >>> fact_of("withdrawn", "i03", "")
    Withdrawn(field='i03')
    """
    if kind == "withdrawn":
        return Withdrawn(field)
    if kind in _BARE:
        return _BARE[kind]()
    if kind in _WITH_VALUE:
        return _WITH_VALUE[kind](value)
    return _WITH_FIELD[kind](field, value)
