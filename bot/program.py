"""The bot program: how updates come in, who does the chores, and how it ends on SIGTERM."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import structlog
import uvloop
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.types import BotCommand

from bot import wording
from bot.backlog import WebhookBacklog
from bot.errors import BadSettings
from bot.evidence.place import store_of
from bot.leading import keep, lead, take_or_refuse
from bot.logs import set_up
from bot.raw_updates import ALLOWED
from bot.screen_calls import Session
from bot.service import Service, make_bot, make_service, utc_now
from bot.settings import Settings
from bot.webhook import AT_ONCE, Webhook
from storage import bookmarks, deliveries, erasures, tickets
from storage.database import Database
from storage.evidence_store.store import EvidenceStore
from storage.evidence_sweep import sweep
from storage.lease import lease

log = structlog.get_logger(__name__)
Mode = Literal["polling", "webhook"]
_HOUSEKEEPING = 6 * 3600  # seconds
_ENLISTING = 60  # seconds
_INTRODUCTION = 20.0  # seconds for one call
_LOOK_FOR_FILES = 2.0  # seconds; another process may have taken them in
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run(settings: Settings, mode: Mode = "polling") -> None:
    """Work until SIGTERM or Ctrl-C. Raises BotError or StorageError when it cannot start."""
    set_up(settings.log_level, settings.require_token())
    if mode == "webhook":
        settings.require_webhook()
    uvloop.run(_run(settings, mode))


async def _run(settings: Settings, mode: Mode) -> None:
    stop = asyncio.Event()
    for number in _STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    session = Session(api=TelegramAPIServer.from_base(settings.api_base))
    bot = make_bot(settings, session)
    database = Database(settings.database_url.get_secret_value())
    try:
        async with _alone(settings, database, mode, stop) as guard:
            service = await make_service(settings, bot, database)
            gc.freeze()  # what is here now stays: to look through it each time is a sixth of a tap
            log.info("bot.ready", api=settings.api_base, mode=mode)
            work = _poll if mode == "polling" else _serve
            try:
                await _together(guard, *work(service, stop))
            finally:
                await service.close()
        log.info("bot.stopped")
    except TelegramUnauthorizedError:
        raise BadSettings(["LOKET_BOT_TOKEN: Telegram does not know it; copy it again"]) from None
    finally:
        await bot.session.close()
        await database.close()


@asynccontextmanager
async def _alone(
    settings: Settings, database: Database, mode: Mode, stop: asyncio.Event
) -> AsyncIterator[Coroutine[None, None, None]]:
    """One poller, or one webhook; several of those where they share what they must (Redis)."""
    shared = mode == "webhook" and settings.redis_url is not None
    intake = lease(database, "intake")
    await take_or_refuse(intake, shared=shared)
    try:
        yield keep(intake, stop, shared=shared)
    finally:
        await intake.release()


def _poll(service: Service, stop: asyncio.Event) -> Sequence[Coroutine[None, None, None]]:
    hello = introduce(service.bot)
    return service.intake.run(stop), service.watch.listen(stop), _chores(service, hello, stop)


def _serve(service: Service, stop: asyncio.Event) -> Sequence[Coroutine[None, None, None]]:
    """As one of several, perhaps: what one process is enough for is done by the one that leads."""
    settings, bot = service.house.settings, service.bot
    url, secret = settings.require_webhook()
    webhook = Webhook(service.take, service.lanes, urlsplit(url).path or "/", secret)
    backlog = service.receiver.backlog = WebhookBacklog(service.ticks, AT_ONCE)
    service.figures.is_polling = False
    service.evidence.longest_look = _LOOK_FOR_FILES
    announce = partial(
        bot.set_webhook,
        url,
        secret_token=secret,
        max_connections=AT_ONCE,
        allowed_updates=list(ALLOWED),
        drop_pending_updates=False,
    )
    leader = lease(service.database, "leader")
    return (
        webhook.run(stop, settings.webhook_address, announce),
        backlog.run(stop, bot.get_webhook_info),
        service.watch.listen(stop),
        lead(leader, lambda enough: _chores(service, _describe(bot), enough), stop),
    )


async def _chores(
    service: Service, hello: Coroutine[None, None, None], stop: asyncio.Event
) -> None:
    """What one process does for all of them."""
    aside = asyncio.gather(
        hello,
        _housekeeping(service.database, store_of(service.house.settings)),
        _enlisting(service.database, service.house.settings.checkpoint_dir),
    )
    works = (service.evidence, service.notices, service.debts)
    try:
        await _together(service.watch.look_around(stop), *(work.run(stop) for work in works))
    finally:
        aside.cancel()
        await asyncio.gather(aside, return_exceptions=True)


async def _together(*works: Coroutine[None, None, None]) -> None:
    """Until all have ended; when one fails the others are not left behind."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def introduce(bot: Bot) -> None:
    """Said beside the work: useful, but nobody waits for it."""
    await _try_each(partial(bot.delete_webhook, drop_pending_updates=False))
    await _describe(bot)


async def _describe(bot: Bot) -> None:
    """Menu and descriptions."""
    commands = [BotCommand(command=one, description=text) for one, text in wording.COMMANDS.items()]
    await _try_each(
        partial(bot.set_my_commands, commands),
        partial(bot.set_my_description, wording.DESCRIPTION),
        partial(bot.set_my_short_description, wording.SHORT_DESCRIPTION),
    )


async def _try_each(*calls: Callable[[], Awaitable[object]]) -> None:
    for call in calls:
        try:
            async with asyncio.timeout(_INTRODUCTION):
                await call()
        except (AiogramError, TimeoutError) as error:  # also a proxy's page instead of JSON
            log.warning("bot.introduction_failed", kind=type(error).__name__)


async def _housekeeping(database: Database, store: EvidenceStore) -> None:
    """Forget what must not be kept longer, and remove files no row relies on."""
    while True:
        today = utc_now().date()
        try:
            async with database.writing() as connection:
                await deliveries.forget_old(connection, today)
                await bookmarks.drop_old(connection, today)
                await tickets.forget_holders(connection, today)
            swept = await sweep(database, store, utc_now().timestamp())
            log.info("housekeeping.swept", orphans=len(swept.orphans), removed=len(swept.removed))
        except Exception:
            log.exception("housekeeping.failed")
        await asyncio.sleep(_HOUSEKEEPING)


async def _enlisting(database: Database, folder: Path) -> None:
    """Keep the list of erasures apart from the database, so that no backup brings them back."""
    while True:
        try:
            async with database.reading() as connection:
                erased = await erasures.in_ledger(connection)
            erasures.enlist(folder, erased)
        except Exception:
            log.exception("erasures.not_listed")
        await asyncio.sleep(_ENLISTING)
