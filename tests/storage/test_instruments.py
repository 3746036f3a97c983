"""The register of published forms is written once for each version."""

from datetime import date

from storage import instruments
from storage.database import Database
from storage.instruments import Published

DAY, LATER = date(2026, 11, 1), date(2026, 11, 2)


async def publish(database: Database, version: str, fingerprint: str, day: date) -> Published:
    async with database.writing() as connection:
        return await instruments.publish(connection, "F-03", version, fingerprint, day)


async def test_publishing_again_gives_back_the_first_fingerprint(database: Database) -> None:
    first = await publish(database, "2023061901", "sha256:0", DAY)
    assert await publish(database, "2023061901", "sha256:1", LATER) == first
    async with database.reading() as connection:
        assert await instruments.published(connection) == [first]


async def test_versions_are_listed_oldest_first(database: Database) -> None:
    newer = await publish(database, "2026010100", "sha256:1", DAY)
    older = await publish(database, "2023061901", "sha256:0", LATER)
    async with database.reading() as connection:
        assert await instruments.published(connection) == [older, newer]
