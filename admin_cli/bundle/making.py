"""Makes the bundle of one week from one consistent view of the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from admin_cli.bundle.archive import digest_of, pack, write_manifest
from admin_cli.bundle.columns import items_of, tables
from admin_cli.bundle.descriptor import About, write_descriptor
from admin_cli.bundle.filling import csv_file, fill_responses, lokus_rows
from admin_cli.bundle.plan import Plan, plan
from storage import instruments, periods, places, responses
from storage.database import Connection
from storage.instruments import Published
from storage.periods import Period
from storage.responses import Scope
from survey_flows import catalog
from survey_flows.weeks import Week

FORM = "F-03"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; an empty `week` is the running one, an empty `instansi` all of them."""

    week: str
    last: bool
    instansi: str
    out: Path
    moment: datetime
    timezone: str


@dataclass(frozen=True, slots=True)
class Made:
    """The bundle that is on disk now."""

    file: Path
    week: Week
    complete: bool
    rows: Mapping[str, int]
    sha256: str


async def make(connection: Connection, wanted: Wanted) -> Made:
    """Write the bundle into `wanted.out`; a reader sees the old file or the new one, whole."""
    zones = await _zones(connection, wanted)
    planned = plan(wanted.week, wanted.moment, zones, last=wanted.last)
    middle = f"{wanted.instansi}_" if wanted.instansi else ""
    name = f"pekppp_{middle}{planned.week}"
    wanted.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".loket-", dir=wanted.out) as scratch:
        folder, target = Path(scratch) / "bundle", wanted.out / f"{name}.zip"
        folder.mkdir()
        rows = await _fill(connection, folder, planned, wanted.instansi, _plain(name))
        write_manifest(folder)
        pack(folder, target)
    return Made(target, planned.week, planned.complete, rows, digest_of(target))


async def _zones(connection: Connection, wanted: Wanted) -> Collection[str]:
    if wanted.instansi:
        return {(await places.instansi_of(connection, wanted.instansi)).timezone}
    every = await places.all_instansi(connection)
    return {one.timezone for one in every} or {wanted.timezone}


async def _fill(
    connection: Connection, folder: Path, planned: Plan, instansi: str, name: str
) -> Mapping[str, int]:
    form = catalog.load(FORM)
    of_lokus, of_responses, of_index = described = tables(form)
    lokus = await places.all_lokus(connection, instansi or None)
    codes = sorted(one.code for one in lokus)
    counted_in = await _periods(connection, planned, instansi)
    scope = Scope(FORM, planned.spans_so_far, instansi, {one.code for one in counted_in})

    with csv_file(folder, of_lokus) as writer:
        for row in lokus_rows(sorted(lokus, key=lambda one: one.code)):
            writer.writerow(row)
    with csv_file(folder, of_responses) as writer:
        found = responses.stream_scope(connection, scope)
        sent, tallies = await fill_responses(writer, found, planned, items_of(form))
    with csv_file(folder, of_index) as writer:
        for code, period in product(codes, sorted(scope.periods or ())):
            writer.writerow(tallies.row(code, period, str(planned.week)))

    register = await _instruments(connection, planned.week)
    write_descriptor(folder, About(name, planned, counted_in, register), described)
    indexed = len(codes) * len(counted_in)
    return {of_lokus.name: len(codes), of_responses.name: sent, of_index.name: indexed}


async def _periods(connection: Connection, planned: Plan, instansi: str) -> Sequence[Period]:
    """Those whose days touch the week, and any that has a response in it all the same."""
    week, scope = planned.week, Scope(FORM, planned.spans, instansi)
    used = await responses.periods_in(connection, scope)
    every = await periods.all_periods(connection)
    return [one for one in every if one.code in used or _touches(one, week)]


def _touches(period: Period, week: Week) -> bool:
    last_day = min(period.last_day, period.closed_on or period.last_day)
    return period.first_day <= week.last_day and last_day >= week.first_day


async def _instruments(connection: Connection, week: Week) -> Sequence[Published]:
    """Those published by the end of the week: a later version does not change an old bundle."""
    register = await instruments.published(connection)
    return [one for one in register if one.form_id == FORM and one.published_on <= week.last_day]


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
