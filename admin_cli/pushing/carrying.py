"""Carries a bundle to the receiver: each attempt is booked before and after it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import stamina
from stamina.instrumentation import set_on_retry_hooks

from admin_cli.pushing.judging import receipt_of
from admin_cli.pushing.parcel import Parcel
from admin_cli.pushing.post import NoAnswer, post
from admin_cli.pushing.target import Target
from admin_cli.pushing.webhook import headers
from storage import pushes
from storage.database import Database
from storage.pushes import Receipt

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often within one run, how long to wait in between, and for an answer, in seconds."""

    tries: int = 3
    first_wait: float = 2.0
    longest_wait: float = 30.0
    patience: float = 60.0


class Again(Exception):
    """An attempt that failed for now. `wait` is what the receiver asked for."""

    def __init__(self, receipt: Receipt, wait: int = 0) -> None:
        super().__init__(receipt.said)
        self.receipt, self.wait = receipt, wait


@dataclass(frozen=True, slots=True)
class Carrier:
    """Sends to one receiver and keeps the history."""

    database: Database
    target: Target
    pace: Pace
    clock: Callable[[], float]
    say: Say

    async def carry(self, push: int, parcel: Parcel) -> Receipt:
        """A few tries; the last receipt, which may say that it failed for now."""
        set_on_retry_hooks([])  # it is we who say what happens
        tries = stamina.retry_context(
            on=self._is_worth_another,
            attempts=self.pace.tries,
            timeout=None,
            wait_initial=self.pace.first_wait,
            wait_max=self.pace.longest_wait,
        )
        try:
            async for attempt in tries:
                with attempt:
                    return await self._try(push, parcel)
        except Again as error:
            return error.receipt
        raise AssertionError("a try either ends well or raises")

    async def _try(self, push: int, parcel: Parcel) -> Receipt:
        async with self.database.writing() as tables:
            number = await pushes.begin(tables, push, self._now())
        receipt, wait = await self._send(parcel)
        async with self.database.writing() as tables:
            await pushes.settle(tables, number, receipt)
        if receipt.outcome == "failed":
            self.say(f"{Path(parcel.file).name}: {words(receipt)}")
            raise Again(receipt, wait)
        return receipt

    async def _send(self, parcel: Parcel) -> tuple[Receipt, int]:
        signed = headers(self.target.secret, parcel, self._now())
        try:
            answer = await post(self.target.url, parcel.file, signed, self.pace.patience)
        except NoAnswer as error:
            return Receipt("failed", self._now(), f"no answer: {error}"), 0
        return receipt_of(answer, parcel.manifest, self._now()), answer.wait

    def _is_worth_another(self, error: Exception) -> bool | float:
        """Not within this run, if the receiver wants to be left alone for longer."""
        if not isinstance(error, Again) or error.wait > self.pace.longest_wait:
            return False
        return float(error.wait) or True

    def _now(self) -> int:
        return int(self.clock())


def words(receipt: Receipt) -> str:
    """How an attempt ended, for people."""
    number = f"{receipt.status} " if receipt.status else ""
    return f"{number}{receipt.said}".strip() or "no words"
