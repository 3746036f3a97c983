"""Stored responses as the quality flags want them: for the bundle and for the integrity report."""

from collections.abc import Callable

from admin_cli.week_report.counting import hour_at
from storage.responses import Later, Response
from storage.staff_traces import Traces
from survey_flows.quality.rows import Backcheck, Marks, Measures, Row, Seen
from survey_flows.receipts import Measures as Measured
from survey_flows.sealed_answers import Told


def row_of(response: Response, read: Callable[[str], Told], traces: Traces | None = None) -> Row:
    """`read` gives the answers in printed order."""
    moment = hour_at(response.sent_hour, response.timezone).moment
    measured = response.measures
    marks = Marks(
        assurance=response.channel,
        acct_seen=Seen(measured.acct_seen) if measured.acct_seen else None,
        staff_account=traces.of(response.response_id) if traces else None,
        superseded=response.is_superseded,
        backcheck=_backcheck(response.later),
    )
    return Row(
        response.response_id,
        response.lokus,
        response.period,
        moment.date(),
        moment.hour,
        tuple(map(int, read(response.opening)[0])),
        _measures(measured),
        marks,
    )


def _backcheck(later: Later | None) -> Backcheck | None:
    return Backcheck(later.said or "asked") if later else None


def _measures(said: Measured) -> Measures:
    """Responses from before gaps were measured have none."""
    valid = said.timing_valid if said.gaps else None
    return Measures(tuple(said.gaps), said.seconds, timing_valid=valid)
