"""One turn of one citizen in one transaction: who may speak, what is asked, what is kept."""

import hmac
from dataclasses import dataclass

from bot import tickets
from bot.house import House
from bot.outcomes import (
    AlreadyAnswered,
    Closed,
    Gone,
    NotOpenYet,
    Outcome,
    OwnInstansi,
    RefusedLink,
    Scene,
    Welcome,
)
from bot.wording import CONSENT_VERSION
from storage import bookmarks, periods, places, responses, staff, submissions
from storage.bookmarks import Bookmark
from storage.database import Connection
from storage.periods import Period
from storage.places import Lokus
from storage.responses import Said
from storage.submissions import NewSubmission, Submission
from survey_flows.engine import answers_of, next_prompt, receive
from survey_flows.facts import Abandoned, Consented, Submitted
from survey_flows.instrument import Instrument
from survey_flows.links import BadLink, Link, read_link
from survey_flows.pace import gaps_of
from survey_flows.prompts import Done, Turn
from survey_flows.pseudonyms import Place, account, who
from survey_flows.receipts import Measures
from survey_flows.replies import Reply, Sent
from survey_flows.weeks import hour_of

FORM = "F-03"


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a response would count, and what this account holds there already."""

    link: Link
    lokus: Lokus
    period: Period
    who: str
    held: Submission | None


class Interviews:
    """Lives as long as the transaction of one update."""

    def __init__(self, house: House, connection: Connection, *, has_waited: bool = False) -> None:
        self._house = house
        self._connection = connection
        self._has_waited = has_waited

    async def knock(self, person: int, payload: str) -> Outcome:
        """A link was opened: welcome, go on, or say why not. Nothing is stored."""
        spot = await self._spot(person, payload)
        if not isinstance(spot, _Spot):
            return spot
        if spot.held is not None:
            return await self._go_on(person, spot.held)
        today = self._house.today(spot.lokus)
        refused = await tickets.turned_away(self._connection, spot.link, today)
        until = tickets.begins_until(spot.link, spot.period.last_day)
        return refused or Welcome(spot.lokus, spot.period, payload, until)

    async def begin(self, person: int, payload: str) -> Outcome:
        """Mulai: consent is given, and with it the first row. A second tap finds the first row."""
        spot = await self._spot(person, payload)
        if not isinstance(spot, _Spot):
            return spot
        held = spot.held
        if held is None:
            today = self._house.today(spot.lokus)
            if refused := await tickets.take(self._connection, spot.link, spot.who, today):
                return refused
            form = self._house.newest(FORM)
            new = NewSubmission(
                form.form_id,
                form.version,
                spot.lokus.id,
                spot.period.id,
                spot.who,
                spot.link.channel,
            )
            held = await submissions.begin(self._connection, new, (Consented(CONSENT_VERSION),))
        return await self._go_on(person, held)

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
        lokus, period = await self._whereabouts(held)
        if not period.is_open(self._house.today(lokus)):
            return Closed(lokus, period)  # before the pepper is asked for: it may be destroyed
        if not self._owns(person, held, lokus, period):
            return Gone(is_foreign=True)
        if isinstance(reply, Sent) and await self._serves(person, lokus):
            return OwnInstansi(lokus)
        form = self._house.forms[held.form_id, held.version]
        turn = receive(form, held.facts, reply) if reply else _look(form, held)
        screen, gap = await self._touch(person, held, turn)
        await self._keep(held, (lokus, period), turn, gap)
        receipt = await self._receipt(held, turn)
        return Scene(held.key, form, lokus, turn, (*held.facts, *turn.new)[-1], receipt, screen)

    def account(self, person: int) -> str:
        """The short-lived hash that finds what this account has open."""
        return account(self._house.keys.account, person)

    async def _go_on(self, person: int, held: Submission) -> Outcome:
        outcome = await self._turn(person, held, None)
        if isinstance(outcome, Scene) and outcome.receipt:
            return AlreadyAnswered(outcome.lokus, outcome.receipt)
        return outcome

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
        if shut := await self._shut(person, lokus, period):
            return shut
        pseudonym = self._pseudonym(person, lokus, period)
        held = await submissions.standing_of(self._connection, pseudonym)
        return _Spot(link, lokus, period, pseudonym, held)

    async def _shut(
        self, person: int, lokus: Lokus, period: Period
    ) -> NotOpenYet | Closed | OwnInstansi | None:
        """Why a good link does not lead in today, or not this person."""
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

    async def _whereabouts(self, held: Submission) -> tuple[Lokus, Period]:
        lokus = await places.lokus_by_id(self._connection, held.lokus_id)
        period = await periods.period_by_id(self._connection, held.period_id)
        if lokus is None or period is None:
            raise LookupError("a submission points at a lokus or period that is gone")
        return lokus, period

    def _pseudonym(self, person: int, lokus: Lokus, period: Period) -> str:
        pepper = self._house.keys.pepper(period.code, period.pepper_check)
        return who(pepper, Place(FORM, lokus.code, period.code), person)

    def _owns(self, person: int, held: Submission, lokus: Lokus, period: Period) -> bool:
        return hmac.compare_digest(self._pseudonym(person, lokus, period), held.who)

    async def _keep(
        self, held: Submission, where: tuple[Lokus, Period], turn: Turn, gap: int | None
    ) -> None:
        """Facts first, then what follows from them; a submission takes no fact after its end."""
        if turn.new:
            after = len(held.facts)
            await submissions.record(self._connection, held.id, turn.new, after=after, gap=gap)
        match turn.said:
            case Submitted():
                await submissions.finish(self._connection, held.id, "submitted")
                await self._seal(held, *where)
                await bookmarks.drop(self._connection, held.id)
                await tickets.let_go(self._connection, held, "submitted")
            case Abandoned():
                await submissions.finish(self._connection, held.id, "abandoned")
                await bookmarks.drop(self._connection, held.id)
                await tickets.let_go(self._connection, held, "abandoned")
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

    async def _seal(self, held: Submission, lokus: Lokus, period: Period) -> None:
        form = self._house.forms[held.form_id, held.version]
        answers = answers_of(form, held.facts)
        public = {
            "form": held.form_id,
            "version": held.version,
            "lokus": lokus.code,
            "period": period.code,
            "day": self._house.today(lokus).isoformat(),
        }
        sent_hour = hour_of(self._house.clock())
        await responses.keep(
            self._connection,
            held.id,
            sent_hour,
            Said(public, answers, Measures(gaps_of(form, held.facts, held.gaps))),
        )

    async def _receipt(self, held: Submission, turn: Turn) -> str:
        is_sent = isinstance(turn.prompt, Done) and turn.prompt.outcome == "submitted"
        return await responses.receipt_of(self._connection, held.id) if is_sent else ""


def _look(form: Instrument, held: Submission) -> Turn:
    return Turn(prompt=next_prompt(form, held.facts))
