"""Every call to Telegram passes here: paced, patient with 429, calm about trouble."""

import asyncio
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, GetFile, Response, TelegramMethod
from aiolimiter import AsyncLimiter

from bot.raw_updates import RawGetUpdates

log = structlog.get_logger(__name__)
_TRIES = 6
_LONGEST_WAIT = 60  # seconds; what is stored is stored, and the person's next tap shows it
_FIRST_PAUSE = 0.5  # seconds, doubled each time


class Outgoing(BaseRequestMiddleware):
    """Telegram allows about 30 messages a second; getUpdates has its own patience in the intake."""

    def __init__(self, per_second: float) -> None:
        self._limiter = AsyncLimiter(per_second, 1)
        self._answers: dict[type[TelegramMethod[Any]], object] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[Any],
        bot: Bot,
        method: TelegramMethod[Any],
    ) -> Response[Any]:
        self._keep_validator(method)
        if isinstance(method, RawGetUpdates):
            return await make_request(bot, method)
        for attempt in range(_TRIES - 1):
            try:
                await self._pace(method)
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                if error.retry_after > _LONGEST_WAIT:
                    raise
                log.warning("telegram.slow_down", method=_name(method), seconds=error.retry_after)
                await asyncio.sleep(error.retry_after)
            except AiogramError as error:
                if not _may_pass(error):
                    raise
                log.warning("telegram.trouble", method=_name(method), kind=type(error).__name__)
                await asyncio.sleep(_FIRST_PAUSE * 2**attempt)
        await self._pace(method)
        return await make_request(bot, method)

    def _keep_validator(self, method: TelegramMethod[Any]) -> None:
        """Each call asks pydantic for it, and unless somebody holds it, it is built anew: 5 ms."""
        if type(method) not in self._answers:
            self._answers[type(method)] = Response.__class_getitem__(method.__returning__)

    async def _pace(self, method: TelegramMethod[Any]) -> None:
        """A tap's answer and a file's address are no messages: they need not queue behind them."""
        if not isinstance(method, AnswerCallbackQuery | GetFile):
            await self._limiter.acquire()


def _may_pass(error: AiogramError) -> bool:
    """A proxy's page instead of JSON is a 502, too; JSON that aiogram cannot read will not mend."""
    if isinstance(error, ClientDecodeError):
        return isinstance(error.data, str)
    return isinstance(error, TelegramServerError | TelegramNetworkError)


def _name(method: TelegramMethod[Any]) -> str:
    return str(method.__api_method__)
