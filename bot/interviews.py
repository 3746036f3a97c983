"""One turn of one citizen in one transaction: who may speak, what is asked, what is kept."""

from dataclasses import dataclass

from bot import endings, tickets
from bot.house import House
from bot.identity import FORM, Where, owns, pseudonym, seen_name, where_of
from bot.notes import Notes
from bot.outcomes import (
    AlreadyAnswered,
    Closed,
    Ended,
    Gone,
    NotOpenYet,
    Outcome,
    OwnInstansi,
    RefusedLink,
    Scene,
    Welcome,
)
from bot.wording import CONSENT_VERSION
from storage import bookmarks, holdings, owed, periods, places, responses, seen, staff, submissions
from storage.bookmarks import Bookmark
from storage.database import Connection
from storage.holdings import Holding
from storage.places import Lokus
from storage.submissions import NewSubmission, Submission
from survey_flows.engine import next_prompt, receive
from survey_flows.facts import Abandoned, Consented, Submitted
from survey_flows.instrument import Instrument
from survey_flows.links import BadLink, Link, read_link
from survey_flows.prompts import Done, Turn
from survey_flows.pseudonyms import account
from survey_flows.replies import Reply, Sent


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a response would count, and what this account holds there already."""

    link: Link
    where: Where
    who: str
    held: Submission | None


class Interviews:
    """Lives as long as the transaction of one update."""

    def __init__(self, house: House, connection: Connection, *, has_waited: bool = False) -> None:
        self._house = house
        self._connection = connection
        self._has_waited = has_waited
        self._accounts: dict[int, str] = {}

    async def knock(self, person: int, payload: str) -> Outcome:
        """A link was opened: welcome, go on, or say why not. Nothing is stored."""
        spot = await self._spot(person, payload)
        if not isinstance(spot, _Spot):
            return spot
        if spot.held is not None:
            return await self._go_on(person, spot.held)
        lokus, period = spot.where.lokus, spot.where.period
        today = self._house.today(lokus)
        refused = await tickets.turned_away(self._connection, spot.link, today)
        until = tickets.begins_until(spot.link, period.last_day)
        return refused or Welcome(lokus, period, payload, until)

    async def put_off(self, person: int, payload: str) -> Outcome:
        """Jawab nanti: welcome again, and one reminder is owed."""
        outcome = await self.knock(person, payload)
        if isinstance(outcome, Welcome):
            who = pseudonym(self._house, person, Where(outcome.lokus, outcome.period))
            notes = Notes(self._house, self._connection, person)
            await notes.owe_reminder(who, payload, outcome.lokus)
        return outcome

    async def begin(self, person: int, payload: str) -> Outcome:
        """Mulai: consent is given, and with it the first row. A second tap finds the first row."""
        spot = await self._spot(person, payload)
        if not isinstance(spot, _Spot):
            return spot
        if spot.held is not None:
            return await self._go_on(person, spot.held)
        today = self._house.today(spot.where.lokus)
        if refused := await tickets.take(self._connection, spot.link, spot.who, today):
            return refused
        await owed.drop(self._connection, "later", spot.who)
        held = await self._open(person, spot.who, spot.where, spot.link.channel)
        return await self._go_on(person, held)

    async def begin_again(self, person: int, key: str, *, is_meant: bool) -> Outcome:
        """Jawab ulang: from the start; until it is sent, what was sent before stands.

        Without `is_meant` only says what there is, as a second contact does.
        """
        old = await submissions.by_key(self._connection, key)
        if old is None:
            return Gone()
        where = await where_of(self._connection, old)
        if shut := await self._shut(person, where):
            return shut
        if not owns(self._house, person, old, where):
            return Gone(is_foreign=bool(old.who))
        held = await submissions.standing_of(self._connection, old.who) or old
        outcome = await self._go_on(person, held)
        is_old = isinstance(outcome, AlreadyAnswered) and not outcome.is_final and held.id == old.id
        if not (is_meant and is_old):
            return outcome
        return await self._go_on(person, await self._open(person, old.who, where, old.channel))

    async def open_of(self, person: int, reply: Reply | None = None) -> Outcome:
        """The questionnaire this account touched last, if it is open; `reply` is judged there."""
        mark = await self.bookmark_of(person)
        if mark is None:
            return Gone()
        held = await submissions.by_id(self._connection, mark.submission_id)
        return await self._turn(person, held, reply)

    async def open_key(self, person: int) -> str:
        """The key of that questionnaire; empty when there is none."""
        mark = await self.bookmark_of(person)
        if mark is None:
            return ""
        return (await submissions.by_id(self._connection, mark.submission_id)).key

    async def bookmark_of(self, person: int) -> Bookmark | None:
        """Where this account is reading as a citizen."""
        mark = await bookmarks.bookmark_of(self._connection, self.account(person))
        return None if mark is not None and mark.place else mark

    async def leave_screen(self, person: int) -> None:
        """A new message is about to show the question: until it does, no typed number counts."""
        await bookmarks.start_moving(self._connection, self.account(person))

    async def take_turn(self, person: int, key: str, reply: Reply | None) -> Outcome:
        """Judge a reply to the questionnaire `key`; without one, show where it stands."""
        held = await submissions.by_key(self._connection, key)
        return Gone() if held is None else await self._turn(person, held, reply)

    async def _turn(self, person: int, held: Submission, reply: Reply | None) -> Outcome:
        where = await where_of(self._connection, held)
        if not where.period.is_open(self._house.today(where.lokus)):
            return Closed(where.lokus, where.period)  # the pepper may be destroyed by now
        if not owns(self._house, person, held, where):
            return Gone(is_foreign=bool(held.who))
        if passed := await self._passed(held, where.lokus):
            return passed
        if isinstance(reply, Sent) and await self._serves(person, where.lokus):
            return OwnInstansi(where.lokus)
        return await self._judge(person, held, where, reply)

    async def _judge(
        self, person: int, held: Submission, where: Where, reply: Reply | None
    ) -> Scene:
        form = self._house.forms[held.form_id, held.version]
        turn = receive(form, held.facts, reply) if reply else _look(form, held)
        screen, gap = await self._touch(person, held, turn)
        if turn.new:
            after = len(held.facts)
            await submissions.record(self._connection, held.id, turn.new, after=after, gap=gap)
        await self._end(person, held, where, turn)
        receipt = await self._receipt(held, turn)
        last = (*held.facts, *turn.new)[-1]
        return Scene(held.key, form, where.lokus, turn, last, receipt, screen)

    def account(self, person: int) -> str:
        """The short-lived hash that finds what this account has open."""
        if person not in self._accounts:
            self._accounts[person] = account(self._house.keys.account, person)
        return self._accounts[person]

    async def _open(self, person: int, who: str, where: Where, channel: int) -> Submission:
        form, period = self._house.newest(FORM), where.period
        name, today = seen_name(self._house, person, period), self._house.today(where.lokus)
        await seen.first_day(self._connection, name, period.id, today)
        place = (where.lokus.id, period.id)
        new = NewSubmission(form.form_id, form.version, *place, who, channel)
        return await submissions.begin(self._connection, new, (Consented(CONSENT_VERSION),))

    async def _go_on(self, person: int, held: Submission) -> Outcome:
        outcome = await self._turn(person, held, None)
        if isinstance(outcome, Scene) and outcome.receipt:
            return self._already(await holdings.by_submission(self._connection, held.id))
        return outcome

    def _already(self, sent: Holding) -> AlreadyAnswered:
        until, is_over = endings.changes_until(self._house, sent)
        return AlreadyAnswered(sent.lokus, sent.receipt, sent.key, until, is_over)

    async def _passed(self, held: Submission, lokus: Lokus) -> Outcome | None:
        """It stands no more; or an answer given again came too late for what it would replace."""
        if held.ended and held.facts:
            return Ended(lokus, held.ended)
        if not held.facts:
            return Gone()  # erased
        if held.outcome or not held.has_sent:
            return None
        older = await holdings.standing(self._connection, held.who)
        if older is None or not endings.changes_until(self._house, older)[1]:
            return None
        after = len(held.facts)
        await submissions.record(self._connection, held.id, (Abandoned(),), after=after)
        await endings.call_off(self._connection, held)
        return self._already(older)

    async def _spot(self, person: int, payload: str) -> "_Spot | Outcome":
        link = read_link(payload, self._house.keys.qr)
        if isinstance(link, BadLink):
            return RefusedLink("bad")
        if link.form_id != FORM:
            return RefusedLink("wrong_form")
        lokus = await places.lokus_by_id(self._connection, link.lokus)
        period = await periods.period_by_id(self._connection, link.period)
        if lokus is None or period is None:
            return RefusedLink("unknown_place")
        where = Where(lokus, period)
        if shut := await self._shut(person, where):
            return shut
        name = pseudonym(self._house, person, where)
        held = await submissions.standing_of(self._connection, name)
        return _Spot(link, where, name, held)

    async def _shut(self, person: int, where: Where) -> NotOpenYet | Closed | OwnInstansi | None:
        """Why a good link does not lead in today, or not this person."""
        lokus, period = where.lokus, where.period
        today = self._house.today(lokus)
        if not period.is_open(today):
            is_early = period.closed_on is None and today < period.first_day
            return NotOpenYet(lokus, period) if is_early else Closed(lokus, period)
        return OwnInstansi(lokus) if await self._serves(person, lokus) else None

    async def _serves(self, person: int, lokus: Lokus) -> bool:
        """Whoever serves an instansi has a stake in what is said of it."""
        return await staff.serves_instansi(
            self._connection, self.account(person), lokus.instansi.id
        )

    async def _end(self, person: int, held: Submission, where: Where, turn: Turn) -> None:
        """What follows from the last fact, which is in by now: no fact is taken after the end."""
        match turn.said:
            case Submitted():
                await endings.submit(self._house, self._connection, person, held, where)
            case Abandoned():
                await endings.call_off(self._connection, held)
            case _:
                pass

    async def _touch(
        self, person: int, held: Submission, turn: Turn
    ) -> tuple[int | None, int | None]:
        """What was touched last is what /mulai and a typed number mean.

        Says which message it stood in, and how many tenths of a second ago that was, if known.
        """
        mark = await self.bookmark_of(person)
        if mark is not None and mark.submission_id != held.id:
            mark = None
        screen, last = (mark.screen, mark.touched) if mark else (None, None)
        today, now = self._house.today(), None if self._has_waited else self._house.tenths()
        is_kept = mark is not None and mark.touched_on == today and not mark.is_moving
        is_same = is_kept and not turn.new
        if not is_same and not isinstance(turn.prompt, Done):
            mark = Bookmark(held.id, screen, is_moving=False, touched_on=today, touched=now)
            await bookmarks.put(self._connection, self.account(person), mark)
        return screen, None if now is None or last is None or now < last else now - last

    async def _receipt(self, held: Submission, turn: Turn) -> str:
        is_sent = isinstance(turn.prompt, Done) and turn.prompt.outcome == "submitted"
        return await responses.receipt_of(self._connection, held.id) if is_sent else ""


def _look(form: Instrument, held: Submission) -> Turn:
    return Turn(prompt=next_prompt(form, held.facts))
