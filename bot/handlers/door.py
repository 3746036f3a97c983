"""Before consent: the scanned link, "benar ini kantornya?", and the consent screen."""

from html import escape

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message, User

from bot import wording
from bot.answers import Answers
from bot.handlers.tapped import TappedAs
from bot.interviews import Interviews
from bot.outcomes import Gone, Scene
from bot.screens import Screen
from bot.speech import Said
from bot.taps import DoorTap


def router() -> Router:
    """A new router each time: one can be included only once."""
    made = Router(name="door")
    made.message.register(on_start, CommandStart(ignore_mention=True))
    made.callback_query.register(on_step, TappedAs(DoorTap))
    return made


async def on_start(
    _message: Message,
    event_from_user: User,
    command: CommandObject,
    interviews: Interviews,
    answers: Answers,
) -> Said:
    """A link was scanned, or somebody just pressed START."""
    person = event_from_user.id
    if command.args:
        outcome = await interviews.knock(person, command.args)
    else:
        outcome = await interviews.open_of(person)
    if isinstance(outcome, Gone):
        return Said(Screen(wording.NO_LINK), at_bottom=True)
    note = ""
    if isinstance(outcome, Scene):
        await interviews.leave_screen(person)
        note = wording.RESUMED.format(lokus=escape(outcome.lokus.name))
    return answers.say(outcome, at_bottom=True, note=note)


async def on_step(
    query: CallbackQuery, tap: DoorTap, interviews: Interviews, answers: Answers, *, is_new: bool
) -> Said:
    """The buttons carry the signed link, so nothing had to be stored to get here.

    A Mulai that comes again begins nothing: the first one may have been called off since.
    """
    person = query.from_user.id
    if tap.step == "elsewhere":
        return Said(Screen(wording.WRONG_PLACE))
    if tap.step == "begin" and is_new:
        return answers.say(await interviews.begin(person, tap.payload))
    if tap.step == "later" and is_new:
        return answers.later(await interviews.put_off(person, tap.payload))
    outcome = await interviews.knock(person, tap.payload)
    return answers.later(outcome) if tap.step == "later" else answers.consent(outcome)
