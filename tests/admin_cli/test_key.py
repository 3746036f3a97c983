"""`loket key`: another key in the place of one, and nothing that hung on it is lost."""

import asyncio
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from bot.errors import KeyUnfinished
from bot.key_files import put_key, random_key
from bot.keys import KeyRing
from bot.notes import Note, read_note
from bot.rotation import Rotation
from bot.sealing import open_chat, seal_chat, sealed, unsealed
from storage import bookmarks, deliveries, ledger, owed, places, staff
from storage.bookmarks import Bookmark
from storage.database import Connection, Database
from storage.invitations import Invite
from storage.owed import NewDebt
from storage.tables import parked
from survey_flows.ledger import leaves
from survey_flows.pseudonyms import account
from tests.admin_cli.bundles import SENT
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import moment
from tests.storage.rows import run

RINA, HASAN, SITI = 7003, 7005, 7001
NOW = int(moment("2026-11-23 02:00").timestamp())
UPDATE = {"update_id": 5, "message": {"text": "rahasia"}}
NOTE = Note(SITI, payload="abc")
HUNG_ON = ("chats", "parked", "account")


def ring(desk: Desk) -> KeyRing:
    return KeyRing(desk.folder / "keys")


async def _fill(tables: Connection, keys: KeyRing) -> None:
    """One of the staff, one who claimed an invitation, a reminder, a parked update."""
    where = await places.lokus_of(tables, "pkm")
    for person, name in ((RINA, "Rina"), (HASAN, "Hasan")):
        _, token = await staff.invite(tables, where, "petugas", name, NOW)
        found = account(keys.account, person), seal_chat(person, keys.chats)
        claimed = await staff.claim(tables, token, *found, NOW)
        assert isinstance(claimed, Invite)
        if person == RINA:
            await staff.confirm(tables, claimed.code, NOW)
    content = sealed(asdict(NOTE), keys.chats)
    await owed.owe(tables, NewDebt("later", "n" * 32, 0, 9, content))
    await deliveries.park(tables, 5, "tried", sealed(UPDATE, keys.parked), date(2026, 11, 23))


@pytest.fixture
def busy(on_both: Desk) -> Desk:
    furnish(on_both)
    on_both.store(lambda tables: _fill(tables, ring(on_both)))
    return on_both


async def _is_whole(tables: Connection, keys: KeyRing) -> bool:
    posts = await staff.posts_of(tables, account(keys.account, RINA))
    waiting = [one.account for one in await staff.invites(tables, NOW) if one.name == "Hasan"]
    (debt,) = await owed.due(tables, 9)
    content = (await tables.execute(sa.select(parked.c.sealed))).scalar_one()
    return (
        [open_chat(post.member.chat, keys.chats) for post in posts] == [RINA]
        and waiting == [account(keys.account, HASAN)]
        and read_note(debt.sealed, keys.chats) == NOTE
        and unsealed(content, keys.parked) == UPDATE
    )


def is_whole(desk: Desk) -> bool:
    """Whether a bot that starts now finds and opens everything."""

    async def work() -> bool:
        database = Database(desk.url)
        try:
            async with database.reading() as tables:
                return await _is_whole(tables, ring(desk))
        except InvalidToken:
            return False
        finally:
            await database.close()

    return asyncio.run(work())


def files(desk: Desk, name: str) -> list[str]:
    return sorted(path.name for path in (desk.folder / "keys").glob(f"*{name}*"))


@pytest.mark.parametrize("name", HUNG_ON)
def test_what_hangs_on_a_key_hangs_on_the_new_one(busy: Desk, name: str) -> None:
    before = Rotation(busy.folder / "keys", name).current.read_text()
    assert is_whole(busy)
    done = busy.json("key", "rotate", name, "--yes")
    assert (done["rotated"], done["finished"]) == (True, False)
    assert done["rows"] == {"chats": 4, "parked": 1, "account": 3}[name]
    assert is_whole(busy)
    retired = Path(done["retired"])
    assert files(busy, name) == [f"{name}.key", retired.name]
    assert retired.name == f"retired-{name}-2026-11-23.key"
    assert retired.read_text() == before != (busy.folder / "keys" / f"{name}.key").read_text()
    assert retired.stat().st_mode & 0o777 == 0o600
    assert busy.json("key", "rotate", name, "--yes")["retired"].endswith("-2.key")
    assert is_whole(busy)


