"""What an import would change, worked out before anything is stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from admin_cli.importing.rows import Asked, Problem, Wanted
from storage.places import Instansi, Lokus

State = Literal["new", "renamed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the database holds already, by code."""

    instansi: Mapping[str, Instansi]
    lokus: Mapping[str, Lokus]


@dataclass(frozen=True, slots=True)
class Judged:
    """A lokus of the file, or with an empty `instansi` an instansi; `was` is its former name."""

    row: int
    state: State
    code: str
    name: str
    instansi: str = ""
    was: str = ""
    timezone: str = ""


@dataclass(slots=True)
class Plan:
    """All of it is stored, or with a single problem nothing."""

    instansi: list[Judged] = field(default_factory=list)
    lokus: list[Judged] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: Sequence[str] = ()

    @property
    def changes(self) -> list[Judged]:
        """What would be stored."""
        return [one for one in (*self.instansi, *self.lokus) if one.state != "unchanged"]


def planned(asked: Asked, known: Known, timezone: str) -> Plan:
    """`timezone` is that of a new instansi whose rows name none."""
    plan = Plan(problems=list(asked.problems), notes=tuple(asked.notes))
    owners = _by_owner(asked.wanted)
    for code, rows in owners.items():
        _judge_instansi(code, rows, known.instansi, timezone, plan)
    plan.problems += _repeated(asked.wanted)
    for row in asked.wanted:
        _judge_lokus(row, known.lokus, plan)
    plan.problems.sort(key=lambda one: (one.row, one.cell))
    return plan


def _by_owner(wanted: Iterable[Wanted]) -> dict[str, list[Wanted]]:
    found: dict[str, list[Wanted]] = {}
    for row in wanted:
        found.setdefault(row.instansi, []).append(row)
    return found


def _judge_instansi(
    code: str, rows: list[Wanted], known: Mapping[str, Instansi], timezone: str, plan: Plan
) -> None:
    """The first row that names it says how it is called; the others may not say otherwise."""
    there = known.get(code)
    called = next((row.instansi_name for row in rows if row.instansi_name), "")
    zone = there.timezone if there else next((row.timezone for row in rows if row.timezone), "")
    plan.problems += _contradictions(rows, called, zone, there)
    if there is None and not called:
        plan.problems += [_nameless(row, known) for row in rows]
        return
    was = there.name if there else ""
    name = called or was
    state: State = "new" if there is None else "unchanged" if name == was else "renamed"
    was = was if state == "renamed" else ""
    plan.instansi.append(Judged(rows[0].row, state, code, name, "", was, zone or timezone))


def _contradictions(
    rows: list[Wanted], called: str, zone: str, there: Instansi | None
) -> Iterator[Problem]:
    for row in rows:
        if row.instansi_name not in {"", called}:
            said = f"row {rows[0].row} calls {row.instansi!r} {called!r}: give it one name"
            yield row.problem("nama instansi", said)
        if row.timezone not in {"", zone}:
            yield row.problem("zona waktu", _other_zone(row, zone, there))


def _other_zone(row: Wanted, zone: str, there: Instansi | None) -> str:
    if there:
        return f"{row.instansi!r} keeps {zone}, its weeks were counted in it: leave the cell empty"
    return f"another row puts {row.instansi!r} into {zone}: an instansi has one time zone"


def _nameless(row: Wanted, known: Mapping[str, Instansi]) -> Problem:
    listed = f" (known: {', '.join(sorted(known)[:9])})" if known else ""
    said = f"there is no instansi {row.instansi!r}{listed}"
    cure = "correct the code, or for a new one give its name in a column 'nama instansi'"
    return row.problem("kode instansi", f"{said}: {cure}")


def _repeated(wanted: Iterable[Wanted]) -> Iterator[Problem]:
    """Codes that differ in case alone are one file name on many computers, and one to the ear."""
    first: dict[str, Wanted] = {}
    for row in wanted:
        there = first.setdefault(row.code.casefold(), row)
        if there is not row:
            said = f"row {there.row} has the code {there.code!r} already: give each lokus its own"
            yield row.problem("kode", said)


def _judge_lokus(row: Wanted, known: Mapping[str, Lokus], plan: Plan) -> None:
    there = known.get(row.code)
    if there is None:
        plan.problems += _alike(row, known)
        plan.lokus.append(Judged(row.row, "new", row.code, row.name, row.instansi))
    elif there.instansi.code != row.instansi:
        said = f"{row.code!r} belongs to {there.instansi.code!r} and stays there"
        plan.problems.append(
            row.problem("kode instansi", f"{said}: correct it, or take a new code")
        )
    else:
        is_same = there.name == row.name
        state: State = "unchanged" if is_same else "renamed"
        was = "" if is_same else there.name
        plan.lokus.append(Judged(row.row, state, row.code, row.name, row.instansi, was))


def _alike(row: Wanted, known: Mapping[str, Lokus]) -> Iterator[Problem]:
    twin = next((code for code in known if code.casefold() == row.code.casefold()), None)
    if twin:
        yield row.problem("kode", f"there is a lokus {twin!r} already: write the code like that")
