"""A prepared statement means what it means to SQLAlchemy, on every connection."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.prepared import Prepared
from storage.tables import bookmarks, updates

MONDAY = date(2026, 1, 5)
PUT = Prepared(updates.insert())
MOVE = Prepared(
    updates.update()
    .where(updates.c.update_id == sa.bindparam("of"))
    .values(booked_on=sa.bindparam("booked_on"))
)
OLD = sa.select(updates).where(updates.c.booked_on <= sa.bindparam("day"))
OLDEST = Prepared(OLD.order_by(updates.c.update_id).limit(1))


async def test_days_go_in_and_come_out_as_days(database: Database) -> None:
    async with database.writing() as connection:
        assert await PUT.change(connection, update_id=7, booked_on=MONDAY) == 1
        written = await OLDEST.row(connection, day=MONDAY)
    async with database.reading() as connection:
        read = await OLDEST.row(connection, day=MONDAY)
    assert written is not None
    assert tuple(written) == (written.update_id, written.booked_on) == (7, MONDAY)
    assert read == written


async def test_no_row_is_none(database: Database) -> None:
    async with database.writing() as connection:
        assert await OLDEST.row(connection, day=MONDAY) is None
        assert await OLDEST.rows(connection, day=MONDAY) == []
        assert await MOVE.change(connection, of=7, booked_on=MONDAY) == 0


async def test_truth_comes_out_as_truth(database: Database) -> None:
    every = Prepared(sa.select(bookmarks.c.is_moving, sa.true().label("always")))
    ends = Prepared(sa.select(sa.exists().where(bookmarks.c.seen > 0).label("any")))
    async with database.writing() as connection:
        found = await ends.row(connection)
        assert await every.rows(connection) == []
    assert found is not None
    assert found.any is False


async def test_a_refusal_has_the_name_sqlalchemy_gives_it_and_shows_no_values(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await PUT.change(connection, update_id=7, booked_on=MONDAY)
    with pytest.raises(IntegrityError) as caught:
        async with database.writing() as connection:
            await PUT.change(connection, update_id=7, booked_on=date(2026, 3, 3))
    assert "2026-03-03" not in str(caught.value)
    async with database.writing() as connection:
        assert await OLDEST.row(connection, day=MONDAY) is not None
