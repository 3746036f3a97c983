"""What a receiver writes down: bundles it holds, and every answer it gave."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

_TABLES = """
CREATE TABLE IF NOT EXISTS bookings (message TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS answers (message TEXT NOT NULL, status INTEGER, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS faults (message TEXT NOT NULL, fault TEXT NOT NULL);
"""


class Books:
    """One file; every change is on the disk when the call returns."""

    def __init__(self, file: Path) -> None:
        self._lock = Lock()
        self._open = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._open.executescript(_TABLES)

    def book(self, message: str) -> None:
        """Once, however often the message comes."""
        self._do("INSERT OR IGNORE INTO bookings VALUES (?)", message)

    def answered(self, message: str, status: int | None, body: bytes) -> None:
        """Written before it is sent; no status is no answer."""
        digest = hashlib.sha256(body).hexdigest()
        self._do("INSERT INTO answers VALUES (?, ?, ?)", message, status, digest)

    def plan(self, faults: Mapping[str, Sequence[str]]) -> None:
        """What is to go wrong with coming requests, one each."""
        for message, every in faults.items():
            for fault in every:
                self._do("INSERT INTO faults VALUES (?, ?)", message, fault)

    def next_fault(self, message: str) -> str:
        """The fault of this request; empty for none."""
        oldest = "SELECT min(rowid) FROM faults WHERE message IN (?, '*')"
        found = self._do(f"DELETE FROM faults WHERE rowid = ({oldest}) RETURNING fault", message)
        return str(found[0][0]) if found else ""

    def told(self) -> Mapping[str, object]:
        """All of it."""
        bookings = [one for (one,) in self._do("SELECT message FROM bookings ORDER BY rowid")]
        answers = self._do("SELECT message, status, body FROM answers ORDER BY rowid")
        return {"bookings": bookings, "answers": answers}

    def _do(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._open.execute(statement, values).fetchall()
