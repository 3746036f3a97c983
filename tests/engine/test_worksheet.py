"""What a shared F-01 says of itself: what applies, what is proved, what is owed, and the way on."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.edits import Clear, Declare, Detach, No, Send
from survey_flows.facts import Answered, Attached, RevisionOpened, Submitted
from survey_flows.worksheet import UNTOUCHED, place_of
from tests.engine.filling import (
    ANN,
    BOB,
    FORM,
    PLACES,
    SLOTS,
    Deed,
    Paper,
    edit_for,
    good,
    names,
    paper,
    people,
    stories,
    told,
    values_of,
)

MOST_EDITS = 2 * len(PLACES)
ONES = [name for name, one in FORM.fields.items() if one.type == "select_one"]


def test_a_tidak_puts_what_depends_on_it_out_of_view() -> None:
    assert Paper().sheet.places_in(FORM.items[0]) == ("i01a", "i01jenis")
    assert "i01standar" in paper(i01a="ya").sheet.places
    assert "i01f1" in paper(i01a="ya").sheet.places
    assert "i01standar" not in paper(i01a="tidak").sheet.places


def test_the_evidence_of_an_item_comes_after_its_questions() -> None:
    shown = paper(i07a="").sheet.places_in(FORM.items[6])
    assert shown == ("i07a", "i07f1")


def test_an_answer_out_of_view_comes_back_with_its_condition() -> None:
    form = paper(i01a="ya", i01b="tidak")
    form.say("i01a", "tidak")
    assert "i01b" not in form.sheet.answers
    form.say("i01a", "ya", BOB)
    assert form.sheet.answers["i01b"] == "tidak"


def test_a_change_that_contradicts_a_later_answer_opens_that_again() -> None:
    form = paper(i28masuk="10", i28selesai="8", i28lmasuk="5", i28lselesai="5")
    assert not form.sheet.breaks("i28selesai")
    form.say("i28masuk", "4", BOB)
    assert form.sheet.breaks("i28selesai")
    assert form.sheet.breaks("i28lmasuk")
    assert {"i28selesai", "i28lmasuk"} <= set(form.sheet.owed)
    assert not form.sheet.is_answered(FORM.items[27])
    form.say("i28selesai", "4")
    form.say("i28lmasuk", "4")
    assert [one for one in form.sheet.owed if one.startswith("i28l")] == ["i28lselesai"]


def test_a_contradiction_out_of_view_is_none() -> None:
    form = paper(i01a="ya", i01jenis="9", i01standar="9")
    form.say("i01jenis", "3")
    form.say("i01a", "tidak")
    assert not form.sheet.breaks("i01standar")
    assert "i01standar" not in form.sheet.owed


def test_files_of_a_slot_stand_in_order_and_only_once() -> None:
    form = Paper()
    for key in ("k1", "k2", "k1"):
        form.add(Attached("i07f1", key))
    assert form.sheet.files == {"i07f1": ("k1", "k2")}
    form.do(Detach("i07f1", "k1"), BOB)
    assert form.sheet.files == {"i07f1": ("k2",)}
    form.do(Detach("i07f1", "k2"), BOB)
    assert form.sheet.files == {}


def test_a_slot_is_owed_until_a_file_or_a_reason_is_there() -> None:
    form = Paper()
    assert "i07f1" in form.sheet.owed
    form.do(Declare("i07f1", "Hilang", 0))
    assert "i07f1" not in form.sheet.owed
    form.do(Clear("i07f1", 1))
    assert "i07f1" in form.sheet.owed
    form.add(Attached("i07f1", "k1"))
    assert "i07f1" not in form.sheet.owed


def test_a_file_ends_that_there_is_none() -> None:
    form = Paper()
    form.do(Declare("i07f1", "Hilang", 0))
    form.add(Attached("i07f1", "k1"), BOB)
    assert form.sheet.missing == {}
    form.do(Detach("i07f1", "k1"))
    assert "i07f1" in form.sheet.owed


def test_a_slot_that_wants_nothing_is_not_owed() -> None:
    form = paper(anta="ya")
    assert "antf1" in form.sheet.places
    assert "antf1" not in form.sheet.owed


def test_a_question_that_may_be_passed_over_is_not_owed() -> None:
    form = paper(i29a="ya", i29kompetisi="ya", i29level="lokal")
    assert "i29klokal" in form.sheet.places
    assert {"i29plokal", "i29klokal"} & set(form.sheet.owed) == {"i29plokal"}


def test_progress_counts_items_and_slots_per_aspek() -> None:
    form = Paper()
    first = form.sheet.progress()[0]
    assert (first.aspek.label, first.answered, first.items) == ("Kebijakan Pelayanan", 0, 9)
    assert [one.items for one in form.sheet.progress()] == [9, 5, 6, 4, 4, 2, 1]
    form.say("i02a", "ya")
    form.say("i02unsur", "ahli")
    first = form.sheet.progress()[0]
    assert (first.answered, first.unproved) == (1, 6)


def test_the_next_gap_is_behind_then_from_the_beginning() -> None:
    form = Paper()
    assert form.sheet.next_owed() == "i01a"
    assert form.sheet.next_owed("i01a") == "i01jenis"
    assert form.sheet.next_owed("anta") == "i01a"
    assert form.sheet.next_owed("i29judul") == "i30a"
    assert form.sheet.next_owed("nothing") == "i01a"


def test_what_may_be_passed_over_is_still_asked_for_in_its_item() -> None:
    form = paper(i29a="ya", i29kompetisi="ya", i29level="lokal", i29plokal="Juara 1")
    assert form.sheet.next_owed("i29plokal") == "i29f1"
    assert form.sheet.next_to_fill("i29plokal") == "i29klokal"
    assert form.sheet.next_to_fill("i29klokal") == "i29f1"
    queue = paper(anta="ya", antb="suara")
    assert queue.sheet.next_to_fill("antb") == "antf1"
    assert queue.sheet.next_to_fill("antf1") == queue.sheet.next_owed() == "i01a"
    assert queue.sheet.next_to_fill() == "i01a"


def test_the_last_gap_may_be_the_one_just_passed_over() -> None:
    form = Paper()
    last = ""
    while len(form.sheet.owed) > 1:
        last = form.sheet.next_owed()
        form.do(edit_for(form.sheet, last, good(last, "tidak")))
    (gap,) = form.sheet.owed
    assert form.sheet.next_owed(gap) == gap


def test_every_place_is_reached_forwards_and_backwards() -> None:
    sheet = paper(i01a="ya", i28masuk="3").sheet
    forwards = [sheet.places[0]]
    while behind := sheet.next_place(forwards[-1]):
        forwards.append(behind)
    backwards = [forwards[-1]]
    while before := sheet.place_before(backwards[-1]):
        backwards.append(before)
    assert tuple(forwards) == sheet.places == tuple(reversed(backwards))


def test_a_touch_names_the_newest_entry_of_a_place() -> None:
    form = paper(i01a="ya")
    form.say("i01jenis", "7")
    form.say("i01a", "tidak", BOB)
    assert (form.sheet.touch("i01a").number, form.sheet.touch("i01a").by) == (3, BOB)
    assert form.sheet.touch("i02a") == UNTOUCHED


def test_it_is_sent_until_it_is_opened_again() -> None:
    form = Paper()
    assert not form.sheet.is_sent
    form.add(Submitted())
    assert form.sheet.is_sent
    form.add(RevisionOpened("salah hitung"), by=0)
    form.add(Answered("i01a", "ya"))
    assert not form.sheet.is_sent
    form.add(Submitted())
    assert form.sheet.is_sent


@pytest.mark.parametrize("place", SLOTS)
def test_every_slot_belongs_to_its_item_and_aspek(place: str) -> None:
    sheet = Paper().sheet
    home = sheet.item_of(place)
    assert home is not None
    assert home in sheet.aspek_of(home).items
    found = sheet.slot(place)
    assert found in home.evidence
    assert sheet.field(place) is None


def test_names_nobody_has_lead_nowhere() -> None:
    sheet = Paper().sheet
    assert (sheet.item_of("?"), sheet.slot("?"), sheet.field("?")) == (None, None, None)
    assert not sheet.is_owed("?")
    assert sheet.place_before("?") == ""


@settings(max_examples=40)
@given(stories, st.sampled_from(ONES), st.data())
def test_what_falls_out_of_view_comes_back_as_it_was(
    story: list[tuple[Deed, int]], place: str, data: st.DataObject
) -> None:
    form = told(story)
    before = form.sheet
    if before.is_sent or place not in before.answers:
        return
    form.say(place, data.draw(st.sampled_from(names(FORM.fields[place]))), BOB)
    form.say(place, before.answers[place])
    now = form.sheet
    assert (now.answers, now.owed) == (before.answers, before.owed)
    assert (now.files, now.missing) == (before.files, before.missing)


@settings(max_examples=40)
@given(stories)
def test_the_views_agree_with_each_other(story: list[tuple[Deed, int]]) -> None:
    sheet = told(story).sheet
    assert set(sheet.answers) <= set(sheet.places)
    assert [one for one in PLACES if one in sheet.places] == list(sheet.places)
    assert all(sheet.is_owed(one) for one in sheet.owed)
    done = [one.answered == one.items and not one.unproved for one in sheet.progress()]
    assert all(done) == (not sheet.owed)
    for place in PLACES:
        assert sheet.next_owed(place) in (sheet.owed or ("",))
        newest = [at for at, one in enumerate(sheet.entries, 1) if place_of(one.fact) == place]
        assert sheet.touch(place).number == max(newest, default=0)


@settings(max_examples=10)
@given(stories, people, st.data())
def test_whoever_always_fills_the_first_gap_comes_to_the_end(
    story: list[tuple[Deed, int]], by: int, data: st.DataObject
) -> None:
    form = told(story)
    if form.sheet.is_sent:
        form.add(RevisionOpened("once more"), by=0)
    _drive(form, by, lambda place: data.draw(values_of(place)))
    assert form.do(Send(len(form.entries)), by) == Submitted()


@pytest.mark.parametrize("answer", ["ya", "tidak"])
def test_the_same_answer_everywhere_comes_to_the_end(answer: str) -> None:
    form = Paper()
    _drive(form, ANN, lambda place: good(place, answer))
    assert form.do(Send(len(form.entries))) == Submitted()


def _drive(form: Paper, by: int, value: Callable[[str], str]) -> None:
    for _ in range(MOST_EDITS):
        place = form.sheet.next_owed()
        if not place:
            return
        if form.say(place, value(place), by) == No("answer.constraint"):
            assert not isinstance(form.say(place, "0", by), No)
    raise AssertionError(f"still owed: {form.sheet.owed}")
