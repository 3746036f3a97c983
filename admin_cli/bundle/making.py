"""Makes the bundle of one week from one consistent view of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from admin_cli.bundle import f01_columns, f03_columns
from admin_cli.bundle.archive import digest_of, pack, write_manifest
from admin_cli.bundle.columns import LOKUS, Kind, Table
from admin_cli.bundle.corrections import CORRECTIONS, fill_corrections, sent
from admin_cli.bundle.descriptor import About, write_descriptor
from admin_cli.bundle.evidence_files import copy_files
from admin_cli.bundle.f01_filling import fill_forms
from admin_cli.bundle.f03_flags import FLAGS, Known, fill_flags
from admin_cli.bundle.f03_later import LATER, fill_later
from admin_cli.bundle.filling import Tallies, csv_file, fill_responses, lokus_rows, text_file
from admin_cli.bundle.ledger_part import cut, fill_ledger, size_of
from admin_cli.bundle.parquet import library, to_parquet
from admin_cli.bundle.plan import Plan, plan
from admin_cli.bundle.signing import public_key
from admin_cli.ledger.heads import Head
from admin_cli.week_report.counting import Counts
from storage import instruments, periods, places, responses, staff_traces
from storage.database import Connection
from storage.evidence_store.store import EvidenceStore
from storage.instruments import Published
from storage.periods import Period
from storage.progress import Sending
from storage.responses import Scope
from survey_flows import catalog
from survey_flows.weeks import Week

F03, F01 = "F-03", "F-01"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; an empty `week` is the running one, an empty `instansi` all of them.

    `seed` signs it, `ledger_seed` the head of the ledger in it. With a `store`, the files of F-01
    come along from there. Without `with_staff` it is not said which accounts are of the staff.
    """

    week: str
    last: bool
    instansi: str
    out: Path
    moment: datetime
    timezone: str
    seed: bytes
    ledger_seed: bytes
    store: EvidenceStore | None = None
    kind: Kind = "csv"
    with_staff: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """The bundle that is on disk now; `manifest` is the digest of its manifest.

    `counts` are over all that was said up to the end of the week, in every period it tells of.
    """

    file: Path
    week: Week
    complete: bool
    rows: Mapping[str, int]
    sha256: str
    manifest: str
    head: Head
    counts: Counts


async def make(connection: Connection, wanted: Wanted) -> Made:
    """Write the bundle into `wanted.out`; a reader sees the old file or the new one, whole."""
    zones = await places.zones_of(connection, wanted.instansi, wanted.timezone)
    planned = plan(wanted.week, wanted.moment, zones, last=wanted.last)
    name = name_of(wanted, planned.week)
    if wanted.kind == "parquet":
        library("")  # refuse before the work
    wanted.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".loket-", dir=wanted.out) as scratch:
        folder, target = Path(scratch) / "bundle", wanted.out / f"{name}.zip"
        folder.mkdir()
        rows, head, counts = await _fill(connection, folder, planned, wanted, _plain(name))
        manifest = write_manifest(folder, wanted.seed)
        pack(folder, target)
    digests = (digest_of(target), manifest)
    return Made(target, planned.week, planned.complete, rows, *digests, head, counts)


async def cut_if_over(connection: Connection, wanted: Wanted, today: date) -> None:
    """Before the bundle of a complete week is made for the first time, the ledger cuts the week."""
    zones = await places.zones_of(connection, wanted.instansi, wanted.timezone)
    planned = plan(wanted.week, wanted.moment, zones, last=wanted.last)
    if planned.complete:
        await cut(connection, str(planned.week), wanted.instansi, today)


def name_of(wanted: Wanted, week: Week) -> str:
    """What the file of that week is called, without its ending."""
    end = "" if wanted.kind == "csv" else f"_{wanted.kind}"
    return f"{stem_of(wanted, week)}{end}"


def stem_of(wanted: Wanted, week: Week) -> str:
    """How the names of all files of that week begin."""
    middle = f"{wanted.instansi}_" if wanted.instansi else ""
    return f"pekppp_{middle}{week}"


