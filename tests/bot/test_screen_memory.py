"""A typed number counts only if its author had seen the question (docs/adr/0007)."""

from datetime import UTC, datetime, timedelta

from bot.screen_memory import ScreenMemory, Text

START = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SCREEN = 40


LATER = float("inf")


def text(message_id: int, written: datetime, fetched: float = LATER) -> Text:
    return Text(message_id, written, fetched)


def memory_of(shown: datetime) -> ScreenMemory:
    memory = ScreenMemory(START)
    memory.note("ann", SCREEN, shown)
    return memory


def test_a_text_written_after_the_question_was_shown_counts() -> None:
    shown = START + 10 * SECOND
    assert memory_of(shown).was_shown_before(text(41, shown + SECOND), "ann", SCREEN)


def test_a_text_written_before_the_screen_was_edited_does_not() -> None:
    """Its message id is larger than the screen's, which keeps its id through every edit."""
    shown = START + 10 * SECOND
    assert not memory_of(shown).was_shown_before(text(41, shown - SECOND), "ann", SCREEN)


def test_within_one_second_the_order_in_which_we_fetched_decides() -> None:
    shown = START + 10 * SECOND
    assert not memory_of(shown).was_shown_before(text(41, shown, fetched=0.0), "ann", SCREEN)
    assert memory_of(shown).was_shown_before(text(41, shown), "ann", SCREEN)


def test_of_two_texts_in_a_row_the_second_is_older_than_the_new_screen() -> None:
    memory = ScreenMemory(START)
    memory.note("ann", 43, START + 2 * SECOND)
    assert not memory.was_shown_before(text(42, START + 3 * SECOND), "ann", 43)


def test_while_no_screen_is_known_no_text_counts() -> None:
    assert not memory_of(START).was_shown_before(text(99, START + SECOND), "ann", None)


def test_after_a_restart_a_text_sent_while_the_bot_was_down_does_not_count() -> None:
    memory = ScreenMemory(START)
    assert not memory.was_shown_before(text(41, START - SECOND), "ann", SCREEN)
    assert memory.was_shown_before(text(41, START + SECOND), "ann", SCREEN)


def test_what_is_known_of_another_screen_or_person_is_not_used() -> None:
    memory = memory_of(START + 100 * SECOND)
    assert memory.was_shown_before(text(51, START + SECOND), "ann", SCREEN + 1)
    assert memory.was_shown_before(text(51, START + SECOND), "bob", SCREEN)


def test_whoever_is_forgotten_is_asked_once_more_and_never_misread() -> None:
    memory = ScreenMemory(START)
    late = START + 100 * SECOND
    for number in range(20_001):
        memory.note(f"person {number}", SCREEN, late)
    for person in ("person 0", "person 1"):
        assert not memory.was_shown_before(text(41, late - SECOND), person, SCREEN)
        assert memory.was_shown_before(text(41, late + SECOND), person, SCREEN)
