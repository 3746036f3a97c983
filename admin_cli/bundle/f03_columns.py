"""The tables of F-03. One column per item: all its values are numbers from 1 to 5."""

from admin_cli.bundle.columns import CODE_OF_LOKUS, PERIOD, WEEK, Field, Table, column, required
from survey_flows.instrument import Instrument

_SCALE = {"minimum": 1, "maximum": 5}
_SECONDS = "from Mulai to the last answer; empty where taps had waited for us or for Telegram"
_TIMING = "whether every tap came straight to us, so that the seconds mean something"
_ASSURANCE = "how the citizen came in: 0 poster, 1 poster of the week, 2 ticket used once"


def items_of(form: Instrument) -> tuple[str, ...]:
    """The fields that are scored, in printed order."""
    return tuple(one.name for one in form.fields.values() if one.type == "select_one")


def responses(form: Instrument) -> Table:
    """What was answered."""
    fields = (
        required("response_id", "string", "random, says nothing of order", unique=True),
        CODE_OF_LOKUS,
        PERIOD,
        WEEK,
        required("day", "date", "the day it was sent, in the time zone of the instansi"),
        *(_answer(form, item) for item in items_of(form)),
        required("superseded", "boolean", "a later response of the same account counts instead"),
        required("assurance", "integer", _ASSURANCE, minimum=0, maximum=2),
        column("seconds", "integer", _SECONDS, minimum=0),
        required("timing_valid", "boolean", _TIMING),
    )
    title = "F-03: one row per response"
    return Table("f03_responses", title, ("response_id",), fields, {"lokus": "lokus"})


def index(form: Instrument) -> Table:
    """What it amounts to."""
    fields = (
        CODE_OF_LOKUS,
        PERIOD,
        WEEK,
        required("n", "integer", "responses of this week that stand", minimum=0),
        *(_mean(form, item) for item in items_of(form)),
        column("index", "number", "index F-03 of this week; empty when n is 0", **_SCALE),
        required("n_period", "integer", "the same since the period began", minimum=0),
        column("index_period", "number", "index F-03 since the period began", **_SCALE),
    )
    title = "F-03: index per lokus and period, as the regulation computes it"
    return Table("f03_index", title, ("lokus", "period", "week"), fields, {"lokus": "lokus"})


def _answer(form: Instrument, item: str) -> Field:
    printed = form.places[item][1]
    return {"title": printed.code} | required(item, "integer", printed.label, **_SCALE)


def _mean(form: Instrument, item: str) -> Field:
    printed = form.places[item][1]
    return {"title": printed.code} | column(item, "number", f"mean: {printed.label}", **_SCALE)
