"""Speaks after the commit: one message edited in place, and every expected refusal taken calmly."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
)
from aiogram.types import BotCommand, BotCommandScopeChat

from bot import wording
from bot.screen_calls import EditScreen, SendScreen, Stands
from bot.screen_memory import ScreenMemory, Shown
from bot.screens import Button, Rows, Screen
from bot.speech import Copy, Echo, Occasion, Raw, Reply, Said
from storage import bookmarks
from storage.bookmarks import Bookmark
from storage.database import Database

log = structlog.get_logger(__name__)
T = TypeVar("T")
_PATIENCE = 60.0  # seconds for one call with all its tries


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _shown_by(message: Stands) -> Shown:
    since = datetime.fromtimestamp(message.edit_date or message.date, UTC)
    return Shown(message.message_id, since, is_edited=bool(message.edit_date))


class Courier:
    """One for the whole program. `pass_on` has `echo` called between the turns of a colleague.

    `on_unsent` is called when Telegram did not take something after every try.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        memory: ScreenMemory,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._bot = bot
        self._clock = clock
        self._database = database
        self._memory = memory
        self.pass_on: Callable[[Echo], None] = lambda _: None
        self.on_unsent: Callable[[], None] = lambda: None

    async def say(
        self, occasion: Occasion, account: str, said: Said, reply: Reply | None = None
    ) -> None:
        """Answer the tap and show the screen; what Telegram refuses is logged, never raised.

        With a `reply` the tap is answered there, which saves a call.
        """
        for echo in said.echoes:
            self.pass_on(echo)
        for copy in said.copies:
            await self._calmly(self._copy(occasion.chat, copy))
        speaking: Awaitable[object] = self._calmly(self._show(occasion, account, said))
        if occasion.query_id and reply is not None:
            reply.method = _answering(occasion, said.toast)
        elif occasion.query_id:
            answering = self._calmly(self._answer(occasion, said.toast))
            speaking = asyncio.gather(speaking, answering)
        await speaking

    async def echo(self, echo: Echo) -> None:
        """Draw a colleague's screen anew; to be called while no turn of theirs is in work."""
        await self._calmly(self._echo(echo))

    async def notify(self, chat: int, screen: Screen) -> bool:
        """Speak first, in a message of its own; False when it is worth another try."""
        return await self.deliver(chat, screen) is not None

    async def deliver(self, chat: int, screen: Screen) -> int | None:
        """The same, telling the message: 0 where nobody is any more, None for another try."""
        try:
            return (await _patiently(self._send(chat, screen))).screen
        except TelegramForbiddenError:
            log.info("person.left")
        except TelegramBadRequest as error:  # such as a chat that is gone: it will not come back
            log.warning("telegram.refused", reason=error.message)
        except (AiogramError, TimeoutError) as error:
            self._give_up(error)
            return None
        return 0

    async def take_away(self, chat: int, message_id: int) -> bool:
        """Nobody shall read a message of ours any more; False when it is worth another try."""
        try:
            await self._retire(chat, message_id)
        except TelegramForbiddenError:
            log.info("person.left")
        except (TelegramBadRequest, TelegramNotFound) as error:
            log.info("telegram.refused", reason=error.message)  # the person was quicker
        except (AiogramError, TimeoutError) as error:
            self._give_up(error)
            return False
        return True

    async def offer_commands(self, chat: int, commands: Mapping[str, str]) -> None:
        """The menu of one chat, where it differs from everybody's."""
        made = [BotCommand(command=name, description=text) for name, text in commands.items()]
        scope = BotCommandScopeChat(chat_id=chat)
        await self._calmly(_patiently(self._bot.set_my_commands(made, scope=scope)))

    async def _answer(self, occasion: Occasion, toast: str) -> None:
        await _patiently(self._bot.answer_callback_query(occasion.query_id, text=toast or None))

    async def _show(self, occasion: Occasion, account: str, said: Said) -> None:
        if said.screen is None or not occasion.chat:
            return
        is_in_place = occasion.tapped and not said.at_bottom
        places = (occasion.tapped, said.was_on) if is_in_place else ()
        try:
            shown = await _patiently(self._put_up(occasion.chat, places, said.screen))
        except (AiogramError, TimeoutError):
            if said.holds_place:
                await self._lose_sight(account)
            raise
        if said.holds_place:
            await self._remember(account, shown, said.was_on)
        old = {said.was_on} - {None, shown.screen} | set(said.delete)
        for message_id in sorted(one for one in old if one):
            await self._calmly(self._retire(occasion.chat, message_id))

    async def _copy(self, chat: int, copy: Copy) -> None:
        """By its id: Telegram has it already."""
        match copy.kind:
            case "photo":
                await _patiently(self._bot.send_photo(chat, copy.file_id))
            case "video":
                await _patiently(self._bot.send_video(chat, copy.file_id))
            case _:
                await _patiently(self._bot.send_document(chat, copy.file_id))

    async def _echo(self, echo: Echo) -> None:
        """Only while that place still stands there, and older than this."""
        async with self._database.reading() as connection:
            mark = await bookmarks.bookmark_of(connection, echo.account)
        if mark is None or not _lacks(mark, echo):
            return
        shown = await _patiently(self._edit(echo.chat, echo.message_id, echo.screen))
        if shown is None:
            return
        await self._memory.note(echo.account, shown)
        async with self._database.writing() as connection:
            await bookmarks.saw(connection, echo.account, echo.message_id, echo.seen)

    async def _put_up(self, chat: int, places: Iterable[int | None], screen: Screen) -> Shown:
        """In the first message that can still be edited, else in a new one."""
        for message_id in dict.fromkeys(places):
            if message_id and (shown := await self._edit(chat, message_id, screen)):
                return shown
        return await self._send(chat, screen)

    async def _edit(self, chat: int, message_id: int, screen: Screen) -> Shown | None:
        """None when the message cannot be edited any more, so that a new one must be sent."""
        try:
            edited = await self._bot(_edit(chat, message_id, screen))
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                # Since when, a reply that got lost may have said.
                return Shown(message_id, self._clock(), is_edited=True)
            log.info("screen.lost", reason=error.message)
            return None
        if isinstance(edited, Stands):
            return _shown_by(edited)
        return Shown(message_id, self._clock(), is_edited=True)

    async def _send(self, chat: int, screen: Screen) -> Shown:
        markup = keyboard(screen.rows)
        sent = SendScreen(chat_id=chat, text=screen.text, reply_markup=markup)
        return _shown_by(await self._bot(sent))

    async def _remember(self, account: str, shown: Shown, was_on: int | None) -> None:
        await self._memory.note(account, shown)
        if shown.screen != was_on:
            async with self._database.writing() as connection:
                await bookmarks.show_on(connection, account, shown.screen)

    async def _lose_sight(self, account: str) -> None:
        """An older question may still stand there: a number typed now could be meant for that."""
        async with self._database.writing() as connection:
            await bookmarks.start_moving(connection, account)

    async def _retire(self, chat: int, message_id: int) -> None:
        """No second keyboard, and no answers left standing in the chat."""
        try:
            await _patiently(self._bot.delete_message(chat, message_id))
        except TelegramBadRequest:
            await _patiently(self._bot(_edit(chat, message_id, Screen(wording.MOVED))))

    async def _calmly(self, speaking: Awaitable[object]) -> None:
        try:
            await speaking
        except TelegramForbiddenError:
            log.info("person.left")  # blocked the bot or closed the account: their right
        except (TelegramBadRequest, TelegramNotFound) as error:
            log.info("telegram.refused", reason=error.message)
        except (AiogramError, TimeoutError) as error:
            self._give_up(error)
        except Exception:
            log.exception("screen.forgotten")  # the turn stands; /mulai shows it again

    def _give_up(self, error: Exception) -> None:
        log.warning("telegram.not_spoken", kind=type(error).__name__)
        self.on_unsent()