async def _fill(
    connection: Connection, folder: Path, planned: Plan, wanted: Wanted, name: str
) -> tuple[Mapping[str, int], Head, Counts]:
    sendings = await sent(connection, planned.spans, wanted.instansi)
    counted_in = await _periods(connection, planned, wanted.instansi, sendings)
    lokus = await _fill_lokus(connection, folder, wanted.instansi)
    scope = Scope(F03, planned.spans_so_far, wanted.instansi, {one.code for one in counted_in})
    answered, tallies = await _fill_responses(connection, folder, planned, scope, lokus)
    items = f03_columns.items_of(catalog.load(F03))
    of_week = Scope(F03, planned.spans, wanted.instansi)
    size = await size_of(connection, planned, scope)
    traces = await staff_traces.known(connection, of_week, size) if wanted.with_staff else None
    known = Known(planned.week.last_day, size, tallies.seconds, traces)
    flagged = await fill_flags(connection, folder, of_week, items, known)
    later = await fill_later(connection, folder, planned, of_week, size)
    filled = await _fill_forms(connection, folder, sendings, planned, wanted.store)
    corrected = await fill_corrections(connection, folder, sendings, planned, wanted.instansi)

    rows = {LOKUS.name: len(lokus), **answered, FLAGS.name: flagged, LATER.name: later}
    rows |= {**filled, CORRECTIONS.name: corrected}
    if wanted.kind == "parquet":
        for table in tables():
            to_parquet(folder, table)
    register = await _instruments(connection, planned.week)
    key = public_key(wanted.seed)
    about = About(name, planned, counted_in, register, rows, key, wanted.kind)
    write_descriptor(folder, about, tables())
    head = await fill_ledger(connection, folder, of_week, size, wanted.ledger_seed)
    return rows, head, tallies.counts


async def _fill_forms(
    connection: Connection,
    folder: Path,
    sendings: Sequence[Sending],
    planned: Plan,
    store: EvidenceStore | None,
) -> Mapping[str, int]:
    """F-01, and with a `store` its files; how many rows each table has."""
    with_files = store is not None
    filled = await fill_forms(connection, folder, sendings, planned, with_files=with_files)
    if store is not None:
        await copy_files(store, folder, filled.files)
    return filled.rows


def tables() -> Sequence[Table]:
    """All of them, as they are listed."""
    form = catalog.load(F03)
    of_f03 = (f03_columns.responses(form), f03_columns.index(form))
    return (LOKUS, *of_f03, FLAGS, LATER, *f01_columns.TABLES, CORRECTIONS)


async def _fill_lokus(connection: Connection, folder: Path, instansi: str) -> Sequence[str]:
    """The codes written, in order."""
    found = await places.all_lokus(connection, instansi or None)
    every = sorted(found, key=lambda one: one.code)
    with csv_file(folder, LOKUS) as writer:
        writer.writerows(lokus_rows(every))
    return [one.code for one in every]


async def _fill_responses(
    connection: Connection, folder: Path, planned: Plan, scope: Scope, codes: Sequence[str]
) -> tuple[Mapping[str, int], Tallies]:
    form = catalog.load(F03)
    of_responses, of_index = f03_columns.responses(form), f03_columns.index(form)
    with text_file(folder, of_responses) as file:
        found = responses.stream_scope(connection, scope)
        sent, tallies = await fill_responses(file, found, planned, f03_columns.items_of(form))
    indexed = list(product(codes, sorted(scope.periods or ())))
    with csv_file(folder, of_index) as writer:
        writer.writerows(tallies.rows(indexed))
    return {of_responses.name: sent, of_index.name: len(indexed)}, tallies


async def _periods(
    connection: Connection, planned: Plan, instansi: str, sendings: Sequence[Sending]
) -> Sequence[Period]:
    """Those whose days touch the week, and any that something was sent in all the same."""
    week, scope = planned.week, Scope(F03, planned.spans, instansi)
    used = await responses.periods_in(connection, scope) | {one.period for one in sendings}
    every = await periods.all_periods(connection)
    found = [one for one in every if one.code in used or one.touches(week)]
    return sorted(found, key=lambda one: (one.first_day, one.code))


async def _instruments(connection: Connection, week: Week) -> Sequence[Published]:
    """Those published by the end of the week: a later version does not change an old bundle."""
    register = await instruments.published(connection)
    return [
        one for one in register if one.form_id in {F01, F03} and one.published_on <= week.last_day
    ]


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
