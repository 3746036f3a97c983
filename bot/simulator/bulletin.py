"""Tells whoever watches a chat that something happened there."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from bot.simulator.refusals import Json


class Notice(NamedTuple):
    name: str
    data: Json


Feed = asyncio.Queue[Notice | None]


class Bulletin:
    def __init__(self) -> None:
        self._feeds: dict[int, list[Feed]] = {}
        self.is_closed = False

    @contextmanager
    def subscribed(self, persona_id: int) -> Iterator[Feed]:
        feed: Feed = asyncio.Queue()
        self._feeds.setdefault(persona_id, []).append(feed)
        if self.is_closed:
            feed.put_nowait(None)
        try:
            yield feed
        finally:
            self._feeds[persona_id].remove(feed)

    def tell(self, persona_id: int, name: str, data: Json) -> None:
        for feed in self._feeds.get(persona_id, ()):
            feed.put_nowait(Notice(name, data))

    def tell_all(self, name: str, data: Json) -> None:
        for persona_id in self._feeds:
            self.tell(persona_id, name, data)

    def close(self) -> None:
        """End every feed, now and later: None is the last thing a watcher gets."""
        self.is_closed = True
        for feeds in self._feeds.values():
            for feed in feeds:
                feed.put_nowait(None)
