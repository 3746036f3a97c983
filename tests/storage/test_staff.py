"""People of the counter: an invitation, a code that was heard, a post, and its end at once."""

from dataclasses import replace

import pytest

from storage import staff
from storage.database import Database
from storage.errors import NotFound
from storage.staff import InviteSettled
from tests.storage.counter import BUDI, HOUR, NOW, SARI, Counter, opened
from tests.storage.rows import counted, refused


@pytest.fixture
async def counter(database: Database) -> Counter:
    return await opened(database)


async def test_a_person_is_invited_opens_the_link_is_heard_and_serves(counter: Counter) -> None:
    made, token = await counter.invite("  Sari Dewi ")
    assert (made.name, made.state(NOW), made.lokus) == ("Sari Dewi", "waiting", counter.pkm)
    code = await counter.code(token)
    assert len(code) == 6
    assert code.isdecimal()
    assert await counter.posts_of() == []
    assert await counter.waiting() == [("Sari Dewi", "claimed")]
    post = await counter.confirm(code)
    assert (post.member.name, post.member.account, post.number) == ("Sari Dewi", SARI, made.id)
    assert post.member.chat == b"chat of " + SARI.encode()
    assert (post.member.is_reminded, post.is_told, post.revoked_at) == (True, False, None)
    assert await counter.posts_of() == [("pkm", "petugas")]
    assert await counter.waiting() == []


async def test_a_person_serves_several_lokus_and_keeps_one_name(counter: Counter) -> None:
    first = await counter.join()
    second = await counter.join(name="Ibu Sari", role="penanggung_jawab", there=counter.kel)
    assert second.member == first.member
    assert await counter.posts_of() == [("kel", "penanggung_jawab"), ("pkm", "petugas")]
    assert await counter.posts_of(BUDI) == []


async def test_a_new_role_at_the_same_lokus_replaces_the_old_one(counter: Counter) -> None:
    old = await counter.join()
    new = await counter.join(role="penanggung_jawab")
    assert await counter.posts_of() == [("pkm", "penanggung_jawab")]
    assert await counter.posts() == [new]
    ended = replace(old, revoked_at=NOW)
    assert await counter.posts(include_revoked=True) == [ended, new]


async def test_a_revoked_post_is_gone_at_once_and_stays_so(counter: Counter) -> None:
    post = await counter.join()
    await counter.join(there=counter.kel)
    assert (await counter.revoke(post.id, NOW + 5)).revoked_at == NOW + 5
    assert await counter.posts_of() == [("kel", "petugas")]
    assert (await counter.revoke(post.id, NOW + 9)).revoked_at == NOW + 5
    with pytest.raises(NotFound, match="no post has the number 99"):
        await counter.revoke(99)


async def test_who_was_revoked_comes_back_by_a_new_invitation_only(counter: Counter) -> None:
    made, token = await counter.invite()
    code = await counter.code(token)
    post = await counter.confirm(code)
    await counter.revoke(post.id)
    assert await counter.claim(token) == "used"
    with pytest.raises(InviteSettled, match=r"Sari was confirmed already.*loket staff list"):
        await counter.confirm(code)
    assert await counter.posts_of() == []
    again = await counter.join()
    assert (again.member.id, again.number != made.id) == (post.member.id, True)
    assert await counter.posts_of() == [("pkm", "petugas")]


async def test_posts_are_listed_by_lokus(counter: Counter) -> None:
    sari, budi = await counter.join(), await counter.join(BUDI, "Budi", there=counter.kel)
    assert await counter.posts() == [budi, sari]
    assert await counter.posts("pkm") == [sari]
    assert await counter.posts("far") == []


async def test_staff_serve_every_lokus_of_their_instansi_and_no_other(counter: Counter) -> None:
    post = await counter.join()

    async def serves(account: str, instansi: int) -> bool:
        async with counter.database.reading() as connection:
            return await staff.serves_instansi(connection, account, instansi)

    assert await serves(SARI, counter.kel.instansi.id)
    assert not await serves(SARI, counter.far.instansi.id)
    assert not await serves(BUDI, counter.kel.instansi.id)
    await counter.revoke(post.id)
    assert not await serves(SARI, counter.kel.instansi.id)


async def test_who_was_confirmed_is_greeted_once_and_not_after_the_end(counter: Counter) -> None:
    sari, budi = await counter.join(), await counter.join(BUDI, "Budi")
    await counter.revoke(budi.id)
    async with counter.database.writing() as connection:
        assert await staff.untold(connection) == [sari]
        await staff.mark_told(connection, sari.id)
        assert await staff.untold(connection) == []


async def test_reminders_are_switched_off_and_on(counter: Counter) -> None:
    member = (await counter.join()).member
    async with counter.database.writing() as connection:
        for wanted in (False, True):
            await staff.remind(connection, member.id, wanted=wanted)
            (post,) = await staff.posts_of(connection, SARI)
            assert post.member.is_reminded is wanted


async def test_a_person_is_known_after_the_post_has_ended(counter: Counter) -> None:
    post = await counter.join()
    await counter.revoke(post.id)
    async with counter.database.reading() as connection:
        assert await staff.member_of(connection, SARI) == post.member
        assert await staff.member_of(connection, BUDI) is None


async def test_a_person_is_reached_where_they_came_from_last(counter: Counter) -> None:
    await counter.join()
    _, token = await counter.invite(there=counter.kel)
    async with counter.database.writing() as connection:
        await staff.claim(connection, token, SARI, b"sealed anew", NOW)
    await counter.confirm(await counter.code(token))
    assert {one.member.chat for one in await counter.posts()} == {b"sealed anew"}


@pytest.mark.parametrize("table", ["staff", "staff_posts", "staff_invites"])
async def test_the_history_of_people_cannot_be_deleted(table: str, counter: Counter) -> None:
    await counter.join()
    assert await refused(counter.database, f"DELETE FROM {table}")
    assert await counted(counter.database, table) == 1


@pytest.mark.parametrize(
    "change",
    [
        "staff_posts SET revoked_at = NULL",
        "staff_posts SET role = 'penanggung_jawab'",
        f"staff SET account = '{BUDI}'",
        "staff_invites SET outcome = NULL",
        f"staff_invites SET account = '{BUDI}'",
    ],
)
async def test_what_happened_is_not_taken_back(change: str, counter: Counter) -> None:
    post = await counter.join()
    await counter.revoke(post.id)
    assert await refused(counter.database, f"UPDATE {change}")


async def test_open_invitations_are_listed_until_a_week_after_they_lapsed(counter: Counter) -> None:
    await counter.invite("Budi")
    _, token = await counter.invite("Sari")
    await counter.claim(token, now=NOW + 24 * HOUR)
    assert await counter.waiting() == [("Budi", "waiting"), ("Sari", "claimed")]
    assert await counter.waiting(NOW + 48 * HOUR) == [("Budi", "expired"), ("Sari", "claimed")]
    week_on = NOW + (48 + 7 * 24) * HOUR
    assert await counter.waiting(week_on - 1) == [("Budi", "expired"), ("Sari", "expired")]
    assert await counter.waiting(week_on) == [("Sari", "expired")]
    assert await counter.waiting(week_on + 24 * HOUR) == []
