"""How an edit of a shared F-01 is judged: by examples, then by any edits of three people at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.edits import (
    Clear,
    Declare,
    Detach,
    Edit,
    Judgement,
    No,
    NoCode,
    NoneApplies,
    Put,
    Send,
    Tick,
    Write,
    judge,
)
from survey_flows.facts import (
    Answered,
    Attached,
    Removed,
    RevisionOpened,
    Submitted,
    Withdrawn,
)
from survey_flows.worksheet import Worksheet, fits, place_of
from tests.engine.filling import (
    ANN,
    BOB,
    CAT,
    FIELDS,
    FORM,
    Arrives,
    Deed,
    Paper,
    good,
    happen,
    names,
    paper,
    stories,
    told,
)

MULTIPLES = [one for one in FIELDS if one.type == "select_multiple"]


def test_a_choice_is_kept() -> None:
    assert Paper().do(Put("i01a", "ya", 0)) == Answered("i01a", "ya")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Put("i01b", "ya", 0), "place.not_asked"),
        (Put("i99", "ya", 0), "place.not_asked"),
        (Put("i01a", "mungkin", 0), "choice.unknown"),
        (Put("i01jenis", "12", 0), "place.not_asked"),
        (Tick("i01a", "ya", on=True), "place.not_asked"),
        (Tick("i07a", "radio", on=True), "choice.unknown"),
        (NoneApplies("i01a", 0), "place.not_asked"),
        (Write("i01jenis", "banyak", 0), "number.unreadable"),
        (Write("i01jenis", "3,5", 0), "number.not_whole"),
        (Write("i07a", "cetak", 0), "place.not_asked"),
        (Write("i07f1", "  ", 0), "text.empty"),
        (Write("i07f1", "x" * 1001, 0), "text.too_long"),
        (Put("i07f1", "ya", 0), "place.not_asked"),
        (Detach("i07f1", "k1"), "file.unknown"),
        (Send(0), "sheet.incomplete"),
    ],
)
def test_a_slip_is_refused_by_name(edit: Edit, code: NoCode) -> None:
    assert Paper().do(edit) == No(code)


def test_a_typed_word_answers_a_list_of_one() -> None:
    assert Paper().do(Write("i01a", "Ya", 0)) == Answered("i01a", "ya")


def test_a_count_may_not_exceed_what_it_is_counted_from() -> None:
    form = paper(i28masuk="10")
    assert form.say("i28selesai", "11") == No("answer.constraint")
    assert form.say("i28selesai", "10") == Answered("i28selesai", "10")


def test_choices_are_kept_in_printed_order_whoever_ticks_them() -> None:
    form = Paper()
    for by, name in ((ANN, "website"), (BOB, "aplikasi"), (CAT, "cetak")):
        form.do(Tick("i07a", name, on=True), by)
    assert form.sheet.answers["i07a"] == "cetak website aplikasi"


def test_the_last_choice_taken_away_leaves_the_list_open() -> None:
    form = paper(i07a="cetak")
    assert form.do(Tick("i07a", "cetak", on=False)) == Withdrawn("i07a")
    assert "i07a" in form.sheet.owed


def test_nothing_of_a_list_is_an_answer_and_a_tick_ends_it() -> None:
    form = Paper()
    assert form.do(NoneApplies("i07a", 0)) == Answered("i07a", "")
    assert "i07a" not in form.sheet.owed
    assert form.do(Tick("i07a", "cetak", on=True), BOB) == Answered("i07a", "cetak")


def test_a_colleagues_answer_is_shown_before_it_is_written_over() -> None:
    form = Paper()
    form.do(Put("i01a", "tidak", 0), ANN)
    assert form.do(Put("i01a", "ya", 0), BOB) == No("answer.moved_on")
    assert form.say("i01a", "ya", BOB) == Answered("i01a", "ya")


def test_a_colleagues_number_is_shown_before_it_is_written_over() -> None:
    form = paper(i28masuk="10")
    assert form.do(Write("i28masuk", "12", 0), BOB) == No("answer.moved_on")


def test_equal_answers_of_two_people_are_no_quarrel() -> None:
    form = paper(i01a="ya")
    assert form.do(Put("i01a", "ya", 0), BOB) is None


def test_what_a_colleague_took_back_may_be_answered_at_once() -> None:
    form = paper(i01a="ya")
    form.do(Clear("i01a", 1), ANN)
    assert form.do(Put("i01a", "tidak", 1), BOB) == Answered("i01a", "tidak")


def test_hapus_of_an_older_screen_leaves_a_colleagues_answer() -> None:
    form = paper(i01a="ya")
    form.say("i01a", "tidak", BOB)
    assert form.do(Clear("i01a", 1), ANN) == No("answer.moved_on")
    assert form.do(Clear("i01a", 2), ANN) == Withdrawn("i01a")


def test_tidak_ada_satu_pun_of_an_older_screen_leaves_a_colleagues_ticks() -> None:
    form = Paper()
    form.do(Tick("i07a", "cetak", on=True), BOB)
    assert form.do(NoneApplies("i07a", 0), ANN) == No("answer.moved_on")
    assert form.sheet.answers["i07a"] == "cetak"


def test_an_own_tick_does_not_hide_a_colleagues_from_what_was_seen() -> None:
    form = Paper()
    form.do(Tick("i07a", "cetak", on=True), BOB)
    form.do(Tick("i07a", "elek", on=True), ANN)
    assert form.do(NoneApplies("i07a", 0), ANN) == No("answer.moved_on")


def test_a_reason_of_a_colleague_is_shown_before_it_is_written_over() -> None:
    form = Paper()
    form.do(Declare("i07f1", "Hilang", 0), BOB)
    assert form.do(Declare("i07f1", "Sedang diproses", 0), ANN) == No("answer.moved_on")
    assert form.do(Write("i07f1", "Sedang diproses", 0), ANN) == No("answer.moved_on")
    assert form.do(Clear("i07f1", 0), ANN) == No("answer.moved_on")
    assert form.sheet.missing == {"i07f1": "Hilang"}


def test_a_file_that_is_there_needs_no_reason() -> None:
    form = Paper()
    form.add(Attached("i07f1", "k1"))
    assert form.do(Declare("i07f1", "Hilang", 1), BOB) == No("reason.not_needed")


def test_a_file_is_taken_out_once() -> None:
    form = Paper()
    form.add(Attached("i07f1", "k1"))
    assert form.do(Detach("i07f1", "k1")) == Removed("i07f1", "k1")
    assert form.do(Detach("i07f1", "k1"), BOB) == No("file.unknown")


def test_what_is_sent_is_what_was_shown() -> None:
    form = finished("tidak")
    form.say("i01jenis", "8", BOB)
    assert form.do(Send(len(form.entries) - 1)) == No("sheet.moved_on")
    assert form.do(Send(len(form.entries))) == Submitted()


def test_what_was_sent_stays_until_it_is_opened_again() -> None:
    form = finished("tidak")
    form.do(Send(len(form.entries)))
    assert form.do(Put("i01a", "ya", 99), BOB) == No("sheet.sent")
    assert form.do(Send(len(form.entries)), BOB) is None
    form.add(RevisionOpened("salah hitung"), by=0)
    assert form.say("i01a", "ya", BOB) == Answered("i01a", "ya")
    assert form.do(Send(len(form.entries))) == No("sheet.incomplete")


@settings(max_examples=60)
@given(stories)
def test_any_edits_of_three_people_keep_every_promise(story: list[tuple[Deed, int]]) -> None:
    form = Paper()
    for deed, by in story:
        before = form.sheet
        said = happen(form, deed, by)
        if not isinstance(deed, Arrives):
            _is_about_its_place(deed, said)
            _overwrites_nothing_unseen(before, deed, by, said)
            _is_idempotent(form, deed, by)
        _changes_no_other_place(before, form.sheet, deed)
        _sends_exactly_when_nothing_is_owed(form.sheet)
        _keeps_what_it_stores_in_form(form.sheet)


def _is_about_its_place(edit: Edit, said: Judgement) -> None:
    match edit, said:
        case Send(), Submitted() | No() | None:
            pass
        case Send(), _:
            raise AssertionError(f"{edit} made {said}")
        case _, No() | None:
            pass
        case _, fact:
            assert place_of(fact) == edit.place


def _overwrites_nothing_unseen(before: Worksheet, edit: Edit, by: int, said: Judgement) -> None:
    """Ticks change one choice only, a removal one file only: neither needs to have been seen."""
    if said is None or isinstance(said, No) or isinstance(edit, Tick | Detach | Send):
        return
    newest = before.touch(edit.place)
    held = edit.place in before.answers or edit.place in before.missing
    assert not held or newest.by == by or newest.number <= edit.seen


def _is_idempotent(form: Paper, edit: Edit, by: int) -> None:
    again = judge(form.sheet, edit, by)
    assert again is None or isinstance(again, No)


def _changes_no_other_place(before: Worksheet, after: Worksheet, deed: Deed) -> None:
    place = "" if isinstance(deed, Send) else deed.place
    for one in set(before.answers) & set(after.answers) - {place}:
        assert before.answers[one] == after.answers[one]
    assert {**before.files, place: ()} == {**after.files, place: ()}
    assert {**before.missing, place: ""} == {**after.missing, place: ""}


def _sends_exactly_when_nothing_is_owed(sheet: Worksheet) -> None:
    if not sheet.is_sent:
        said = judge(sheet, Send(len(sheet.entries)), ANN)
        assert said == (No("sheet.incomplete") if sheet.owed else Submitted())


def _keeps_what_it_stores_in_form(sheet: Worksheet) -> None:
    for one in MULTIPLES:
        chosen = sheet.answers.get(one.name, "").split()
        assert chosen == [name for name in names(one) if name in chosen]
    for place, value in sheet.answers.items():
        found = FORM.fields[place]
        assert value or found.type == "select_multiple"
        assert sheet.breaks(place) == (not fits(found, sheet.answers))
        assert not sheet.breaks(place) or place in sheet.owed


@settings(max_examples=40)
@given(stories, st.data())
def test_ticks_of_two_people_commute(story: list[tuple[Deed, int]], data: st.DataObject) -> None:
    start = told(story).entries
    one = data.draw(st.sampled_from(MULTIPLES))
    hers, his = data.draw(
        st.lists(st.sampled_from(names(one)), min_size=2, max_size=2, unique=True)
    )
    first = Tick(one.name, hers, on=data.draw(st.booleans()))
    second = Tick(one.name, his, on=data.draw(st.booleans()))
    results = []
    for order in (((first, ANN), (second, BOB)), ((second, BOB), (first, ANN))):
        form = Paper(list(start))
        for edit, by in order:
            form.do(edit, by)
        results.append(form.sheet.answers.get(one.name, "").split())
    assert results[0] == results[1]


def finished(answer: str) -> Paper:
    """Filled by always answering the first gap."""
    form = Paper()
    while gap := form.sheet.next_owed():
        form.say(gap, good(gap, answer))
    return form