@pytest.mark.parametrize("name", HUNG_ON)
def test_the_older_key_is_of_no_use_any_more(busy: Desk, name: str) -> None:
    busy.done("key", "rotate", name, "--yes")
    folder = busy.folder / "keys"
    next(folder.glob(f"retired-{name}-*")).replace(folder / f"{name}.key")
    assert not is_whole(busy)


def power_cut(*_: object, **__: object) -> None:
    raise RuntimeError("power cut")


@pytest.mark.parametrize("name", HUNG_ON)
def test_a_rotation_that_was_cut_off_is_finished_by_the_next(
    busy: Desk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the new key, before the commit, after the commit: each time a bot may start."""
    for place in (
        "bot.rotation.random_key",
        "storage.ledger.append",
        "bot.rotation.Rotation.finish",
    ):
        with monkeypatch.context() as during:
            during.setattr(place, power_cut)
            assert busy("key", "rotate", name, "--yes").exit_code == 2
        if name == "account":
            with pytest.raises(KeyUnfinished, match="loket key rotate account"):
                _ = ring(busy).account
        else:
            assert is_whole(busy)
    states = {one["name"]: one["state"] for one in busy.json("key", "list")["keys"]}
    assert states[name] == "unfinished"
    assert busy.json("key", "rotate", name, "--yes")["finished"] is True
    assert is_whole(busy)
    assert len(files(busy, name)) == 2


def test_data_of_another_key_are_refused_until_that_key_lies_beside(busy: Desk) -> None:
    """As after the restore of a backup: what was retired since then has to come back."""
    folder = busy.folder / "keys"
    for name in ("chats", "parked"):
        right = folder / f"{name}.key"
        right.rename(folder / "right.key")
        put_key(right, random_key())
        before = right.read_text()
        said = busy("key", "rotate", name, "--yes")
        assert said.exit_code == 2
        assert f"put that one beside it as {name}-old.key" in said.stderr
        assert right.read_text() == before
        (folder / "right.key").rename(folder / f"{name}-old.key")
        assert busy.json("key", "rotate", name, "--yes")["finished"] is True
        assert right.read_text() == before
    assert is_whole(busy)


def test_bookmarks_go_with_the_account_key_and_no_name_of_old_stays(busy: Desk) -> None:
    old = account(ring(busy).account, RINA)
    busy.receives(SENT[:1])

    async def mark(tables: Connection) -> None:
        touched = Bookmark(1, 9, is_moving=False, touched_on=date(2026, 11, 23))
        await bookmarks.put(tables, old, touched)

    async def look(tables: Connection) -> None:
        assert await bookmarks.bookmark_of(tables, old) is None
        assert await staff.member_of(tables, old) is None

    busy.store(mark)
    busy.done("key", "rotate", "account", "--yes")
    busy.store(look)


def test_nobody_else_gets_a_post_unless_the_ledger_says_so(busy: Desk) -> None:
    """What the rotation may do is refused again as soon as anything else has happened."""

    async def again(tables: Connection) -> None:
        await ledger.append(tables, leaves.secret("bundle", "rotated", "2026-11-23"))

    busy.done("key", "rotate", "account", "--yes")
    busy.store(again)
    for table, message in (("staff", "rely on"), ("staff_invites", "settled once")):
        with pytest.raises(sa.exc.DBAPIError, match=message):
            asyncio.run(_steal(busy.url, table))
    assert is_whole(busy)


async def _steal(url: str, table: str) -> None:
    database = Database(url)
    try:
        await run(database, f"UPDATE {table} SET account = 'x' WHERE id = 1")
    finally:
        await database.close()
