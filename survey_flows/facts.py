"""What we keep: facts in the order they became true. A questionnaire has no other state."""

from collections.abc import Mapping
from dataclasses import dataclass


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


Fact = Consented | Answered | Withdrawn | Submitted | Abandoned
Facts = tuple[Fact, ...]

_KINDS: Mapping[str, type[Fact]] = {
    "consented": Consented,
    "answered": Answered,
    "withdrawn": Withdrawn,
    "submitted": Submitted,
    "abandoned": Abandoned,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def row_of(fact: Fact) -> tuple[str, str, str]:
    """Kind, field and value as they are stored; these words are forever.

    >>> row_of(Answered("i01", "4"))
    ('answered', 'i01', '4')
    """
    match fact:
        case Consented(text):
            return _NAMES[Consented], "", text
        case Answered(field, value):
            return _NAMES[Answered], field, value
        case Withdrawn(field):
            return _NAMES[Withdrawn], field, ""
        case Submitted() | Abandoned():
            return _NAMES[type(fact)], "", ""


def fact_of(kind: str, field: str, value: str) -> Fact:
    """The fact a stored row stands for.

    >>> fact_of("withdrawn", "i03", "")
    Withdrawn(field='i03')
    """
    match kind:
        case "consented":
            return Consented(value)
        case "answered":
            return Answered(field, value)
        case "withdrawn":
            return Withdrawn(field)
        case _:
            return Submitted() if _KINDS[kind] is Submitted else Abandoned()
