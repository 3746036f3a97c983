"""An instrument in memory: what one TOML file in `instruments/` says, in XLSForm's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

FieldType = Literal["select_one", "select_multiple", "integer", "decimal", "text", "date", "note"]
Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "includes", "answered"]
Mark = Literal["reconstructed", "added"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a list. `symbol` is the face or sign printed beside the number, if any.

    `hint` is a word of ours beside a bare label ("sangat baik" beside 5).
    """

    name: str
    label: str
    symbol: str = ""
    marks: tuple[Mark, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """`field` compared with `value`, or with another field's answer when `other` names one."""

    field: str
    op: Operator
    value: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """All or any of its parts; no parts means always true."""

    kind: Literal["all", "any"] = "all"
    parts: tuple["Clause | Condition", ...] = ()


ALWAYS = Condition()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to answer. `name` is stored with every answer, so it is forever."""

    name: str
    type: FieldType
    label: str
    hint: str = ""
    required: bool = True
    choices: str = ""
    relevant: Condition = ALWAYS
    constraint: Condition = ALWAYS
    constraint_message: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceSlot:
    """A named place for bukti dukung: `least` to `most` files of the kinds in `accept`."""

    name: str
    label: str
    accept: tuple[str, ...]
    least: int = 0
    most: int = 1
    relevant: Condition = ALWAYS
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the form. `number` runs 1, 2, 3; `code` is what the regulation prints.

    An additional question at the end, which the regulation does not count, has no number.
    """

    number: int | None
    code: str
    label: str
    fields: tuple[Field, ...]
    evidence: tuple[EvidenceSlot, ...] = ()
    explanation: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspek:
    """A printed section of the form."""

    name: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Instrument:
    """One version of one form, complete. Equal files give equal instruments."""

    form_id: str
    version: str
    title: str
    audience: str
    source: str
    aspek: tuple[Aspek, ...]
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    instructions: str = ""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in printed order."""
        return tuple(item for aspek in self.aspek for item in aspek.items)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields by name, in the order they are asked."""
        return {one.name: one for item in self.items for one in item.fields}

    @cached_property
    def places(self) -> Mapping[str, tuple[Aspek, Item]]:
        """Where each field stands."""
        return {
            one.name: (aspek, item)
            for aspek in self.aspek
            for item in aspek.items
            for one in item.fields
        }

    def position_of(self, item: Item) -> int:
        """Counted from 1; the item's number, where it has one."""
        return self.items.index(item) + 1

    def choices_of(self, name: str) -> tuple[Choice, ...]:
        """The options of a field; empty for a field that is typed."""
        return self.choices.get(self.fields[name].choices, ())

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)
