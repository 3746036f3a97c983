"""A questionnaire as aiogram's tutorials write it: FSM states, a session middleware, ORM models."""

from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.dispatcher.middlewares.base import BaseMiddleware
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.benchmarks.contenders import form
from tests.benchmarks.contenders.aiogram_server import keyboard, serve, session


class Base(DeclarativeBase):
    pass


class Respondent(Base):
    __tablename__ = "respondents"
    telegram_id: Mapped[int] = mapped_column(primary_key=True)


class Answer(Base):
    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(sa.ForeignKey("respondents.telegram_id"), index=True)
    item: Mapped[str]
    value: Mapped[str]


STATES = tuple(State(item, group_name="Filling") for item in form.ITEMS)


class SessionMiddleware(BaseMiddleware):
    """Gives each handler a session."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's own signature
        async with self._sessions() as opened:
            data["session"] = opened
            return await handler(event, data)


async def on_start(message: Message, state: FSMContext, session: AsyncSession) -> None:
    """Whoever comes is registered."""
    assert message.from_user
    if await session.get(Respondent, message.from_user.id) is None:
        session.add(Respondent(telegram_id=message.from_user.id))
        await session.commit()
    await state.set_state(STATES[0])
    await message.answer(form.text(0), reply_markup=keyboard(0))


def asking(place: int) -> Callable[..., Awaitable[None]]:
    """The handler of one item."""

    async def on_answer(query: CallbackQuery, state: FSMContext, session: AsyncSession) -> None:
        await query.answer()
        assert query.data
        assert isinstance(query.message, Message)
        respondent = await session.get(Respondent, query.from_user.id)
        assert respondent
        _, item, value = query.data.split(":")
        session.add(Answer(telegram_id=respondent.telegram_id, item=item, value=value))
        await session.commit()
        after = form.following(place)
        await state.update_data({item: value})
        await state.set_state(STATES[after])
        await query.message.edit_text(form.text(after), reply_markup=keyboard(after))

    return on_answer


def main() -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{form.told('DATABASE')}")
    sa.event.listen(engine.sync_engine, "connect", form.make_durable)

    async def on_startup() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    router, dispatcher = Router(), Dispatcher()
    router.message.register(on_start, CommandStart())
    for place, item in enumerate(form.ITEMS):
        is_mine = F.data.startswith(f"a:{item}:")
        router.callback_query.register(asking(place), STATES[place], is_mine)
    dispatcher.include_router(router)
    dispatcher.update.middleware(SessionMiddleware(async_sessionmaker(engine)))
    dispatcher.startup.register(on_startup)
    manners = DefaultBotProperties(parse_mode="HTML")
    serve(dispatcher, Bot(form.told("TOKEN"), session=session(), default=manners))


if __name__ == "__main__":
    main()
