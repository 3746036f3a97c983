"""/data_saya /tarik /hapus /cek, and the buttons about what was sent already."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot import rights_screens as screens
from bot import rights_wording as wording
from bot.answers import Answers
from bot.handlers.tapped import TappedAs
from bot.interviews import Interviews
from bot.rights import Erased, Rights
from bot.screens import Screen, spaced
from bot.speech import Said
from bot.taps import BackcheckTap, RightTap
from bot.wording import OLD_BUTTON
from survey_flows.receipts import read_receipt


def router() -> Router:
    """A new router each time: one can be included only once."""
    made = Router(name="rights")
    made.message.register(on_data, Command("data_saya", ignore_mention=True))
    made.message.register(on_withdraw, Command("tarik", ignore_mention=True))
    made.message.register(on_erase, Command("hapus", ignore_mention=True))
    made.message.register(on_check, Command("cek", ignore_mention=True))
    made.callback_query.register(on_tap, TappedAs(RightTap))
    made.callback_query.register(on_backcheck, TappedAs(BackcheckTap))
    return made


async def on_data(_message: Message, rights: Rights, *, is_new: bool) -> Said:
    """The list at once; the answers come when nobody of the office is near."""
    mine = await rights.see(is_new=is_new)
    texts = {None: "", True: wording.CONTENT_TONIGHT, False: wording.CONTENT_SOON}
    return Said(screens.data(mine.held, texts[mine.is_tonight]), at_bottom=True)


async def on_withdraw(_message: Message, rights: Rights) -> Said:
    """Asks first; the button does it."""
    match await rights.changeable():
        case []:
            screen = Screen(wording.NOTHING_TO_WITHDRAW)
        case [one]:
            screen = screens.ask_withdraw(one)
        case several:
            screen = screens.choose_withdraw(several)
    return Said(screen, at_bottom=True)


async def on_erase(_message: Message, rights: Rights) -> Said:
    """Asks first, also where there is nothing: a reminder may be owed."""
    found = await rights.erasable()
    return Said(screens.ask_erase(found.sent, found.unsent), at_bottom=True)


async def on_check(_message: Message, command: CommandObject, rights: Rights) -> Said:
    """For anybody, with any receipt."""
    receipt = read_receipt(command.args or "")
    if not receipt:
        return Said(Screen(wording.CHECK_HOW), at_bottom=True)
    found = await rights.check(receipt)
    if found is None:
        text = wording.CHECK_UNKNOWN.format(receipt=spaced(receipt))
        return Said(Screen(text), at_bottom=True)
    return Said(screens.checked(receipt, found.covering), at_bottom=True)


async def on_tap(
    query: CallbackQuery,
    tap: RightTap,
    interviews: Interviews,
    rights: Rights,
    answers: Answers,
    *,
    is_new: bool,
) -> Said:
    """Where a deed is not possible any more, what stands there is shown instead."""
    person = query.from_user.id
    match tap.deed:
        case "leave_it":
            return Said(Screen(wording.LEFT))
        case "erase":
            return _erased(await rights.erase() if is_new else Erased(0, 0))
        case "ask_withdraw" if one := await rights.own(tap.key):
            return Said(screens.ask_withdraw(one))
        case "withdraw" if one := await rights.withdraw(tap.key):
            return Said(screens.withdrawn(one.lokus.name))
        case "again":
            outcome = await interviews.begin_again(person, tap.key, is_meant=False)
            return answers.again(outcome, tap.key)
    is_meant = tap.deed == "begin_again" and is_new
    return answers.say(await interviews.begin_again(person, tap.key, is_meant=is_meant))


async def on_backcheck(_query: CallbackQuery, tap: BackcheckTap, rights: Rights) -> Said:
    """Lewati leaves no trace."""
    if tap.said == "skip":
        return Said(Screen(wording.BACKCHECK_SAID["skip"]))
    is_taken = await rights.say(tap.key, tap.said)
    if is_taken is None:
        return Said(toast=OLD_BUTTON)
    return Said(Screen(wording.BACKCHECK_SAID[tap.said] if is_taken else wording.BACKCHECK_OVER))


def _erased(counted: Erased) -> Said:
    if not (counted.sent or counted.unsent):
        return Said(Screen(wording.NOTHING_TO_ERASE))
    return Said(Screen(wording.ERASED.format(sent=counted.sent, unsent=counted.unsent)))
