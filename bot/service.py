"""Everything a bot program is made of, wired together."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.utils.token import TokenValidationError
from redis.asyncio import Redis

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
from bot.intake import AT_ONCE, Intake
from bot.keys import KeyRing
from bot.lanes import Lanes, SharedLanes
from bot.outgoing import Outgoing
from bot.raw_updates import get_updates
from bot.receiver import Receiver
from bot.screen_memory import ScreenMemory, SharedScreenMemory
from bot.settings import Settings
from bot.speech import Settle
from bot.throttle import Throttle
from bot.watch.figures import Figures
from bot.watch.watch import Watch
from storage.database import Database
from storage.migrate import require_current
from survey_flows.pseudonyms import account

_PATIENCE = 2.0  # seconds for Redis; without its word a person is asked once more


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
    """What runs beside each other: taking updates in, fetching evidence, speaking first, alarms.

    `take` settles one update; `intake` fetches them for it, a webhook has them brought.
    """

    house: House
    bot: Bot
    database: Database
    receiver: Receiver
    lanes: Lanes
    take: Settle
    intake: Intake
    evidence: EvidenceWorker
    notices: Notices
    debts: Debts
    figures: Figures
    watch: Watch
    ticks: Callable[[], float]
    redis: Redis | None

    async def close(self) -> None:
        """Let go of what others keep for us."""
        if self.redis is not None:
            await self.redis.aclose()


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
    memory, throttle, lanes, redis = _shared(house)
    receiver = Receiver(bot, dispatcher(), house, database, memory)
    receiver.throttle = throttle
    figures, courier = Figures(ticks), receiver.courier
    backlog = receiver.backlog = Backlog(ticks)
    fetch = figures.polling(lambda offset, seconds: get_updates(bot, offset, seconds))
    take = figures.taking(receiver.take)
    intake = Intake(backlog.polling(fetch), take, lanes)
    reports = Reports(house, database, courier, lanes.in_turn)
    storing = Storing(Downloads(bot), inspect, store_of(settings), database, house.forms)
    evidence = EvidenceWorker(storing, database, reports.report, clock, ticks)
    courier.pass_on = lambda echo: lanes.aside(echo.chat, partial(courier.echo, echo))
    courier.on_unsent = figures.unsent
    receiver.on_files, receiver.on_parked = evidence.wake, figures.parked
    notices, debts = Notices(house, database, courier), Debts(house, database, courier)
    watch = Watch(house, database, figures, bot)
    fetching, speaking = (lanes, take, intake), (evidence, notices, debts)
    return Service(
        house, bot, database, receiver, *fetching, *speaking, figures, watch, ticks, redis
    )


def _shared(
    house: House,
) -> tuple[ScreenMemory, Throttle, Lanes, Redis | None]:
    """What several processes must know of each other, where there is a Redis for it."""
    started, limits = house.clock().replace(microsecond=0), house.settings.limits
    if house.settings.redis_url is None:
        return ScreenMemory(started), Throttle(limits), Lanes(AT_ONCE), None
    url = house.settings.redis_url.get_secret_value()
    redis = Redis.from_url(url, decode_responses=True, socket_timeout=_PATIENCE)
    lanes = SharedLanes(AT_ONCE, redis, lambda person: account(house.keys.account, person))
    return SharedScreenMemory(redis, started), Throttle.of_all(limits, redis), lanes, redis
