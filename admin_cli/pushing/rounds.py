"""A run of `loket export push`: one bundle, or all that wait."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from admin_cli.bundle.signing import PublicKey
from admin_cli.door import WrongUse
from admin_cli.printing import say
from admin_cli.pushing.carrying import Carrier, Pace
from admin_cli.pushing.parcel import Parcel, parcel_of
from admin_cli.pushing.target import Target, target_of
from storage import pushes
from storage.database import Database
from storage.migrate import require_current
from storage.push_standing import State, is_due, state
from storage.pushes import Asked, Push
from storage.reach import reached

if TYPE_CHECKING:
    from bot.settings import Settings

PACE = Pace()


@dataclass(frozen=True, slots=True)
class Done:
    """How a push stands after this run; `said` is the last word about it."""

    asked: Asked
    state: State
    attempts: int
    status: int | None
    said: str

    @property
    def line(self) -> str:
        """For people who cut it at the tabs."""
        return f"{self.asked.file}\t{self.state}\t{self.status or '-'}\t{self.said}"


@dataclass(frozen=True, slots=True)
class Round:
    """What all pushes of a run have in common."""

    settings: "Settings"
    key: PublicKey
    clock: Callable[[], datetime]
    tries: int
    allow_http: bool

    def target(self, url: str) -> Target:
        """Raises WrongUse."""
        return target_of(self.settings, url, allow_http=self.allow_http)

    async def push(self, parcel: Parcel, target: Target, *, again: bool) -> Done:
        """Send one bundle, unless the history says that it is there."""
        async with self._database() as database:
            wanted = Asked(
                str(parcel.file), parcel.week, parcel.manifest, target.url, int(self._seconds())
            )
            async with database.writing() as tables:
                push = await pushes.ask(tables, wanted)
            if not again and state(push, wanted.asked_at) == "delivered":
                return self._done(push)
            return await self._carried(database, push, parcel, target)

    async def pending(self, url: str, *, dry_run: bool) -> list[Done]:
        """Send what is due, to `url` alone or wherever it was asked for."""
        async with self._database() as database:
            async with database.reading() as tables:
                every = await pushes.all_pushes(tables)
            due = [one for one in every if is_due(one, int(self._seconds()))]
            due = [one for one in due if url in {"", one.asked.url}]
            if dry_run:
                return [self._done(one) for one in due]
            return [await self._resumed(database, one) for one in due]

    async def _resumed(self, database: Database, push: Push) -> Done:
        target = self.target(push.asked.url)
        try:
            parcel = parcel_of(Path(push.asked.file), self.key)
        except WrongUse as error:
            return replace(self._done(push), said=str(error))
        if parcel.manifest != push.asked.manifest:
            said = f"{parcel.file} is another bundle by now: push that one"
            return replace(self._done(push), said=said)
        return await self._carried(database, push, parcel, target)

    async def _carried(
        self, database: Database, push: Push, parcel: Parcel, target: Target
    ) -> Done:
        pace = replace(PACE, tries=self.tries)
        await Carrier(database, target, pace, self._seconds, say).carry(push.id, parcel)
        async with database.reading() as tables:
            every = await pushes.all_pushes(tables)
        return self._done(next(one for one in every if one.id == push.id))

    def _done(self, push: Push) -> Done:
        receipts = [one.receipt for one in push.attempts if one.receipt]
        last = receipts[-1] if receipts else None
        stands = state(push, int(self._seconds()))
        told = (last.status, last.said) if last else (None, "")
        return Done(push.asked, stands, len(push.attempts), *told)

    def _seconds(self) -> float:
        return self.clock().timestamp()

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Database]:
        async with reached(self.settings.database_url.get_secret_value()) as database:
            await require_current(database)
            yield database
