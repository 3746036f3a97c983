"""Who did something where, read from whatever Telegram, or a forger, may send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech import Occasion

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
parts = ("update_id", "message", "callback_query", "from", "chat", "id", "type", "date")
shapes = st.recursive(
    json_values,
    lambda inner: st.dictionaries(st.sampled_from(parts), inner, max_size=5),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(parts), shapes, max_size=4))
def test_no_update_makes_the_reader_stumble(raw: dict[str, object]) -> None:
    found = Occasion.of(raw)
    assert all(isinstance(one, int) for one in (found.update_id, found.person, found.chat))


def test_a_tap_names_its_message_and_who_pressed() -> None:
    message = {"message_id": 40, "date": 1, "chat": {"id": 7, "type": "private"}, "from": {"id": 9}}
    query = {"id": "q", "from": {"id": 7}, "message": message}
    found = Occasion.of({"update_id": 5, "callback_query": query})
    assert found == Occasion(5, person=7, chat=7, query_id="q", tapped=40)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_a_group_has_no_chat_to_speak_in(kind: str) -> None:
    raw: dict[str, object] = {
        "update_id": 5,
        "message": {"from": {"id": 7}, "chat": {"id": -5, "type": kind}},
    }
    assert Occasion.of(raw) == Occasion(5, person=7)
