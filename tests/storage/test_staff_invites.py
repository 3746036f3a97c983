"""A link alone lets nobody in: forged, stolen, replayed, expired and revoked ones, and codes."""

import secrets
from pathlib import Path
from typing import get_args

import pytest

from storage import staff
from storage.database import Database
from storage.errors import NotFound, StaleTurn
from storage.invitations import BadName
from storage.staff import InviteExpired, InviteProblem, InviteSettled, InviteUnknown
from tests.storage.counter import BUDI, HOUR, NOW, SARI, Counter, opened
from tests.storage.rows import counted, refused

TRIES = 1_000


@pytest.fixture
async def counter(database: Database) -> Counter:
    return await opened(database)


async def test_asking_again_gives_the_same_code(counter: Counter) -> None:
    _, token = await counter.invite()
    first = await counter.claim(token)
    assert await counter.claim(token, now=NOW + 30 * HOUR) == first


async def test_the_link_of_somebody_else_is_used(counter: Counter) -> None:
    _, token = await counter.invite()
    code = await counter.code(token)
    assert await counter.claim(token, BUDI) == "used"
    await counter.confirm(code)
    assert await counter.claim(token, BUDI) == "used"
    assert await counter.claim(token) == "used"
    assert await counter.posts_of(BUDI) == []


async def test_a_link_works_for_48_hours_and_its_code_for_48_more(counter: Counter) -> None:
    _, late = await counter.invite("Budi")
    assert await counter.claim(late, BUDI, NOW + 48 * HOUR) == "expired"
    _, token = await counter.invite()
    in_time = NOW + 48 * HOUR - 1
    code = await counter.code(token, now=in_time)
    assert await counter.code(token, now=in_time + 48 * HOUR - 1) == code
    assert await counter.claim(token, now=in_time + 48 * HOUR) == "expired"
    with pytest.raises(InviteExpired, match=r"not confirmed within 48 hours.*loket staff invite"):
        await counter.confirm(code, in_time + 48 * HOUR)
    await counter.confirm(code, in_time + 48 * HOUR - 1)
    assert await counter.posts_of() == [("pkm", "petugas")]


async def test_a_cancelled_invitation_opens_nothing(counter: Counter) -> None:
    made, token = await counter.invite()
    assert (await counter.cancel(made.id)).outcome == "revoked"
    assert await counter.claim(token) == "revoked"
    claimed, token = await counter.invite()
    code = await counter.code(token)
    await counter.cancel(claimed.id)
    assert await counter.claim(token) == "revoked"
    with pytest.raises(InviteSettled, match="Sari was revoked already"):
        await counter.confirm(code)
    assert await counter.posts_of() == []


async def test_cancelling_again_changes_nothing_nor_does_it_after_confirmation(
    counter: Counter,
) -> None:
    made, token = await counter.invite()
    await counter.confirm(await counter.code(token))
    assert (await counter.cancel(made.id)).outcome == "confirmed"
    assert await counter.posts_of() == [("pkm", "petugas")]
    with pytest.raises(NotFound, match="no invitation and no post has the number 99"):
        await counter.cancel(99)


async def test_a_code_nobody_was_shown_confirms_nobody(counter: Counter) -> None:
    await counter.invite()
    for code in ("000000", "", "None", "' OR 1=1 --"):
        with pytest.raises(InviteUnknown, match="let the person read it out again"):
            await counter.confirm(code)
    assert await counted(counter.database, "staff") == 0


async def test_a_code_in_use_is_drawn_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter((7, 7, 8))
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(drawn))
    (_, first), (_, second) = await counter.invite(), await counter.invite("Budi")
    assert await counter.code(first) == "000007"
    with pytest.raises(StaleTurn):
        await counter.claim(second, BUDI)
    assert await counter.code(second, BUDI) == "000008"


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 101, "Sari\nDewi", "Sari\x00", "Sari\u202edeb", "\ud800"]
)
async def test_a_name_that_is_no_line_is_refused(name: str, counter: Counter) -> None:
    with pytest.raises(BadName, match="1 to 100 characters"):
        await counter.invite(name)
    assert await counter.waiting() == []


@pytest.mark.parametrize("name", ["x" * 100, "Ni Luh Putu “Sari” O'Brien é 漢 🙏"])
async def test_a_name_keeps_every_letter(name: str, counter: Counter) -> None:
    assert (await counter.join(name=name)).member.name == name


async def test_no_third_role_gets_into_the_database(counter: Counter) -> None:
    assert await refused(
        counter.database,
        "INSERT INTO staff_invites (token_hash, lokus_id, role, name, made_at, expires_at)"
        f" VALUES ('h', {counter.pkm.id}, 'admin', 'Sari', 0, 1)",
    )


async def test_a_thousand_wrong_links_let_nobody_in(counter: Counter) -> None:
    links = await wrong_links(counter)
    outcomes: list[object] = []
    async with counter.database.writing() as connection:
        for number in range(TRIES):
            token, at = links[number % len(links)]
            stranger = secrets.token_hex(16)
            forged = secrets.token_urlsafe(24)
            outcomes.append(await staff.claim(connection, token or forged, stranger, b"c", at))
    assert set(outcomes) == set(get_args(InviteProblem))
    assert [one.member.account for one in await counter.posts(include_revoked=True)] == [SARI]


async def wrong_links(counter: Counter) -> list[tuple[str, int]]:
    """Expired, cancelled, claimed by another, confirmed; empty stands for a forged one."""
    (_, expired), (made, cancelled) = await counter.invite(), await counter.invite()
    (_, taken), (_, confirmed) = await counter.invite(), await counter.invite()
    await counter.cancel(made.id)
    await counter.claim(taken)
    await counter.confirm(await counter.code(confirmed))
    in_time = [(token, NOW) for token in (cancelled, taken, confirmed, "")]
    return [(expired, NOW + 48 * HOUR), *in_time]


async def test_a_thousand_guessed_codes_confirm_nobody(counter: Counter) -> None:
    for name in ("Sari", "Budi"):
        await counter.invite(name)
    _, token = await counter.invite("Dewi")
    code = await counter.code(token)
    async with counter.database.writing() as connection:
        for number in range(TRIES):
            guess = f"{(int(code) + 1 + number) % 10**6:06}"
            with pytest.raises(InviteUnknown):
                await staff.confirm(connection, guess, NOW)
    assert await counter.posts(include_revoked=True) == []


async def test_the_token_is_nowhere_in_the_database(
    counter: Counter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    made, token = await counter.invite()
    await counter.confirm(await counter.code(token))
    assert token not in repr(made)
    assert token not in caplog.text
    if counter.database.dialect == "sqlite":
        stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert SARI.encode() in stored
    else:
        async with counter.database.reading() as connection:
            rows = await connection.exec_driver_sql("SELECT * FROM staff_invites")
            stored = repr(rows.all()).encode()
        assert SARI.encode() in stored
    assert token.encode() not in stored
