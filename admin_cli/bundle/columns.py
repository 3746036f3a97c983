"""The tables of the bundle as Table Schema describes them; the order is that of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey_flows.instrument import Instrument

Field = Mapping[str, Any]

_SCALE = {"minimum": 1, "maximum": 5}


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file. `foreign` are columns that name a row of `lokus`."""

    name: str
    title: str
    key: Sequence[str]
    fields: Sequence[Field]
    foreign: Sequence[str] = ()

    @property
    def path(self) -> str:
        """Inside the bundle."""
        return f"data/{self.name}.csv"

    @property
    def heads(self) -> list[str]:
        """The first line of the file."""
        return [field["name"] for field in self.fields]


def items_of(form: Instrument) -> tuple[str, ...]:
    """The fields that are scored, in printed order."""
    return tuple(one.name for one in form.fields.values() if one.type == "select_one")


def tables(form: Instrument) -> tuple[Table, ...]:
    """All tables of the bundle."""
    return _LOKUS, _responses(form), _index(form)


def _field(name: str, kind: str, description: str, **limits: object) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "type": kind, "description": description}
    return described | ({"constraints": limits} if limits else {})


def _required(name: str, kind: str, description: str, **limits: object) -> dict[str, Any]:
    return _field(name, kind, description, required=True, **limits)


_CODE_OF_LOKUS = _required("lokus", "string", "code of the lokus")
_PERIOD = _required("period", "string", "code of the period")
_WEEK = _required("week", "string", "ISO week", pattern=r"\d{4}-W\d{2}")

_LOKUS = Table(
    "lokus",
    "Every lokus this bundle covers",
    ("lokus",),
    (
        _required("lokus", "string", "code of the lokus", unique=True),
        _required("name", "string", "name of the lokus"),
        _required("instansi", "string", "code of the instansi it belongs to"),
        _required("instansi_name", "string", "name of the instansi"),
        _required("timezone", "string", "IANA time zone its days and weeks are counted in"),
    ),
)


def _responses(form: Instrument) -> Table:
    fields = (
        _required("response_id", "string", "random, says nothing of order", unique=True),
        _CODE_OF_LOKUS,
        _PERIOD,
        _WEEK,
        _required("day", "date", "the day it was sent, in the time zone of the instansi"),
        *(_answer(form, item) for item in items_of(form)),
        _required("superseded", "boolean", "a later response of the same account counts instead"),
        _required("assurance", "integer", _ASSURANCE, minimum=0, maximum=2),
    )
    return Table(
        "f03_responses", "F-03: one row per response", ("response_id",), fields, ("lokus",)
    )


_ASSURANCE = "how the citizen came in: 0 poster, 1 poster of the week, 2 ticket used once"


def _answer(form: Instrument, item: str) -> Field:
    printed = form.places[item][1]
    return {"title": printed.code} | _required(item, "integer", printed.label, **_SCALE)


def _index(form: Instrument) -> Table:
    fields = (
        _CODE_OF_LOKUS,
        _PERIOD,
        _WEEK,
        _required("n", "integer", "responses of this week that stand", minimum=0),
        *(_mean(form, item) for item in items_of(form)),
        _field("index", "number", "index F-03 of this week; empty when n is 0", **_SCALE),
        _required("n_period", "integer", "the same since the period began", minimum=0),
        _field("index_period", "number", "index F-03 since the period began", **_SCALE),
    )
    title = "F-03: index per lokus and period, as the regulation computes it"
    return Table("f03_index", title, ("lokus", "period", "week"), fields, ("lokus",))


def _mean(form: Instrument, item: str) -> Field:
    printed = form.places[item][1]
    return {"title": printed.code} | _field(item, "number", f"mean: {printed.label}", **_SCALE)
