"""`datapackage.json`: Data Package v2, so that any reader knows what each column means."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from admin_cli.bundle.archive import digest_of
from admin_cli.bundle.columns import Kind, Table
from admin_cli.bundle.plan import Plan
from admin_cli.bundle.signing import PublicKey
from storage.instruments import Published
from storage.periods import Period

NAME = "datapackage.json"
_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"

_FORMATS: Mapping[Kind, Mapping[str, Any]] = {
    "csv": {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
    },
    "parquet": {"format": "parquet", "mediatype": "application/vnd.apache.parquet"},
}


@dataclass(frozen=True, slots=True)
class About:
    """What the bundle says of itself besides its tables."""

    name: str
    plan: Plan
    periods: Sequence[Period]
    instruments: Sequence[Published]
    rows: Mapping[str, int]
    key: PublicKey
    kind: Kind


def write_descriptor(folder: Path, about: About, tables: Iterable[Table]) -> None:
    """Nothing in it says when it was made: the same week gives the same bytes."""
    week = about.plan.week
    content = {
        "$schema": _PACKAGE,
        "name": about.name,
        "title": f"PEKPPP {week}",
        "week": str(week),
        "first_day": str(week.first_day),
        "last_day": str(week.last_day),
        "complete": about.plan.complete,
        "periods": [_period(one) for one in about.periods],
        "instruments": [_instrument(one) for one in about.instruments],
        "tool": {"name": "suaraloket", "version": version("suaraloket")},
        "public_key": about.key.text,
        "resources": [_resource(folder, table, about) for table in tables],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def _resource(folder: Path, table: Table, about: About) -> Mapping[str, Any]:
    path = table.path_as(about.kind)
    file = folder / path
    return {
        "name": table.name,
        "title": table.title,
        "path": path,
        "type": "table",
        **_FORMATS[about.kind],
        "rows": about.rows[table.name],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest_of(file)}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> Mapping[str, Any]:
    return {
        "$schema": _SCHEMA,
        "fieldsMatch": "exact",
        "fields": list(table.fields),
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": resource, "fields": [name]}}
            for name, resource in table.foreign.items()
        ],
    }


def _period(period: Period) -> Mapping[str, str]:
    return {
        "code": period.code,
        "first_day": str(period.first_day),
        "last_day": str(period.last_day),
    }


def _instrument(one: Published) -> Mapping[str, str]:
    return {"form_id": one.form_id, "version": one.version, "fingerprint": one.fingerprint}
