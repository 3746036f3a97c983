"""What a button of the staff carries: at most 64 bytes, read back exactly, and nothing stumbles."""

import string
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.taps import (
    PRESET,
    DeskTap,
    Do,
    FileInto,
    Look,
    Remind,
    View,
    do_data,
    file_data,
    look_data,
    read_desk_tap,
    remind_data,
)
from survey_flows.edits import Clear, Declare, Detach, Edit, NoneApplies, Put, Send, Tick
from tests.engine.filling import FIELDS, PLACES, SLOTS, names

MOST_BYTES = 64
LETTERS = string.ascii_letters + string.digits + "_-"
MOST = 999_999_999

drafts = st.integers(0, MOST)
seen = st.integers(0, MOST)
keys = st.text(LETTERS, min_size=16, max_size=16)
places = st.sampled_from(PLACES)
slots = st.sampled_from(SLOTS)
chosen = st.sampled_from([(one.name, name) for one in FIELDS for name in names(one)])
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda pair, number: Put(pair[0], pair[1], number), chosen, seen),
    st.builds(lambda pair, on: Tick(pair[0], pair[1], on=on), chosen, st.booleans()),
    st.builds(NoneApplies, places, seen),
    st.builds(Clear, places, seen),
    st.builds(lambda place, at, number: Declare(place, f"{PRESET}{at}", number), slots, seen, seen),
    st.builds(Detach, slots, keys),
    st.builds(Send, seen),
)
looks = st.builds(Look, st.sampled_from(get_args(View)), drafts, places, st.integers(0, 9))


@given(drafts, edits)
def test_an_edit_is_read_back_as_it_was_written(draft: int, edit: Edit) -> None:
    assert read_desk_tap(do_data(draft, edit)) == Do(draft, edit)
    assert len(do_data(draft, edit).encode()) <= MOST_BYTES


@given(looks)
def test_a_look_is_read_back_as_it_was_written(look: Look) -> None:
    assert read_desk_tap(look_data(look)) == look
    assert len(look_data(look).encode()) <= MOST_BYTES


@given(drafts, slots, keys)
def test_a_file_is_read_back_with_its_slot(draft: int, slot: str, key: str) -> None:
    tap = FileInto(draft, slot, key)
    assert read_desk_tap(file_data(tap)) == tap
    assert len(file_data(tap).encode()) <= MOST_BYTES


@pytest.mark.parametrize("wanted", [True, False])
def test_the_bell_is_read_back(*, wanted: bool) -> None:
    assert read_desk_tap(remind_data(wanted=wanted)) == Remind(wanted)


def test_every_choice_of_the_form_fits_whoever_taps_it_last() -> None:
    for one in FIELDS:
        for name in names(one):
            for edit in (Put(one.name, name, MOST), Tick(one.name, name, on=True)):
                assert len(do_data(MOST, edit).encode()) <= MOST_BYTES


@given(st.text() | st.text(alphabet="dapnklmcoyu+-:0123456789i", max_size=30))
def test_no_text_makes_the_reader_stumble(data: str) -> None:
    tap = read_desk_tap(data)
    assert tap is None or isinstance(tap, get_args(DeskTap))


@pytest.mark.parametrize(
    "data",
    [
        "",
        "d",
        "da",
        "da:7:i01a:ya",
        "da:7:i01a:ya:-1",
        "da:7:i01a:ya:soon",
        "da:7:i01a:ya:1:2",
        "da:x:i01a:ya:1",
        "da:1234567890:i01a:ya:1",
        "dc:7:i01a",
        "dc:7:i01a:x",
        "do:7:i01a",
        "dk:7",
        "dk:7:٣",
        "dm:7:i01f1:0",
        "d+:7:i01a",
        "dp:7:" + "i" * 33,
        "dp:7:i01a:x",
        "dp:7:i01a;",
        "dz:7:i01a",
        "dp:7:i01a\n",
        "a:k:i01:4",
    ],
)
def test_data_we_never_wrote_is_no_tap(data: str) -> None:
    assert read_desk_tap(data) is None
