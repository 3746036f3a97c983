"""One submission per person and place, and facts that are numbered without gap or double."""

import asyncio
from collections.abc import Sequence

import pytest

from storage import submissions
from storage.database import Database
from storage.errors import StaleTurn
from storage.submissions import Submission
from survey_flows.facts import Abandoned, Answered, Facts, Submitted, Withdrawn
from tests.storage.rows import CONSENT, Shelf, begun, counted, furnish, tried

RIVALS = 50


async def begin(database: Database, shelf: Shelf, who: str = "w" * 32) -> Submission:
    async with database.writing() as connection:
        return await submissions.begin(connection, shelf.new(who), (CONSENT,))


async def add(database: Database, number: int, new: Facts, after: int) -> None:
    async with database.writing() as connection:
        await submissions.record(connection, number, new, after=after)


async def end(database: Database, number: int, outcome: str) -> None:
    async with database.writing() as connection:
        await submissions.finish(connection, number, outcome)


async def load(database: Database, number: int) -> Submission:
    async with database.reading() as connection:
        return await submissions.by_id(connection, number)


async def test_what_was_said_is_read_back_in_order(database: Database) -> None:
    held = await begun(database)
    said: Facts = (Answered("i02", "5"), Withdrawn("i02"), Answered("i02", "1"), Submitted())
    await add(database, held.id, said, after=2)
    assert (await load(database, held.id)).facts == (*held.facts, *said)


async def test_a_submission_is_found_by_its_key_and_by_its_person(database: Database) -> None:
    held = await begun(database)
    async with database.reading() as connection:
        assert await submissions.by_key(connection, held.key) == held
        assert await submissions.standing_of(connection, held.who) == held
        assert await submissions.by_key(connection, "another") is None
        assert await submissions.standing_of(connection, "another") is None


async def test_a_submission_may_begin_without_a_fact(database: Database) -> None:
    shelf = await furnish(database)
    async with database.writing() as connection:
        held = await submissions.begin(connection, shelf.new(), ())
    assert held.facts == ()


async def test_fifty_people_who_press_at_once_are_fifty(database: Database) -> None:
    shelf = await furnish(database)
    people = [f"{number:032}" for number in range(RIVALS)]
    begun_at_once = await asyncio.gather(*(begin(database, shelf, who) for who in people))
    assert len({one.key for one in begun_at_once}) == RIVALS


async def test_fifty_presses_of_one_person_make_one_row(database: Database) -> None:
    shelf = await furnish(database)
    won = await asyncio.gather(*(tried(begin(database, shelf), StaleTurn) for _ in range(RIVALS)))
    assert sum(won) == 1
    assert await counted(database, "submissions") == 1
    assert await counted(database, "facts") == 1


@pytest.mark.parametrize("outcome", ["abandoned", "submitted"])
async def test_what_has_ended_makes_room_for_another(outcome: str, database: Database) -> None:
    shelf = await furnish(database)
    first = await begin(database, shelf)
    await end(database, first.id, outcome)
    second = await begin(database, shelf)
    async with database.reading() as connection:
        standing = await submissions.standing_of(connection, first.who)
    assert standing == second
    await end(database, second.id, "abandoned")
    async with database.reading() as connection:
        standing = await submissions.standing_of(connection, first.who)
    assert (standing is not None and standing.id == first.id) == (outcome == "submitted")


async def test_a_second_response_is_not_sent_while_the_first_stands(database: Database) -> None:
    shelf = await furnish(database)
    for is_first in (True, False):
        held = await begin(database, shelf)
        assert await tried(end(database, held.id, "submitted"), StaleTurn) == is_first


async def test_a_rival_that_came_first_makes_our_turn_stale(database: Database) -> None:
    held = await begun(database)
    await add(database, held.id, (Answered("i02", "5"),), after=2)
    with pytest.raises(StaleTurn, match="moved past fact 2"):
        await add(database, held.id, (Answered("i02", "1"),), after=2)
    assert (await load(database, held.id)).facts[2:] == (Answered("i02", "5"),)


async def test_a_turn_after_the_end_is_stale(database: Database) -> None:
    held = await begun(database)
    await end(database, held.id, "abandoned")
    assert not await tried(add(database, held.id, (Abandoned(),), after=2), StaleTurn)


async def insist(database: Database, number: int, value: str) -> None:
    """Judge again until the turn goes through, as the bot does."""

    async def turn() -> None:
        async with database.writing() as connection:
            held = await submissions.by_id(connection, number)
            new = (Answered("i02", value),)
            await submissions.record(connection, number, new, after=len(held.facts))

    for _ in range(RIVALS):
        if await tried(turn(), StaleTurn):
            return
    raise AssertionError("a turn never came through")


async def test_twenty_racing_turns_leave_no_gap_and_no_double(database: Database) -> None:
    held = await begun(database)
    values = [str(number) for number in range(20)]
    await asyncio.gather(*(insist(database, held.id, value) for value in values))
    facts = (await load(database, held.id)).facts[2:]
    assert sorted(said(facts), key=int) == values
    assert await counted(database, "facts") == 22


def said(facts: Facts) -> Sequence[str]:
    return [fact.value for fact in facts if isinstance(fact, Answered)]


async def test_twenty_turns_that_saw_the_same_facts_are_one_turn(database: Database) -> None:
    held = await begun(database)
    racing = (add(database, held.id, (Answered("i02", str(n)),), after=2) for n in range(20))
    won = await asyncio.gather(*(tried(one, StaleTurn) for one in racing))
    assert sum(won) == 1
    assert len((await load(database, held.id)).facts) == 3
