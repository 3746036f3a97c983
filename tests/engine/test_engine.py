"""The conversation as pure transitions, by examples and by one property over any replies at all."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows import catalog
from survey_flows.engine import answers_of, next_prompt, receive
from survey_flows.facts import Abandoned, Answered, Consented, Facts, Submitted, Withdrawn
from survey_flows.prompts import Ask, AskConsent, Done, Refusal, Review
from survey_flows.replies import Chose, Reopened, Reply, Sent, Stopped, Typed, WentBack

FORM = catalog.load("F-03")
NAMES = tuple(FORM.fields)
AGREED: Facts = (Consented("text"),)


def answered(*values: str) -> Facts:
    given = zip(NAMES, values, strict=False)
    return (*AGREED, *(Answered(name, value) for name, value in given))


ALL = answered(*"45345234125345")


def test_nothing_is_asked_before_consent() -> None:
    assert next_prompt(FORM, ()) == AskConsent()
    assert receive(FORM, (), Chose("i01", "4")).refusal == Refusal("consent.first")


def test_the_items_are_asked_in_printed_order() -> None:
    asked = [next_prompt(FORM, answered(*"4" * count)) for count in range(14)]
    assert [prompt.field for prompt in asked if isinstance(prompt, Ask)] == list(NAMES)


def test_fourteen_answers_lead_to_the_review() -> None:
    assert next_prompt(FORM, ALL) == Review(answers_of(FORM, ALL), seen=15)


def test_a_double_tap_adds_nothing() -> None:
    turn = receive(FORM, answered("4"), Chose("i01", "4"))
    assert (turn.new, turn.refusal) == ((), None)


def test_a_tap_on_an_older_item_changes_that_item_only() -> None:
    turn = receive(FORM, answered("4", "5"), Chose("i01", "2"))
    assert turn.new == (Answered("i01", "2"),)
    assert isinstance(turn.prompt, Ask)
    assert turn.prompt.field == "i03"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Chose("i09", "4"), "field.not_asked"),
        (Chose("i02", "6"), "choice.unknown"),
        (Chose("nothing", "4"), "field.not_asked"),
        (WentBack("i01"), "back.stale"),
        (Reopened("i07"), "field.not_asked"),
        (Sent(2), "review.incomplete"),
        (Typed("4 atau 5"), "text.not_a_choice"),
        (Typed(""), "text.not_a_choice"),
    ],
)
def test_a_slip_is_refused_by_name(reply: Reply, code: str) -> None:
    turn = receive(FORM, answered("4"), reply)
    assert turn.refusal is not None
    assert (turn.refusal.code, turn.new) == (code, ())


@pytest.mark.parametrize("text", ["4", " 4 ", "4.", "4)", "🙂"])
def test_a_typed_number_works_like_the_button(text: str) -> None:
    assert receive(FORM, AGREED, Typed(text)).new == (Answered("i01", "4"),)


def test_kembali_opens_the_item_before_and_remembers_its_answer() -> None:
    turn = receive(FORM, answered("4", "5"), WentBack("i03"))
    assert turn.new == (Withdrawn("i02"),)
    assert turn.prompt == Ask("i02", before="5")


def test_kembali_of_an_older_screen_does_not_go_back_twice() -> None:
    facts = (*answered("4", "5"), Withdrawn("i02"))
    assert receive(FORM, facts, WentBack("i03")).refusal == Refusal("back.stale")


def test_the_first_item_has_no_way_back() -> None:
    assert next_prompt(FORM, AGREED) == Ask("i01", can_go_back=False)


def test_kirim_sends_only_the_review_it_was_drawn_on() -> None:
    assert receive(FORM, ALL, Sent(15)).new == (Submitted(),)
    changed = (*ALL, Answered("i01", "1"))
    assert receive(FORM, changed, Sent(15)).refusal == Refusal("review.moved_on")


def test_what_was_sent_stays_as_it_is() -> None:
    sent = (*ALL, Submitted())
    assert next_prompt(FORM, sent) == Done("submitted")
    assert receive(FORM, sent, Chose("i01", "1")).refusal == Refusal("closed.submitted")
    assert receive(FORM, sent, Sent(15)).refusal is None


def test_stopping_is_always_possible_until_kirim() -> None:
    for facts in ((), AGREED, answered("4"), ALL):
        assert receive(FORM, facts, Stopped()).new == (Abandoned(),)
    assert receive(FORM, (*ALL, Submitted()), Stopped()).new == ()


texts = st.text(max_size=20)
fields = st.sampled_from(NAMES) | texts
values = st.sampled_from("012345") | texts
replies: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Chose, fields, values),
    st.builds(Typed, values),
    st.builds(WentBack, fields),
    st.builds(Reopened, fields),
    st.builds(Sent, st.integers(0, 40)),
    st.sampled_from([Stopped()]),
)


@settings(max_examples=300)
@given(st.lists(replies, max_size=60))
def test_no_sequence_of_replies_raises_or_books_on_another_item(said: list[Reply]) -> None:
    facts: Facts = AGREED
    for reply in said:
        asked = next_prompt(FORM, facts)
        turn = receive(FORM, facts, reply)
        for fact in turn.new:
            _belongs(fact, reply, asked)
        assert len(turn.new) <= 1
        assert not (turn.new and turn.refusal)
        facts = (*facts, *turn.new)
        assert turn.prompt == next_prompt(FORM, facts)


def _belongs(fact: object, reply: Reply, asked: object) -> None:
    """An answer is the answer to the item that was tapped, or to the one on screen."""
    match fact, reply:
        case Answered(field, value), Chose(tapped, chosen):
            assert (field, value) == (tapped, chosen)
        case Answered(field, _), Typed(_):
            assert isinstance(asked, Ask)
            assert field == asked.field
        case Withdrawn(field), Reopened(wanted):
            assert field == wanted
        case Withdrawn(field), WentBack(shown):
            assert NAMES.index(field) < NAMES.index(shown)
        case (Submitted(), Sent()) | (Abandoned(), Stopped()):
            pass
        case _:
            raise AssertionError(f"{reply} made {fact}")


@settings(max_examples=200)
@given(st.lists(replies, max_size=40), st.data())
def test_every_accepted_answer_to_what_is_asked_leads_on_to_the_review(
    noise: list[Reply], data: st.DataObject
) -> None:
    """Whatever happened before: as many accepted answers as items are owed, then the review."""
    facts: Facts = AGREED
    for reply in noise:
        facts = (*facts, *receive(FORM, facts, reply).new)
    owed = len(NAMES) - len(answers_of(FORM, facts))
    taken = 0
    while isinstance(asked := next_prompt(FORM, facts), Ask):
        value = data.draw(st.sampled_from("12345"))
        ways: list[Callable[[str, str], Reply]] = [Chose, lambda _field, typed: Typed(typed)]
        turn = receive(FORM, facts, data.draw(st.sampled_from(ways))(asked.field, value))
        facts = (*facts, *turn.new)
        taken += 1
        assert taken <= owed
    assert isinstance(next_prompt(FORM, facts), Review | Done)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from("12345")), max_size=40))
def test_repeated_delivery_changes_nothing(taps: list[tuple[str, str]]) -> None:
    once: Facts = AGREED
    twice: Facts = AGREED
    for tap in taps:
        once = (*once, *receive(FORM, once, Chose(*tap)).new)
        for _ in range(2):
            twice = (*twice, *receive(FORM, twice, Chose(*tap)).new)
    assert once == twice
