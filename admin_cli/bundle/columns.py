"""The tables of the bundle as Table Schema describes them; the order is that of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Field = Mapping[str, Any]
Kind = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Table:
    """One file. `foreign` says of a column which table it names a row of, by its own name."""

    name: str
    title: str
    key: Sequence[str]
    fields: Sequence[Field]
    foreign: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where it is written first."""
        return self.path_as("csv")

    def path_as(self, kind: Kind) -> str:
        """Inside the bundle."""
        return f"data/{self.name}.{kind}"

    @property
    def heads(self) -> list[str]:
        """The first line of the file."""
        return [one["name"] for one in self.fields]


def column(name: str, kind: str, description: str, **limits: object) -> dict[str, Any]:
    """A column that may be empty."""
    described: dict[str, Any] = {"name": name, "type": kind, "description": description}
    return described | ({"constraints": limits} if limits else {})


def required(name: str, kind: str, description: str, **limits: object) -> dict[str, Any]:
    """A column without empty cells."""
    return column(name, kind, description, required=True, **limits)


CODE_OF_LOKUS = required("lokus", "string", "code of the lokus")
PERIOD = required("period", "string", "code of the period")
WEEK = required("week", "string", "ISO week", pattern=r"\d{4}-W\d{2}")

LOKUS = Table(
    "lokus",
    "Every lokus this bundle covers",
    ("lokus",),
    (
        required("lokus", "string", "code of the lokus", unique=True),
        required("name", "string", "name of the lokus"),
        required("instansi", "string", "code of the instansi it belongs to"),
        required("instansi_name", "string", "name of the instansi"),
        required("timezone", "string", "IANA time zone its days and weeks are counted in"),
    ),
)
