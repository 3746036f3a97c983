"""Many at once: one link lets one account in, one code is confirmed once."""

import asyncio

import pytest

from storage.database import Database
from storage.errors import StaleTurn
from storage.staff import Invite, InviteSettled, Post
from tests.storage.counter import SARI, Counter, opened

MANY = 50


@pytest.fixture
async def counter(database: Database) -> Counter:
    return await opened(database)


async def test_of_fifty_accounts_with_one_link_exactly_one_gets_a_code(counter: Counter) -> None:
    _, token = await counter.invite()
    accounts = [f"{number:032}" for number in range(MANY)]
    said = await asyncio.gather(*(counter.claim(token, account) for account in accounts))
    (held,) = [one for one in said if isinstance(one, Invite)]
    assert [one for one in said if one != held] == ["used"] * (MANY - 1)
    assert (await counter.confirm(held.code)).member.account == held.account
    assert [len(await counter.posts_of(account)) for account in accounts].count(1) == 1


async def test_fifty_taps_of_one_account_show_one_code(counter: Counter) -> None:
    _, token = await counter.invite()
    said = await asyncio.gather(*(counter.claim(token) for _ in range(MANY)))
    assert len({one.code for one in said if isinstance(one, Invite)}) == 1
    assert all(isinstance(one, Invite) for one in said)


async def test_a_code_confirmed_many_times_at_once_begins_one_post(counter: Counter) -> None:
    _, token = await counter.invite()
    code = await counter.code(token)
    said = await asyncio.gather(
        *(counter.confirm(code) for _ in range(MANY)), return_exceptions=True
    )
    assert [isinstance(one, Post) for one in said].count(True) == 1
    assert [isinstance(one, InviteSettled) for one in said].count(True) == MANY - 1
    assert await counter.posts_of() == [("pkm", "petugas")]


async def test_two_invitations_of_one_person_confirmed_at_once_leave_one_post(
    counter: Counter,
) -> None:
    codes = [await counter.code((await counter.invite())[1]) for _ in range(10)]
    said = await asyncio.gather(*(counter.confirm(code) for code in codes), return_exceptions=True)
    assert all(isinstance(one, Post | StaleTurn) for one in said)
    assert await counter.posts_of(SARI) == [("pkm", "petugas")]


async def test_a_link_cancelled_while_it_is_opened_begins_nothing(counter: Counter) -> None:
    made, token = await counter.invite()
    said = await asyncio.gather(
        *(counter.claim(token, f"{number:032}") for number in range(10)),
        counter.cancel(made.id),
    )
    codes = {one.code for one in said if isinstance(one, Invite) and one.code}
    for code in codes:
        with pytest.raises(InviteSettled):
            await counter.confirm(code)
    assert await counter.posts(include_revoked=True) == []
