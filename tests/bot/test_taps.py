"""What a button carries: at most 64 bytes, read back exactly, and nothing makes it stumble."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.taps import DoorTap, Step, TurnTap, door_data, read_tap, turn_data
from survey_flows import catalog
from survey_flows.links import Link, payload
from survey_flows.replies import Chose, Reopened, Reply, Sent, Stopped, WentBack

FORM = catalog.load("F-03")
MOST_BYTES = 64
LETTERS = string.ascii_letters + string.digits + "_-"
LONGEST_KEY = "k" * 16
STEPS: tuple[Step, ...] = ("here", "elsewhere", "begin", "later")

keys = st.text(LETTERS, min_size=16, max_size=16)
fields = st.sampled_from(list(FORM.fields))
replies: st.SearchStrategy[Reply | None] = st.one_of(
    st.builds(Chose, fields, st.sampled_from(["1", "2", "3", "4", "5"])),
    st.builds(WentBack, fields),
    st.builds(Reopened, fields),
    st.builds(Sent, st.integers(0, 999_999)),
    st.builds(Stopped),
    st.none(),
)


@given(keys, replies)
def test_a_button_is_read_back_as_it_was_written(key: str, reply: Reply | None) -> None:
    data = turn_data(key, reply)
    assert read_tap(data) == TurnTap(key, reply)
    assert len(data.encode()) <= MOST_BYTES


@pytest.mark.parametrize("step", STEPS)
def test_a_button_of_the_door_carries_the_whole_link(step: Step) -> None:
    link = payload(Link("F-03", 2**32 - 1, 2**16 - 1, serial=2**16 - 1), 255, b"k" * 32)
    data = door_data(step, link)
    assert read_tap(data) == DoorTap(step, link)
    assert len(data.encode()) <= MOST_BYTES


@pytest.mark.parametrize("name", list(FORM.fields))
def test_every_choice_of_every_shipped_item_fits(name: str) -> None:
    replies: list[Reply] = [Chose(name, one.name) for one in FORM.choices_of(name)]
    for reply in [*replies, WentBack(name), Reopened(name), Sent(999_999)]:
        assert len(turn_data(LONGEST_KEY, reply).encode()) <= MOST_BYTES


@given(st.text())
def test_no_text_makes_the_reader_stumble(data: str) -> None:
    tap = read_tap(data)
    assert tap is None or isinstance(tap, DoorTap | TurnTap)


@given(st.sampled_from("abuskx"), st.lists(st.text(), max_size=5))
def test_what_is_not_spelt_as_we_spell_it_names_no_row(verb: str, words: list[str]) -> None:
    tap = read_tap(":".join((verb, *words)))
    if isinstance(tap, TurnTap):
        assert 1 <= len(tap.key) <= 16
        assert set(tap.key) <= set(LETTERS)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "a",
        "a:",
        "a:k",
        "a:k:i01",
        "a:k:i01:4:5",
        "a:k\x00:i01:4",
        "a:\ud800:i01:4",
        "a:key with space:i01:4",
        "b:k",
        "k::",
        "k:k:more",
        "s:k:-1",
        "s:k:٣",
        "s:k:1000000",
        "x:k:now",
        "z:k:i01:4",
        "A:k:i01:4",
    ],
)
def test_data_we_never_wrote_is_no_tap(data: str) -> None:
    assert read_tap(data) is None
