"""Which update of the staff means what. Handlers return what to say and never speak themselves."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.types import CallbackQuery, Message

from bot.desk import wording
from bot.desk.saying import say
from bot.desk.scenes import DeskOutcome, Tasks
from bot.desk.taps import DeskTap, Do, FileInto, Look, Remind, look_data, read_desk_tap
from bot.desk.turns import Desk, SentFile
from bot.desk.words import size_text
from bot.evidence.downloads import MOST_BYTES
from bot.screen_memory import ScreenMemory, Text
from bot.screens import Button, Screen
from bot.speech import Said
from survey_flows.invitations import token_of

_BARE_START = r"^/start(@\w+)?\s*$"
_FILES = F.photo | F.document | F.video


def first_router() -> Router:
    """What is decided before anything a citizen may mean: invitations, /tugas, our buttons."""
    made = Router(name="desk")
    made.message.register(
        on_invitation, CommandStart(deep_link=True, ignore_mention=True), Invites()
    )
    made.message.register(on_tasks, Command("tugas", ignore_mention=True))
    made.message.register(on_resume, F.text.regexp(_BARE_START), AtDesk())
    made.message.register(on_resume, Command("mulai", ignore_mention=True), AtDesk())
    made.message.register(on_stop, Command("batal", ignore_mention=True), AtDesk())
    made.message.register(on_help, Command("bantuan", "help", ignore_mention=True), AtDesk())
    made.message.register(on_privacy, Command("privasi", ignore_mention=True), AtDesk())
    made.callback_query.register(on_tap, TappedAtDesk())
    made.message.register(on_file, _FILES, AtDesk())
    made.message.register(on_text, F.text, ~F.text.startswith("/"), AtDesk())
    made.message.register(on_resume, ~F.text.startswith("/start "), F.text, AtDesk())
    made.message.register(on_other, ~F.text, AtDesk())
    return made


class AtDesk(Filter):
    """Passes what somebody sends whose chat is about F-01 now."""

    async def __call__(self, _message: Message, desk: Desk) -> bool:
        return await desk.is_here()


class Invites(Filter):
    """Passes an opened invitation, with its token."""

    async def __call__(self, _message: Message, command: CommandObject) -> bool | dict[str, str]:
        token = token_of(command.args or "")
        return {"token": token} if token else False


class TappedAtDesk(Filter):
    """Passes taps on our buttons, read."""

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, DeskTap]:
        tap = read_desk_tap(query.data or "")
        return {"tap": tap} if tap else False


async def on_invitation(_message: Message, token: str, desk: Desk) -> Said:
    return say(await desk.claim(token), at_bottom=True)


async def on_tasks(message: Message, desk: Desk) -> Said:
    """A new message at the bottom of the chat; the old screen and the command go."""
    said = await _at_bottom(desk, await desk.tasks())
    return replace(said, delete=(message.message_id,))


async def on_resume(_message: Message, desk: Desk) -> Said:
    return await _at_bottom(desk, await desk.resume())


async def on_tap(_query: CallbackQuery, tap: DeskTap, desk: Desk, *, is_new: bool) -> Said:
    """A delivery that comes again shows where things stand, and changes nothing."""
    match tap:
        case Look():
            said = say(await desk.look(tap))
        case Do(draft, edit):
            said = say(await (desk.edit(draft, edit) if is_new else desk.resume()))
        case FileInto():
            said = replace(say(await desk.file_into(tap)), has_files=True)
        case Remind(wanted):
            said = say(await desk.remind(wanted=wanted), note=wording.BELL_TOASTS[wanted])
    if said.copies:
        await desk.leave_screen()
    return said


async def on_file(message: Message, desk: Desk) -> Said:
    """Noted down at once; the tick comes when it is safe."""
    file = _file(message)
    if file.size is not None and file.size > MOST_BYTES:
        note = wording.TOO_BIG.format(size=size_text(file.size))
        return await _at_bottom(desk, await desk.resume(), note)
    outcome = await desk.take(file)
    note = wording.CHOOSE_LOKUS if isinstance(outcome, Tasks) else ""
    return replace(await _at_bottom(desk, outcome, note), has_files=True)


async def on_text(
    message: Message,
    desk: Desk,
    screen_memory: ScreenMemory,
    *,
    is_new: bool,
) -> Said:
    """A text written before the question was on screen cannot have meant it (docs/adr/0007)."""
    mark = await desk.mark()
    hint = await desk.text_hint()
    if mark is None or hint or not is_new:
        return await _at_bottom(desk, await desk.resume(), hint if mark and is_new else "")
    text = Text(message.message_id, message.date)
    is_shown = await screen_memory.was_shown_before(text, desk.account, mark.screen)
    if not is_shown or mark.is_moving:
        return await _at_bottom(desk, await desk.resume(), wording.HINT_LATE)
    return await _at_bottom(desk, await desk.write(message.text or ""))


async def on_other(_message: Message, desk: Desk) -> Said:
    return await _at_bottom(desk, await desk.resume(), wording.NOT_EVIDENCE)


async def on_stop(_message: Message) -> Said:
    return _page(wording.NOTHING_TO_STOP)


async def on_help(_message: Message) -> Said:
    return _page(wording.HELP)


async def on_privacy(_message: Message) -> Said:
    return _page(wording.PRIVACY)


async def _at_bottom(desk: Desk, outcome: DeskOutcome, note: str = "") -> Said:
    said = say(outcome, at_bottom=True, note=note)
    if said.screen is not None:
        await desk.leave_screen()
    return said


def _page(text: str) -> Said:
    rows = ((Button(wording.OPEN_TASKS, look_data(Look("tasks"))),),)
    return Said(Screen(text, rows), at_bottom=True)


def _file(message: Message) -> SentFile:
    """Of a photo the largest size; a name comes with documents and videos only."""
    found = message.photo[-1] if message.photo else message.document or message.video
    if found is None:
        raise TypeError("the message carries no file")
    kind = "photo" if message.photo else "document" if message.document else "video"
    return SentFile(
        found.file_id,
        kind,
        getattr(found, "file_name", None) or "",
        found.file_size,
        message.caption or "",
        message.media_group_id or "",
        message.message_id,
    )
