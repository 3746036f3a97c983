"""A persistence in SQLite for python-telegram-bot: what changed with a tap is one transaction."""

import json
import sqlite3
from typing import Any

from telegram.ext import DictPersistence, PersistenceInput

from tests.benchmarks.contenders import form

_TABLES = """
CREATE TABLE IF NOT EXISTS people (person INTEGER PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS states (
    name TEXT, person TEXT, state TEXT, PRIMARY KEY (name, person)
) WITHOUT ROWID;
"""
_UPSERT = "INSERT INTO people VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data"
_MOVE = "INSERT INTO states VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state"


class SqlitePersistence(DictPersistence):
    """Begins empty: a benchmark needs no reading back."""

    def __init__(self, path: str) -> None:
        super().__init__(
            store_data=PersistenceInput(bot_data=False, chat_data=False, callback_data=False)
        )
        self._connection = sqlite3.connect(path)
        form.make_durable(self._connection)
        self._connection.executescript(_TABLES)

    async def update_user_data(self, user_id: int, data: dict[Any, Any]) -> None:
        """Everything somebody has answered, as one text."""
        self._connection.execute(_UPSERT, (user_id, json.dumps(data)))

    async def update_conversation(
        self, name: str, key: tuple[int | str, ...], new_state: object | None
    ) -> None:
        """Where somebody is."""
        self._connection.execute(_MOVE, (name, json.dumps(key), json.dumps(new_state)))

    def commit(self) -> None:
        """What the last update changed is safe."""
        self._connection.commit()
