"""/mulai /bantuan /privasi /batal."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message, User

from bot import wording
from bot.answers import Answers
from bot.interviews import Interviews
from bot.outcomes import Scene
from bot.screens import Button, Screen
from bot.speech import Said
from bot.taps import turn_data


def router() -> Router:
    """A new router each time: one can be included only once."""
    made = Router(name="commands")
    made.message.register(on_begin, _command("mulai"))
    made.message.register(on_help, _command("bantuan", "help"))
    made.message.register(on_privacy, _command("privasi"))
    made.message.register(on_stop, _command("batal"))
    return made


def _command(*names: str) -> Command:
    """Whom a mention names could only be asked of Telegram, with the transaction open."""
    return Command(*names, ignore_mention=True)


async def on_begin(
    _message: Message, event_from_user: User, interviews: Interviews, answers: Answers
) -> Said:
    """Go on where this account was, in a new message at the bottom of the chat."""
    outcome = await interviews.open_of(event_from_user.id)
    if isinstance(outcome, Scene):
        await interviews.leave_screen(event_from_user.id)
    return answers.say(outcome, at_bottom=True)


async def on_help(_message: Message, event_from_user: User, interviews: Interviews) -> Said:
    return await _page(wording.HELP, event_from_user, interviews)


async def on_privacy(_message: Message, event_from_user: User, interviews: Interviews) -> Said:
    return await _page(wording.PRIVACY, event_from_user, interviews)


async def on_stop(
    _message: Message, event_from_user: User, interviews: Interviews, answers: Answers
) -> Said:
    """Asks first; the button does it."""
    return answers.stop(await interviews.open_of(event_from_user.id))


async def _page(text: str, person: User, interviews: Interviews) -> Said:
    """A page to read, with the way back to an open questionnaire."""
    key = await interviews.open_key(person.id)
    rows = ((Button(wording.GO_ON, turn_data(key, None)),),) if key else ()
    return Said(Screen(text, rows), at_bottom=True)
