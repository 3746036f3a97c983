"""Answers: a tap names its questionnaire and item; a typed number means the question on screen."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, User

from bot import wording
from bot.answers import Answers
from bot.handlers.tapped import TappedAs
from bot.interviews import Interviews
from bot.outcomes import Gone, Outcome, Scene
from bot.screen_memory import ScreenMemory, Text
from bot.speech import Said
from bot.taps import TurnTap
from survey_flows.facts import Answered
from survey_flows.replies import Typed


def take_taps(router: Router) -> None:
    """Most updates of all are these taps."""
    router.callback_query.register(on_turn, TappedAs(TurnTap))


def text_router() -> Router:
    """Whatever is typed and is nothing else; a new one each time: it can be included only once."""
    made = Router(name="answering by text")
    made.message.register(on_text, F.text)
    return made


async def on_turn(
    query: CallbackQuery, tap: TurnTap, interviews: Interviews, answers: Answers, *, is_new: bool
) -> Said:
    """A delivery that comes again is shown where things stand, and changes nothing."""
    reply = tap.reply if is_new else None
    return answers.say(await interviews.take_turn(query.from_user.id, tap.key, reply))


async def on_text(
    message: Message,
    event_from_user: User,
    interviews: Interviews,
    answers: Answers,
    screen_memory: ScreenMemory,
    *,
    is_new: bool,
) -> Said:
    """A text written before the question was on screen cannot have meant it: ask once more."""
    person = event_from_user.id
    mark = await interviews.bookmark_of(person)
    if mark is None:
        return answers.say(Gone(), at_bottom=True)
    text = Text(message.message_id, message.date)
    account = interviews.account(person)
    is_shown = await screen_memory.was_shown_before(text, account, mark.screen)
    is_meant = is_shown and not mark.is_moving
    reply = Typed(message.text or "") if is_meant and is_new else None
    outcome = await interviews.open_of(person, reply)
    await interviews.leave_screen(person)
    note = "" if is_meant or not is_new else wording.HINT_LATE_TEXT
    return _said(answers.say(outcome, at_bottom=True, note=note), outcome, message.message_id)


def _said(said: Said, outcome: Outcome, message_id: int) -> Said:
    """A number that was taken as an answer does not stay readable in the chat."""
    is_answer = isinstance(outcome, Scene) and isinstance(outcome.turn.said, Answered)
    return replace(said, delete=(message_id,)) if is_answer else said