def _answering(occasion: Occasion, toast: str) -> Raw:
    text = {"text": toast} if toast else {}
    return {"method": "answerCallbackQuery", "callback_query_id": occasion.query_id, **text}


def _lacks(mark: Bookmark, echo: Echo) -> bool:
    """Whether somebody still has that place before them, and it shows something older."""
    if mark.is_moving or mark.seen >= echo.seen:
        return False
    shown = mark.submission_id, mark.place, mark.screen
    return shown == (echo.draft, echo.place, echo.message_id)


async def _patiently(speaking: Awaitable[T]) -> T:
    """Telegram may hold up one chat for long; its update keeps those behind it unconfirmed."""
    async with asyncio.timeout(_PATIENCE):
        return await speaking


def _edit(chat: int, message_id: int, screen: Screen) -> EditScreen:
    markup = keyboard(screen.rows)
    text = screen.text
    return EditScreen(chat_id=chat, message_id=message_id, text=text, reply_markup=markup)


def keyboard(rows: Rows) -> str | None:
    """Buttons as the JSON Telegram takes; no rows, no keyboard."""
    if not rows:
        return None
    return json.dumps({"inline_keyboard": [[_key(one) for one in row] for row in rows]})


def _key(button: Button) -> dict[str, str]:
    what = {"url": button.url} if button.url else {"callback_data": button.data}
    return {"text": button.text, **what}
