"""From the tables to what is known of each lokus of a period, in one consistent view."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from admin_cli.bundle.f03_columns import items_of
from admin_cli.flag_rows import row_of
from admin_cli.integrity_report.figures import Account, Report, account
from admin_cli.periods import newest
from storage import issuances, ledger, periods, places, responses, staff_traces
from storage.database import Connection
from storage.periods import Period
from storage.responses import Scope, Span
from survey_flows import catalog
from survey_flows.links import Channel
from survey_flows.quality.denominators import Given
from survey_flows.quality.per_lokus import Place, lokus_flags
from survey_flows.quality.per_response import flags_of
from survey_flows.quality.rows import Opening, Row
from survey_flows.sealed_answers import reader

FORM = "F-03"
_ALWAYS = Span(0, 2**31 - 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An empty `lokus` is all of them, an empty `period` the open one."""

    lokus: str
    period: str
    today: date
    opening: Opening


async def load(connection: Connection, wanted: Wanted) -> Report:
    """All lokus are read whichever is wanted: they are each other's peers. Raises NotFound."""
    every = await places.all_lokus(connection)
    asked = [await places.lokus_of(connection, wanted.lokus)] if wanted.lokus else every
    known = await periods.all_periods(connection)
    period, _ = newest(known, wanted.period, wanted.today)
    zones = {one.instansi.timezone: _ALWAYS for one in every}
    rows = await _rows(connection, Scope(FORM, zones, periods={period.code}))
    given = await _given(connection, period)
    flags, places_ = flags_of(rows, wanted.opening), lokus_flags(rows, wanted.opening, given)
    found: list[Account] = []
    for one in asked:
        here = [row for row in rows if row.lokus == one.code]
        alone = [flags[row.response_id] for row in here]
        found.append(account(one, here, alone, places_.get((one.code, period.code))))
    return Report(period, wanted.opening, found)


async def _rows(connection: Connection, scope: Scope) -> list[Row]:
    read = reader(items_of(catalog.load(FORM)))
    traces = await staff_traces.known(connection, scope, await ledger.size(connection))
    every = responses.stream_by_lokus(connection, scope)
    return [row_of(one, read, traces) async for some in every for one in some]


async def _given(connection: Connection, period: Period) -> Mapping[Place, Given]:
    """Tickets printed; how many of them were handed out nobody counts."""
    printed = Counter[Place]()
    for one in await issuances.all_issuances(connection):
        if one.period == period.code and one.channel == Channel.TICKET:
            printed[one.lokus.code, one.period] += one.pieces
    return {place: Given(tickets=pieces) for place, pieces in printed.items()}
