"""The judge of the campaign is judged: it finds what is planted, and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.simulator.refusals import Json
from storage.submissions import Submission
from survey_flows.engine import answers_of
from survey_flows.facts import Answered, Consented, Fact, Submitted, Withdrawn
from survey_flows.pseudonyms import Place, who
from tests.faults.verdict import FORM, PERIOD, Stored, Verdict, judge
from tests.faults.witness import Witness

SITI, LOKUS, PEPPER = 7001, ("kantor-1", "Kantor 001"), b"p" * 32
ANSWERED = tuple(Answered(name, "4") for name in FORM.fields)
FACTS: tuple[Fact, ...] = (Consented("v"), *ANSWERED, Submitted())
REVIEW = "\n".join(f"{number}. 🙂 4  label" for number in range(1, 15))


def stored(*facts: Fact) -> Stored:
    """One questionnaire of Siti's, sent, and three updates."""
    pseudonym = who(PEPPER, Place("F-03", LOKUS[0], PERIOD), SITI)
    held = Submission(1, "key", "F-03", FORM.version, 1, 1, pseudonym, 0, "submitted", facts)
    sealed = {1: answers_of(FORM, facts)}
    updates = frozenset({1, 2, 3})
    return Stored({"key": held}, sealed, {1: "ABCDE23456"}, updates, {1: LOKUS}, PEPPER, ())


def witness() -> Witness:
    """Saw Siti answer everything with 4, review it, send it, and get her receipt."""
    seen = Witness(confirmed=[1, 2])
    for number, fact in enumerate(ANSWERED, start=1):
        seen.meant["key", fact] += 1
        seen.look(SITI, screen(f"✓ Nomor {number} tersimpan: 🙂 4", "a:key:i14:1"))
    seen.look(SITI, screen(REVIEW, "s:key:15"))
    seen.look(SITI, screen("Kantor 001\nKode tanda terima: ABCDE-23456"))
    return seen


def screen(text: str, *data: str) -> Json:
    keys = [[{"text": "x", "callback_data": one} for one in data]]
    return {"message_id": 9, "text": text, "reply_markup": {"inline_keyboard": keys}}


def test_when_every_word_was_kept_nothing_is_found() -> None:
    assert judge(stored(*FACTS), witness()) == Verdict(responses=1)


Plant = Callable[[Stored, Witness], tuple[Stored, Witness]]
LOST: dict[str, Plant] = {
    "a confirmed update": lambda kept, seen: (replace(kept, updates=frozenset({1})), seen),
    "an answer": lambda _, seen: (stored(FACTS[0], *FACTS[2:]), seen),
    "a questionnaire": lambda kept, seen: (replace(kept, submissions={}), seen),
    "a receipt": lambda kept, seen: (replace(kept, receipts={1: "ZZZZZ23456"}), seen),
    "what was sealed": lambda kept, seen: (replace(kept, sealed={1: {"i01": "4"}}), seen),
}


@pytest.mark.parametrize("plant", LOST.values(), ids=LOST)
def test_what_is_lost_is_found(plant: Plant) -> None:
    assert judge(*plant(stored(*FACTS), witness())).lost


@pytest.mark.parametrize("fact", [Answered("i03", "4"), Answered("i03", "1"), Withdrawn("i03")])
def test_a_fact_nobody_meant_is_found(fact: Fact) -> None:
    assert judge(stored(*FACTS[:-1], fact, FACTS[-1]), witness()).doubled


def test_a_second_response_of_one_person_is_found() -> None:
    kept = stored(*FACTS)
    twin = replace(kept.submissions["key"], id=2, key="twin")
    doubled = replace(
        kept,
        submissions={**kept.submissions, "twin": twin},
        receipts={**kept.receipts, 2: "FGHIJ23456"},
    )
    assert len(judge(doubled, witness()).doubled) > 1


def test_a_receipt_nobody_has_seen_is_found_once_it_is_over() -> None:
    seen = witness()
    seen.receipts.clear()
    assert judge(stored(*FACTS), seen).doubled
    assert not judge(stored(*FACTS), seen, is_over=False).doubled


def test_damage_is_passed_on() -> None:
    assert judge(replace(stored(*FACTS), damage=("page 3",)), witness()).damaged == ["page 3"]
