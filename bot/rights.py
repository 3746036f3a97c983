"""What people may ask about what they have sent: to see it, take it back, have it erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot import endings
from bot.errors import KeyMissing
from bot.hours import may_show
from bot.house import House
from bot.identity import Where, every_pseudonym, owns, reachable, seen_name, where_of
from bot.notes import Notes, here
from storage import (
    backchecks,
    ending,
    erasing,
    holdings,
    ledger,
    owed,
    requests,
    seen,
    submissions,
)
from storage.backchecks import Word
from storage.database import Connection
from storage.holdings import Holding
from storage.ledger import Checkpoint
from survey_flows.facts import Abandoned

_ANSWERED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Erased:
    """How many responses, and questionnaires that were never sent."""

    sent: int
    unsent: int


@dataclass(frozen=True, slots=True)
class Mine:
    """What an account holds; `is_tonight`: the answers come in the evening, else at once.

    None where there are no answers to come.
    """

    held: Sequence[Holding]
    is_tonight: bool | None


@dataclass(frozen=True, slots=True)
class Found:
    """A receipt that stands in the ledger."""

    covering: Checkpoint | None


class Rights:
    """Of one person; lives as long as the transaction of one update."""

    def __init__(self, house: House, connection: Connection, person: int) -> None:
        self._house = house
        self._connection = connection
        self._person = person

    async def see(self, *, is_new: bool) -> Mine:
        """/data_saya: a list now, the answers when no member of staff is near."""
        names = await self._names()
        held = await holdings.held_by(self._connection, names)
        told = [one for one in held if one.is_kept]
        today = self._house.today()
        if not told:
            if is_new:
                await requests.record(self._connection, "access", today)
            return Mine(held, None)
        is_waiting = await owed.is_waiting(self._connection, "data", names)
        if is_new and not is_waiting:
            await self._owe_answers(told)
        return Mine(held, not all(may_show(here(self._house, one.lokus)) for one in told))

    async def changeable(self) -> Sequence[Holding]:
        """What can still be taken back."""
        held = await holdings.held_by(self._connection, await self._names())
        return [one for one in held if self._is_changeable(one)]

    async def own(self, key: str) -> Holding | None:
        """The response a button names, if it is the sender's and can still be changed."""
        held = await submissions.by_key(self._connection, key)
        if held is None or not await self._owns(held.id):
            return None
        one = await holdings.by_submission(self._connection, held.id)
        return one if self._is_changeable(one) else None

    async def withdraw(self, key: str) -> Holding | None:
        """Take a response back; None when it is nobody's, somebody else's or too late."""
        one = await self.own(key)
        if one is not None:
            today = self._house.today(one.lokus)
            await ending.withdraw(self._connection, one, today)
            await requests.record(self._connection, "withdraw", self._house.today())
        return one

    async def erasable(self) -> Erased:
        """What /hapus would take."""
        return await self._counted(await holdings.held_by(self._connection, await self._names()))

    async def erase(self) -> Erased:
        """Everything this account ever said, and whatever leads from the account to it."""
        names = await self._names()
        held = await holdings.held_by(self._connection, names)
        counted = await self._counted(held)
        for one in held:
            await self._erase(one)
        await erasing.drop_unsent(self._connection, await holdings.held_by(self._connection, names))
        await owed.drop_of(self._connection, names)
        await seen.forget(self._connection, await self._seen_names())
        await requests.record(self._connection, "erase", self._house.today())
        return counted

    async def check(self, receipt: str) -> Found | None:
        """/cek: whether a receipt stands in the ledger; nothing else is told, to anybody."""
        found = await holdings.by_receipt(self._connection, receipt)
        place = await ledger.place_of(self._connection, found[0].leaf_hash) if found else None
        if place is None:
            return None
        return Found(await ledger.covering(self._connection, place))

    async def say(self, key: str, word: Word) -> bool | None:
        """Who had filled it in; False when nobody asks any more, None if it is not the sender's."""
        held = await submissions.by_key(self._connection, key)
        if held is None or not await self._owns(held.id):
            return None
        asked = await backchecks.asked_on(self._connection, held.id)
        one = await holdings.by_submission(self._connection, held.id)
        today = self._house.today(one.lokus)
        if asked is None or today > asked + _ANSWERED_WITHIN:
            return False
        await backchecks.say(self._connection, one, word, today)
        return True

    async def _names(self) -> Mapping[str, Where]:
        return await every_pseudonym(self._house, self._connection, self._person)

    async def _seen_names(self) -> Sequence[str]:
        every = await reachable(self._house, self._connection)
        return [seen_name(self._house, self._person, one) for one in every]

    async def _owns(self, number: int) -> bool:
        """Where the pepper is destroyed nobody owns anything any more."""
        held = await holdings.by_submission(self._connection, number)
        where = await where_of(self._connection, held)
        try:
            return owns(self._house, self._person, held, where)
        except KeyMissing:
            if where.period.is_open(self._house.today(where.lokus)):
                raise
            return False

    def _is_changeable(self, one: Holding) -> bool:
        return one.stands and not endings.changes_until(self._house, one)[1]

    async def _owe_answers(self, told: Sequence[Holding]) -> None:
        """The request is done with the last of the messages."""
        today = self._house.today()
        number = await requests.record(self._connection, "access", today, is_done=False)
        places = {one.who: one.lokus for one in told}
        *others, last = places
        notes = Notes(self._house, self._connection, self._person)
        for who in others:
            await notes.owe_answers(who, places[who], 0)
        await notes.owe_answers(last, places[last], number)

    async def _erase(self, one: Holding) -> None:
        if one.outcome == "submitted":
            await erasing.erase(self._connection, one.leaf_hash, self._house.today(one.lokus))
        elif not one.outcome:
            held = await submissions.by_id(self._connection, one.submission_id)
            after = len(held.facts)
            await submissions.record(self._connection, held.id, (Abandoned(),), after=after)
            await endings.call_off(self._connection, held)

    async def _counted(self, held: Sequence[Holding]) -> Erased:
        sent = sum(one.is_kept for one in held)
        return Erased(sent, await erasing.unsent(self._connection, held))
