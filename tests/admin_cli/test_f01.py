"""`loket f01 reopen`: a sent form is open to its staff again, and the sent one stays."""

import pytest

from admin_cli import f01
from survey_flows.typed import LONGEST
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import BUDI, F01, Counter
from tests.answering import moment

WHY = "Bukti butir 1 belum lengkap."
ASKED = ("f01", "reopen", "--lokus", "pkm", "--reason", WHY)
SENT_AT = "2026-11-18 05:00"


def sent(desk: Desk) -> Counter:
    furnish(desk)
    counter = Counter(desk)
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    counter.completes("pkm", BUDI, SENT_AT)
    counter.sends("pkm", BUDI, SENT_AT)
    return counter


@pytest.fixture
def counter(desk: Desk) -> Counter:
    """The form of pkm was sent."""
    return sent(desk)


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f01, "is_terminal", lambda: True)


def test_a_sent_form_opens_again_as_the_next_revision(on_both: Desk) -> None:
    counter = sent(on_both)
    made = on_both.json(*ASKED)
    assert made == {
        "lokus": "pkm",
        "period": "2026",
        "form_version": F01.version,
        "revision": 2,
        "reason": WHY,
        "changed": True,
    }
    again = on_both.json(*ASKED)
    assert again == made | {"changed": False}
    counter.sends("pkm", BUDI, "2026-11-23 03:00")
    assert on_both.json(*ASKED)["revision"] == 3


def test_at_a_terminal_it_is_asked_for(counter: Counter, at_terminal: None) -> None:
    no = counter.desk(*ASKED, typed="n\n")
    assert no.exit_code == 1
    assert "the F-01 of pkm in 2026, revision 1, will be open to its staff again" in no.stderr
    assert no.stderr.endswith("nothing was changed\n")
    yes = counter.desk(*ASKED, typed="y\n")
    assert yes.exit_code == 0
    assert yes.stderr.endswith("the F-01 of pkm in 2026 is open again: revision 2\n")
    again = counter.desk(*ASKED)
    assert again.exit_code == 0
    assert again.stderr == (
        "the F-01 of pkm in 2026 was open again already, for this reason: revision 2\n"
    )


def test_with_yes_nothing_is_asked(counter: Counter, at_terminal: None) -> None:
    assert counter.desk(*ASKED, "--yes").exit_code == 0


@pytest.mark.parametrize("reason", ["", " \u202e\n ", "x" * (LONGEST + 1)])
def test_a_reason_that_cannot_be_read_is_refused(counter: Counter, reason: str) -> None:
    said = counter.desk.refused("f01", "reopen", "--lokus", "pkm", "--reason", reason)
    assert said == (
        f"error: a reason has 1 to {LONGEST} characters: say what the staff should change"
        " [reason.bad]"
    )


def test_what_was_not_sent_cannot_be_reopened(counter: Counter) -> None:
    asked = ("f01", "reopen", "--lokus", "kel", "--reason", WHY)
    assert counter.desk.refused(*asked) == (
        "error: nobody has opened the F-01 of kel in 2026 yet [f01.not_opened]"
    )
    counter.completes("kel", BUDI, SENT_AT)
    assert counter.desk.refused(*asked) == (
        "error: the F-01 of kel in 2026 is open: it was not sent yet [f01.not_sent]"
    )
    counter.desk.done(*ASKED)
    other = counter.desk.refused("f01", "reopen", "--lokus", "pkm", "--reason", "Lain.")
    assert other == (f"error: the F-01 of pkm in 2026 is open again already: {WHY} [f01.not_sent]")


def test_after_its_period_a_form_stays_as_it_is(counter: Counter) -> None:
    desk = counter.desk
    desk.at(moment("2026-12-31 14:59"))  # 23.59 in Jayapura
    desk.done(*ASKED)
    counter.sends("pkm", BUDI, "2026-12-31 14:59")
    desk.at(moment("2026-12-31 15:00"))
    refusal = (
        "error: period 2026 takes nothing today, so the staff could not send the form again"
        " [period.closed]"
    )
    assert desk.refused(*ASKED) == refusal
    desk.at(moment("2026-12-01 00:00"))
    desk.done("period", "close", "2026")
    assert desk.refused(*ASKED) == refusal


def test_among_several_open_periods_one_must_be_named(counter: Counter) -> None:
    desk = counter.desk
    desk.done("period", "open", "ulang", "--from", "2026-11-20", "--until", "2026-12-31")
    assert desk.refused(*ASKED) == (
        "error: several periods are open: say which with --period (2026, ulang) [use.wrong]"
    )
    assert desk.json(*ASKED, "--period", "2026")["revision"] == 2
    assert desk.refused(*ASKED, "--period", "2025") == (
        "error: there is no period '2025'; known: 2026, ulang [code.unknown]"
    )


def test_an_unknown_lokus_is_named(counter: Counter) -> None:
    said = counter.desk.refused("f01", "reopen", "--lokus", "utara", "--reason", WHY)
    assert said == "error: there is no lokus 'utara'; known: dukcapil, kel, pkm [code.unknown]"
