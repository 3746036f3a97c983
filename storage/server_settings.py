"""Whether a database keeps what it says it has stored."""

from collections.abc import Mapping

import sqlalchemy as sa

from storage.database import Database

_SQLITE = {
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "secure_delete": "1",
}
_POSTGRESQL = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "server_encoding": "UTF8",
}
_STRICTER = {"synchronous_commit": {"remote_apply", "remote_write"}}


async def wrong_settings(database: Database) -> Mapping[str, str]:
    """What is not as it must be: `name is value`, with the value that is needed."""
    is_sqlite = database.dialect == "sqlite"
    needed, ask = (_SQLITE, "PRAGMA") if is_sqlite else (_POSTGRESQL, "SHOW")
    found: dict[str, str] = {}
    async with database.reading() as connection:
        for name, right in needed.items():
            value = str((await connection.execute(sa.text(f"{ask} {name}"))).scalar_one())
            if value != right and value not in _STRICTER.get(name, ()):
                found[f"{name} is {value}"] = right
    return found
