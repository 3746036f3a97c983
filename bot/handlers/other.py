"""Everything else: stickers, voices, photos, and buttons we never made."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message, User

from bot import wording
from bot.answers import Answers
from bot.interviews import Interviews
from bot.outcomes import Scene
from bot.screens import Screen
from bot.speech import Said


def router() -> Router:
    """A new router each time: one can be included only once."""
    made = Router(name="other")
    made.callback_query.register(on_unknown_button)
    made.message.register(on_anything_else)
    return made


async def on_unknown_button(_query: CallbackQuery) -> Said:
    """Any client can send any callback data; it names nothing of ours."""
    return Said(toast=wording.OLD_BUTTON)


async def on_anything_else(
    _message: Message, event_from_user: User, interviews: Interviews, answers: Answers
) -> Said:
    """A short kind hint, and the question again below it."""
    outcome = await interviews.open_of(event_from_user.id)
    if not isinstance(outcome, Scene):
        return Said(Screen(wording.HINT_OTHER_IDLE), at_bottom=True)
    await interviews.leave_screen(event_from_user.id)
    return answers.say(outcome, at_bottom=True, note=wording.HINT_OTHER)
