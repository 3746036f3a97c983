"""The same file, or the same photo taken over, at another place: a flag for readers, no refusal."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.evidence import Evidence, found
from storage.staff_tables import authors, evidence
from storage.tables import facts, submissions

NEAR = 6
"""Of the 64 bits of a difference hash. Measured on 60 drawn scenes: saved again as JPEG, down to
320 pixels and quality 30, moves 0 to 3 of them; two different scenes lie 9 to 49 apart."""

_EVER = 2**62

SlotPlace = Callable[[str], str]
"""From a slot to what counts as one place inside a form: its item."""


@dataclass(frozen=True, slots=True)
class Twin:
    """`other` shows what `one` shows. `distance` is 0 to NEAR bits."""

    one: Evidence
    other: Evidence
    distance: int

    @property
    def is_same_file(self) -> bool:
        """Byte for byte."""
        return self.one.content.sha256 == self.other.content.sha256


async def twins(
    connection: AsyncConnection,
    numbers: Collection[int],
    item_of: SlotPlace,
    before: int = _EVER,
) -> list[Twin]:
    """Of the files of these revisions: their likes in another item, lokus or period.

    Files somebody removed count on neither side: sending one to the right slot is no reuse. What
    happened from the second `before` on is left out, so that an old answer can be had again.
    """
    stood = sa.select(evidence).where(_stood(before)).order_by(evidence.c.key)
    every = await found(connection, stood)
    owners = await _owners(connection)
    places = {one.key: (*owners[one.submission_id], item_of(one.slot)) for one in every}
    likes = _Likes(every)
    return [
        twin
        for one in every
        if one.submission_id in numbers
        for twin in likes.of(one)
        if places[twin.other.key] != places[one.key]
    ]


def bits(fingerprint: str) -> int:
    """The bits of a difference hash that is written in hexadecimal digits."""
    return int(fingerprint, 16)


def distance(one: int, other: int) -> int:
    """How many bits two fingerprints differ in.

    >>> distance(bits("00000000000000ff"), bits("00000000000000f0"))
    4
    """
    return (one ^ other).bit_count()


class _Likes:
    """All evidence, to be asked what resembles one of it."""

    def __init__(self, every: Sequence[Evidence]) -> None:
        self._same: dict[str, list[Evidence]] = defaultdict(list)
        self._pictures: dict[int, list[Evidence]] = defaultdict(list)
        for one in every:
            self._same[one.content.sha256].append(one)
            if one.content.fingerprint:
                self._pictures[bits(one.content.fingerprint)].append(one)

    def of(self, one: Evidence) -> Iterator[Twin]:
        """The same files first, then pictures that look alike."""
        same = self._same[one.content.sha256]
        yield from (Twin(one, other, 0) for other in same if other.key != one.key)
        for apart, other in self._near(one.content.fingerprint):
            if other.content.sha256 != one.content.sha256:
                yield Twin(one, other, apart)

    def _near(self, fingerprint: str) -> Iterator[tuple[int, Evidence]]:
        if not fingerprint:
            return
        own = bits(fingerprint)
        for other, files in self._pictures.items():
            apart = distance(own, other)
            if apart <= NEAR:
                yield from ((apart, file) for file in files)


def _stood(before: int) -> sa.ColumnElement[bool]:
    """It was safe by then, and nobody had removed it, in whatever revision."""
    signed = sa.and_(authors.c.submission_id == facts.c.submission_id, authors.c.seq == facts.c.seq)
    removed = sa.select(facts.c.value).join_from(authors, facts, signed)
    removed = removed.where(facts.c.kind == "removed", authors.c.at < before)
    return sa.and_(evidence.c.stored_at < before, evidence.c.key.not_in(removed))


async def _owners(connection: AsyncConnection) -> Mapping[int, tuple[int, int]]:
    """Lokus and period of each form that has evidence."""
    query = sa.select(submissions.c.id, submissions.c.lokus_id, submissions.c.period_id)
    with_files = query.where(submissions.c.id.in_(sa.select(evidence.c.submission_id)))
    return {row.id: (row.lokus_id, row.period_id) for row in await connection.execute(with_files)}
