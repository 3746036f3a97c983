"""A typed number counts only if its author had seen the question (docs/adr/0007)."""

from datetime import UTC, datetime, timedelta

from bot.screen_memory import ScreenMemory, Shown, Text

START = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SCREEN = 40


def text(message_id: int, written: datetime) -> Text:
    return Text(message_id, written)


async def memory_of(shown: datetime) -> ScreenMemory:
    memory = ScreenMemory(START)
    await memory.note("ann", Shown(SCREEN, shown, is_edited=True))
    return memory


async def test_a_text_written_after_the_question_was_shown_counts() -> None:
    shown = START + 10 * SECOND
    assert await (await memory_of(shown)).was_shown_before(text(41, shown + SECOND), "ann", SCREEN)


async def test_a_text_written_before_the_screen_was_edited_does_not() -> None:
    """Its message id is larger than the screen's, which keeps its id through every edit."""
    shown = START + 10 * SECOND
    assert not await (await memory_of(shown)).was_shown_before(
        text(41, shown - SECOND), "ann", SCREEN
    )


async def test_within_the_second_of_an_edit_no_text_counts() -> None:
    """Telegram's clock does not say which of the two was first; asking once more costs little."""
    shown = START + 10 * SECOND
    assert not await (await memory_of(shown)).was_shown_before(text(41, shown), "ann", SCREEN)


async def test_within_the_second_of_a_new_message_the_numbers_decide() -> None:
    memory = ScreenMemory(START)
    await memory.note("ann", Shown(SCREEN, START + SECOND, is_edited=False))
    assert await memory.was_shown_before(text(41, START + SECOND), "ann", SCREEN)
    assert not await memory.was_shown_before(text(39, START + SECOND), "ann", SCREEN)


async def test_of_two_texts_in_a_row_the_second_is_older_than_the_new_screen() -> None:
    memory = ScreenMemory(START)
    await memory.note("ann", Shown(43, START + 2 * SECOND, is_edited=False))
    assert not await memory.was_shown_before(text(42, START + 3 * SECOND), "ann", 43)


async def test_while_no_screen_is_known_no_text_counts() -> None:
    assert not await (await memory_of(START)).was_shown_before(
        text(99, START + SECOND), "ann", None
    )


async def test_after_a_restart_a_text_sent_while_the_bot_was_down_does_not_count() -> None:
    memory = ScreenMemory(START)
    assert not await memory.was_shown_before(text(41, START - SECOND), "ann", SCREEN)
    assert await memory.was_shown_before(text(41, START + SECOND), "ann", SCREEN)


async def test_what_is_known_of_another_screen_or_person_is_not_used() -> None:
    memory = await memory_of(START + 100 * SECOND)
    assert await memory.was_shown_before(text(51, START + SECOND), "ann", SCREEN + 1)
    assert await memory.was_shown_before(text(51, START + SECOND), "bob", SCREEN)


async def test_whoever_is_forgotten_is_asked_once_more_and_never_misread() -> None:
    memory = ScreenMemory(START)
    late = START + 100 * SECOND
    for number in range(20_001):
        await memory.note(f"person {number}", Shown(SCREEN, late, is_edited=True))
    for person in ("person 0", "person 1"):
        assert not await memory.was_shown_before(text(41, late - SECOND), person, SCREEN)
        assert await memory.was_shown_before(text(41, late + SECOND), person, SCREEN)
