"""Strict reading of one TOML table: a slip becomes an issue and a stand-in, never an exception."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from survey_flows.issues import Issue, closest

Value = TypeVar("Value")
Table = Mapping[str, object]


class Reader:
    """Takes keys out of a table; `unknown_keys` then reports what nobody asked for."""

    def __init__(self, table: Table, place: str, issues: list[Issue]) -> None:
        self._table = table
        self._issues = issues
        self._taken: list[str] = []
        self.place = place

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def has(self, key: str) -> bool:
        return key in self._table

    def report(self, code: str, key: str, cause: str, cure: str) -> None:
        self._issues.append(Issue(code, self.at(key), cause, cure))

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, required=default is None)
        if isinstance(value, str):
            return value
        self._wrong(key, value, 'a text in quotes, like "abc"')
        return default or ""

    def scalar(self, key: str) -> str:
        """A text, whole number, decimal or date, as the text an answer would be stored as."""
        value = self._take(key, required=False)
        if isinstance(value, (str, int, Decimal, date)) and not isinstance(value, bool):
            return str(value)
        self._wrong(key, value, "a text, a number or a date")
        return ""

    def whole(self, key: str, default: int | None = None) -> int:
        value = self._take(key, required=default is None)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._wrong(key, value, "a whole number without quotes, like 3")
        return default or 0

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._take(key, required=False)
        if isinstance(value, bool):
            return value
        self._wrong(key, value, "true or false without quotes")
        return default

    def word(self, key: str, known: Mapping[str, Value], stand_in: Value) -> Value:
        """A text that must be one of `known`."""
        said = self.text(key)
        return self._known(key, said, known) or stand_in

    def words(self, key: str, known: Mapping[str, Value]) -> tuple[Value, ...]:
        said = ((f"{key}[{at}]", word) for at, word in enumerate(self.texts(key)))
        read = (self._known(place, word, known) for place, word in said)
        return tuple(word for word in read if word is not None)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        listed = self._list(key, required=required, shape='a list of texts, like ["abc"]')
        for at, value in enumerate(listed):
            if not isinstance(value, str):
                self._wrong(f"{key}[{at}]", value, "a text in quotes")
        return tuple(value for value in listed if isinstance(value, str))

    def tables(self, key: str, *, required: bool = False) -> Iterator["Reader"]:
        for at, value in enumerate(self._list(key, required=required, shape="a list of tables")):
            yield self._child(f"{key}[{at}]", value)

    def table(self, key: str) -> "Reader":
        return self._child(key, self._take(key, required=False))

    def names(self) -> tuple[str, ...]:
        return tuple(self._table)

    def unknown_keys(self) -> None:
        for key in self._table:
            if key not in self._taken:
                cure = closest(key, self._taken, f"known here: {', '.join(self._taken)}")
                self.report("key.unknown", key, f'nothing reads the key "{key}"', cure)

    def _child(self, key: str, value: object) -> "Reader":
        if not isinstance(value, dict):
            self._wrong(key, value, "a table, like { name = ... }")
            value = {}
        return Reader(value, self.at(key), self._issues)

    def _list(self, key: str, *, required: bool, shape: str) -> list[object]:
        value = self._take(key, required=required)
        if isinstance(value, list):
            return value
        self._wrong(key, value, shape)
        return []

    def _take(self, key: str, *, required: bool) -> object:
        self._taken.append(key)
        value = self._table.get(key)
        if value is None and required:
            self.report("key.missing", key, f'the key "{key}" is missing', "add it")
        return value

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        if value is not None:
            self.report("value.type", key, f"{value!r} has the wrong type", f"write {wanted}")

    def _known(self, key: str, said: str, known: Mapping[str, Value]) -> Value | None:
        if said and said not in known:
            cure = closest(said, known, f"known: {', '.join(known)}")
            self.report("value.unknown", key, f'"{said}" is not known here', cure)
        return known.get(said)
