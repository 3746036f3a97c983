"""The lines of F-03, which are put together by hand for their number, are CSV all the same."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from admin_cli.bundle.filling import fill_responses
from admin_cli.bundle.plan import plan
from storage.responses import Response
from survey_flows.receipts import Measures, Opening
from survey_flows.weeks import hour_of
from tests.answering import ITEMS, marks, moment

ZONE = "Asia/Makassar"
PLAN = plan("2026-W46", datetime(2026, 12, 1, tzinfo=UTC), [ZONE], last=False)
IN_WEEK, BEFORE = hour_of(moment("2026-11-11 05:00")), hour_of(moment("2026-11-08 05:00"))


def sent(
    name: str, hour: int = IN_WEEK, *, ended: str | None = None, gaps: Sequence[int | None] = ()
) -> Response:
    opening = Opening(name, marks(*range(1, 6), *[4] * 9), Measures(gaps)).text
    return Response(name, 'pkm,"1"', "2026", ZONE, 2, hour, ended, opening)


async def streamed(*every: Response) -> AsyncIterator[Sequence[Response]]:
    for one in every:
        yield [one]


async def test_lines_are_read_back_whatever_the_codes_are() -> None:
    file = io.StringIO()
    every = (sent("0a", gaps=(30,) * 14), sent("0b", ended="superseded", gaps=(None,)))
    rows, _ = await fill_responses(file, streamed(*every), PLAN, ITEMS)
    head = ('pkm,"1"', "2026", "2026-W46", "2026-11-11", *"12345", *"444444444")
    assert rows == 2
    assert [*csv.reader(io.StringIO(file.getvalue()))] == [
        ["0a", *head, "false", "2", "42", "true"],
        ["0b", *head, "true", "2", "", "false"],
    ]


async def test_what_came_before_the_week_counts_for_the_period_and_is_not_written() -> None:
    file, place = io.StringIO(), ('pkm,"1"', "2026")
    every = (sent("0a"), sent("0b", BEFORE), sent("0c", ended="superseded"))
    rows, tallies = await fill_responses(file, streamed(*every), PLAN, ITEMS)
    (here, none) = tallies.rows([place, ("kel", "2026")])
    assert (rows, here[:4], here[-2], none[3], none[-2]) == (2, (*place, "2026-W46", 1), 2, 0, 0)


async def test_an_answer_that_is_no_mark_ends_the_export() -> None:
    broken = sent("0a")._replace(opening=Opening("0a", marks(4) | {"i05": "9"}).text)
    _, tallies = await fill_responses(io.StringIO(), streamed(broken), PLAN, ITEMS)
    with pytest.raises(ValueError, match="no mark"):
        _ = [*tallies.rows([('pkm,"1"', "2026")])]
