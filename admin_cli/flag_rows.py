"""Stored responses as the quality flags want them: for the bundle and for the integrity report."""

from collections.abc import Sequence

from admin_cli.week_report.counting import local
from storage.responses import Later, Response
from storage.staff_traces import Traces
from survey_flows.quality.rows import Backcheck, Marks, Measures, Row, Seen


def row_of(response: Response, items: Sequence[str], traces: Traces | None = None) -> Row:
    """`items` are the scored fields in printed order."""
    moment = local(response.sent_hour, response.timezone)
    marks = Marks(
        assurance=response.channel,
        acct_seen=Seen(since) if (since := response.measures.acct_seen) else None,
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
        tuple(int(response.answers[item]) for item in items),
        _measures(response),
        marks,
    )


def _backcheck(later: Later | None) -> Backcheck | None:
    return Backcheck(later.said or "asked") if later else None


def _measures(response: Response) -> Measures:
    """Responses from before gaps were measured have none."""
    said = response.measures
    valid = said.timing_valid if said.gaps else None
    return Measures(tuple(said.gaps), said.seconds, timing_valid=valid)
