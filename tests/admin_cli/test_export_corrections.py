"""`data/corrections.csv`: what an earlier bundle said and a later one takes back."""

import frictionless
import pytest

from tests.admin_cli.bundles import WEEK, exported, rows, unpacked
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import BUDI, Counter
from tests.admin_cli.test_audited import audit
from tests.answering import moment

NEXT = "2026-W48"


@pytest.fixture
def counter(desk: Desk) -> Counter:
    """Two forms sent in one week; the first is opened again in the next."""
    furnish(desk)
    counter = Counter(desk)
    for lokus in ("pkm", "kel"):
        counter.hires(BUDI, lokus, "penanggung_jawab")
        counter.completes(lokus, BUDI, "2026-11-18 05:00")
        counter.sends(lokus, BUDI, "2026-11-18 06:00")
    return counter


def reopened(counter: Counter, day: str) -> None:
    counter.desk.at(moment(f"{day} 01:00"))
    counter.desk.done("f01", "reopen", "--lokus", "pkm", "--reason", "Bukti kurang.", "--yes")
    counter.sends("pkm", BUDI, f"{day} 03:00")


def ids(counter: Counter, week: str) -> dict[tuple[str, str], str]:
    found = rows(exported(counter.desk, week), "f01_submissions")
    return {(one["lokus"], one["revision"]): one["submission_id"] for one in found}


def test_a_form_sent_again_takes_back_what_an_earlier_week_said(counter: Counter) -> None:
    for day in ("2026-11-24", "2026-11-26"):  # the second revision is no earlier week's
        reopened(counter, day)
    counter.desk.at(moment("2026-12-08 01:00"))
    early, late = ids(counter, WEEK), ids(counter, NEXT)
    bundle = exported(counter.desk, NEXT)
    assert rows(bundle, "corrections") == [
        {
            "table": "f01_submissions",
            "id": early["pkm", "1"],
            "lokus": "pkm",
            "period": "2026",
            "week": WEEK,
            "kind": "resent",
            "replaced_by": late["pkm", "3"],
        }
    ]
    assert audit(counter.desk, bundle) == (0, [])
    assert rows(exported(counter.desk, WEEK), "corrections") == []
    assert rows(exported(counter.desk, "2026-W49"), "corrections") == []
    assert frictionless.validate(str(unpacked(bundle) / "datapackage.json")).valid


def test_only_what_stood_last_is_taken_back(counter: Counter) -> None:
    reopened(counter, "2026-11-24")
    reopened(counter, "2026-12-01")
    counter.desk.at(moment("2026-12-08 01:00"))
    (one,) = rows(exported(counter.desk, "2026-W49"), "corrections")
    assert (one["id"], one["week"]) == (ids(counter, NEXT)["pkm", "2"], NEXT)


def test_another_instansi_does_not_see_it(counter: Counter) -> None:
    reopened(counter, "2026-11-24")
    counter.desk.at(moment("2026-12-08 01:00"))
    counts = {
        code: counter.desk.json("export", "week", NEXT, "--instansi", code)["rows"]["corrections"]
        for code in ("timur", "barat")
    }
    assert counts == {"timur": 1, "barat": 0}
