"""The bot program: everything is put together here, and taken apart in order on SIGTERM."""

import asyncio
import signal
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.types import BotCommand
from aiogram.utils.token import TokenValidationError

from bot import wording
from bot.backlog import Backlog
from bot.debts import Debts
from bot.desk.notices import Notices
from bot.desk.reports import Reports
from bot.errors import BadSettings
from bot.evidence.downloads import Downloads
from bot.evidence.place import store_of
from bot.evidence.storing import Storing
from bot.evidence.worker import EvidenceWorker
from bot.handlers import dispatcher
from bot.house import Clock, House, published_forms
from bot.inspection.inspector import inspect
from bot.intake import Intake
from bot.keys import KeyRing
from bot.logs import set_up
from bot.outgoing import Outgoing
from bot.raw_updates import get_updates
from bot.receiver import Receiver
from bot.screen_memory import ScreenMemory
from bot.settings import Settings
from bot.watch.figures import Figures
from bot.watch.watch import Watch
from storage import bookmarks, deliveries, erasures, tickets
from storage.database import Database
from storage.evidence_store.store import EvidenceStore
from storage.evidence_sweep import sweep
from storage.migrate import require_current

log = structlog.get_logger(__name__)
_HOUSEKEEPING = 6 * 3600  # seconds
_ENLISTING = 60  # seconds
_INTRODUCTION = 20.0  # seconds for one call
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run(settings: Settings) -> None:
    """Poll until SIGTERM or Ctrl-C. Raises BotError or StorageError when it cannot start."""
    set_up(settings.log_level, settings.require_token())
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in _STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.api_base))
    bot = make_bot(settings, session)
    database = Database(settings.database_url.get_secret_value())
    try:
        service = await make_service(settings, bot, database)
        chores = asyncio.gather(
            introduce(bot),
            _housekeeping(database, store_of(settings)),
            _enlisting(database, settings.checkpoint_dir),
        )
        log.info("bot.ready", api=settings.api_base)
        try:
            works = (
                service.intake,
                service.evidence,
                service.notices,
                service.debts,
                service.watch,
            )
            await _together(*(work.run(stop) for work in works))
        finally:
            chores.cancel()
            await asyncio.gather(chores, return_exceptions=True)
        log.info("bot.stopped")
    except TelegramUnauthorizedError:
        raise BadSettings(["LOKET_BOT_TOKEN: Telegram does not know it; copy it again"]) from None
    finally:
        await bot.session.close()
        await database.close()


async def _together(*works: Coroutine[None, None, None]) -> None:
    """Until all have ended; when one fails the others are not left behind."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def make_bot(settings: Settings, session: BaseSession) -> Bot:
    """The aiogram bot with our manners on its way out."""
    session.middleware(Outgoing(settings.messages_per_second))
    manners = DefaultBotProperties(parse_mode="HTML")
    try:
        return Bot(settings.require_token(), session=session, default=manners)
    except TokenValidationError:
        raise BadSettings(["LOKET_BOT_TOKEN is no bot token: copy it from @BotFather"]) from None


def utc_now() -> datetime:
    """The only clock of the bot."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Service:
    """What runs beside each other: taking updates in, fetching evidence, speaking first, alarms."""

    intake: Intake
    evidence: EvidenceWorker
    notices: Notices
    debts: Debts
    watch: Watch


async def make_service(
    settings: Settings,
    bot: Bot,
    database: Database,
    clock: Clock = utc_now,
    ticks: Callable[[], float] = time.monotonic,
) -> Service:
    """Check everything a turn relies on, then wire it; tests use this with their own session.

    `clock` tells the time of day, `ticks` seconds that only run forward.
    """
    await require_current(database)
    keys = KeyRing(settings.keys_dir)
    for _ in (keys.qr, keys.account, keys.parked, keys.chats):
        pass  # a missing key stops us here, not at the first tap
    house = House(settings, keys, await published_forms(database), clock)
    memory = ScreenMemory(clock().replace(microsecond=0))
    receiver = Receiver(bot, dispatcher(), house, database, memory)
    figures = Figures(ticks)
    backlog = receiver.backlog = Backlog(ticks)
    fetch = figures.polling(lambda offset, seconds: get_updates(bot, offset, seconds))
    intake = Intake(backlog.polling(fetch), figures.taking(receiver.take))
    reports = Reports(house, database, receiver.courier, intake.in_turn)
    storing = Storing(Downloads(bot), inspect, store_of(settings), database, house.forms)
    evidence = EvidenceWorker(storing, database, reports.report, clock, ticks)
    courier = receiver.courier
    courier.pass_on = lambda echo: intake.aside(echo.chat, partial(courier.echo, echo))
    courier.on_unsent = figures.unsent
    receiver.on_files, receiver.on_parked = evidence.wake, figures.parked
    notices, debts = Notices(house, database, courier), Debts(house, database, courier)
    return Service(intake, evidence, notices, debts, Watch(house, database, figures, bot))


async def introduce(bot: Bot) -> None:
    """Menu and descriptions, said beside the work: useful, but nobody waits for them."""
    commands = [BotCommand(command=one, description=text) for one, text in wording.COMMANDS.items()]
    calls = (
        partial(bot.delete_webhook, drop_pending_updates=False),
        partial(bot.set_my_commands, commands),
        partial(bot.set_my_description, wording.DESCRIPTION),
        partial(bot.set_my_short_description, wording.SHORT_DESCRIPTION),
    )
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
