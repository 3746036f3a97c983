"""Holds the database to what was acknowledged: what was lost, what was doubled."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.keys import KeyRing
from storage import submissions, tables
from storage.database import Connection
from storage.submissions import Submission
from survey_flows import catalog
from survey_flows.engine import answers_of
from survey_flows.facts import Answered, Fact, Submitted, Withdrawn
from survey_flows.pseudonyms import Place, who
from tests.faults.witness import Told, Witness

FORM = catalog.load("F-03")
PERIOD = "2026"


@dataclass
class Verdict:
    """One line per finding; `damaged` is what the database says of itself, or never came to be."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    responses: int = 0


@dataclass(frozen=True)
class Stored:
    """What the database holds when all is over."""

    submissions: Mapping[str, Submission]
    sealed: Mapping[int, Mapping[str, str]]
    receipts: Mapping[int, str]
    updates: frozenset[int]
    lokus: Mapping[int, tuple[str, str]]  # id -> code, name
    pepper: bytes
    damage: tuple[str, ...]

    def owner(self, held: Submission, person: int) -> bool:
        """Whether the questionnaire is this person's."""
        code, _ = self.lokus[held.lokus_id]
        return who(self.pepper, Place("F-03", code, PERIOD), person) == held.who


async def read(connection: Connection, keys: KeyRing) -> Stored:
    """Everything, in one consistent view."""
    both = tables.responses.join(
        tables.openings, tables.openings.c.submission_id == tables.responses.c.submission_id
    )
    responses = list(
        await connection.execute(
            sa.select(tables.responses, tables.openings.c.opening).select_from(both)
        )
    )
    period = (await connection.execute(sa.select(tables.periods))).one()
    places = await connection.execute(sa.select(tables.lokus))
    found = list((await connection.execute(sa.select(tables.submissions.c.key))).scalars())
    held = [await submissions.by_key(connection, key) for key in found]
    return Stored(
        {one.key: one for one in held if one},
        {one.submission_id: json.loads(one.opening)["answers"] for one in responses},
        {one.submission_id: one.receipt for one in responses},
        frozenset((await connection.execute(sa.select(tables.updates.c.update_id))).scalars()),
        {one.id: (one.code, one.name) for one in places},
        keys.pepper(PERIOD, period.pepper_check),
        tuple(await _damage(connection)),
    )


def judge(stored: Stored, witness: Witness, *, is_over: bool = True) -> Verdict:
    """Compare; an empty verdict means that every word was kept.

    While it is not over, a response may be stored whose receipt was not shown yet.
    """
    verdict = Verdict(damaged=list(stored.damage), responses=len(stored.receipts))
    verdict.lost += [f"update {n}" for n in witness.confirmed if n not in stored.updates]
    for key, told in witness.told.items():
        verdict.lost += _forgotten(stored, key, told)
    verdict.lost += _vanished_receipts(stored, witness)
    verdict.doubled += _made_up(stored, witness)
    verdict.doubled += _counted_twice(stored)
    verdict.doubled += _nobodys(stored, witness) if is_over else ()
    return verdict


def _forgotten(stored: Stored, key: str, told: Told) -> Iterator[str]:
    held = stored.submissions.get(key)
    if held is None or not stored.owner(held, told.person):
        yield f"the questionnaire {key}"
        return
    place = 0
    for fact in told.facts:
        if fact in held.facts[place:]:
            place = held.facts.index(fact, place) + 1
        else:
            yield f"{key}: {fact}"
    for seen, answers in told.reviews.items():
        if answers_of(FORM, held.facts[:seen]) != answers:
            yield f"{key}: review at {seen}"
    if held.outcome == "submitted":
        yield from _sealed_otherwise(stored, held, told)


def _sealed_otherwise(stored: Stored, held: Submission, told: Told) -> Iterator[str]:
    """What counts is the review the person pressed Kirim on."""
    shown = told.reviews.get(len(held.facts) - 1)
    sealed = stored.sealed.get(held.id)
    if sealed != shown or sealed != answers_of(FORM, held.facts):
        yield f"{held.key}: sealed {sealed}, shown {shown}"
    if held.facts[-1:] != (Submitted(),):
        yield f"{held.key}: no Kirim"


def _vanished_receipts(stored: Stored, witness: Witness) -> Iterator[str]:
    """A receipt must be found at its lokus, under its person."""
    kept = {
        (stored.receipts[one.id], stored.lokus[one.lokus_id][1], one.who)
        for one in stored.submissions.values()
        if one.id in stored.receipts
    }
    for (person, text), receipts in witness.receipts.items():
        code, name = next(place for place in stored.lokus.values() if place[1] in text)
        pseudonym = who(stored.pepper, Place("F-03", code, PERIOD), person)
        yield from (f"receipt {one}" for one in receipts if (one, name, pseudonym) not in kept)


def _made_up(stored: Stored, witness: Witness) -> Iterator[str]:
    """More facts than deeds: something was booked twice, or on an item nobody meant."""
    for key, held in stored.submissions.items():
        for fact, times in Counter(_meant_as(one) for one in held.facts).items():
            if fact is not None and times > witness.meant[key, fact]:
                yield f"{key}: {fact} {times} times, meant {witness.meant[key, fact]} times"


def _meant_as(fact: Fact) -> Fact | type[Withdrawn] | None:
    match fact:
        case Answered():
            return fact
        case Withdrawn():
            return Withdrawn
    return None


def _counted_twice(stored: Stored) -> Iterator[str]:
    sent = Counter(one.who for one in stored.submissions.values() if one.id in stored.receipts)
    yield from (f"{times} responses of {name}" for name, times in sent.items() if times > 1)


def _nobodys(stored: Stored, witness: Witness) -> Iterator[str]:
    """In the end everybody has seen the receipt of what was sent."""
    pairs = {
        (person, receipt) for (person, _), many in witness.receipts.items() for receipt in many
    }
    if len(stored.receipts) > len(pairs):
        yield f"{len(stored.receipts)} responses, {len(pairs)} receipts seen"


async def _damage(connection: Connection) -> list[str]:
    found = (await connection.execute(sa.select(tables.parked.c.reason))).scalars()
    damage = [f"parked: {reason}" for reason in found]
    if connection.dialect.name == "sqlite":
        for check, good in (("integrity_check", ["ok"]), ("foreign_key_check", [])):
            said = [str(row[0]) for row in await connection.execute(sa.text(f"PRAGMA {check}"))]
            damage += said if said != good else []
    return damage
