"""Of two programs one may; when it dies, the next may at once."""

import asyncio
import sys
import textwrap

from storage.database import Database
from storage.lease import Lease, lease


async def test_of_two_who_want_it_one_has_it_until_it_lets_go(database: Database) -> None:
    first, second = lease(database, "leader"), lease(database, "leader")
    assert await first.take()
    assert not await second.take()
    assert (await first.holds(), await second.holds()) == (True, False)
    await first.release()
    assert await second.take()
    await second.release()


async def test_many_may_share_what_nobody_may_then_have_alone(database: Database) -> None:
    shared = [lease(database, "intake") for _ in range(3)]
    assert [await one.take(shared=True) for one in shared] == [True] * 3
    alone = lease(database, "intake")
    assert not await alone.take()
    for one in shared:
        await one.release()
    assert await alone.take()
    assert not await shared[0].take(shared=True)
    await alone.release()


async def test_two_leases_do_not_stand_in_each_others_way(database: Database) -> None:
    both = lease(database, "intake"), lease(database, "leader")
    assert [await one.take() for one in both] == [True, True]
    for one in both:
        await one.release()


async def test_a_killed_program_keeps_nobody_out(database: Database) -> None:
    held = textwrap.dedent("""
        import asyncio, sys
        from storage.database import Database
        from storage.lease import lease
        async def main():
            print(await lease(Database(sys.argv[1]), "intake").take(), flush=True)
            await asyncio.sleep(600)
        asyncio.run(main())
    """)
    url = database.url.render_as_string(hide_password=False)
    plain = url.replace("+aiosqlite", "").replace("+asyncpg", "")
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", held, plain, stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout
    assert await program.stdout.readline() == b"True\n"
    mine = lease(database, "intake")
    assert not await mine.take()
    program.kill()
    await program.wait()
    assert await _soon(mine)
    await mine.release()


async def _soon(mine: Lease) -> bool:
    """A server needs a moment to see that somebody died."""
    for _ in range(400):
        if await mine.take():
            return True
        await asyncio.sleep(0.05)
    return False


async def test_a_lease_that_was_lost_says_so_and_can_be_had_again(database: Database) -> None:
    mine = lease(database, "leader")
    assert await mine.take()
    if database.dialect == "postgresql":
        await _cut_off(database)
        assert not await mine.holds()
    assert await mine.take()
    await mine.release()
    assert not await mine.holds()


async def _cut_off(database: Database) -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
