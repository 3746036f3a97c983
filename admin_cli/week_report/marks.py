"""What the ledger tells of a week, in numbers: who answered again, took back, had it erased."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from storage import issuances, ledger
from storage.database import Connection
from survey_flows.links import Channel
from survey_flows.weeks import Week

_WORDS = {
    "supersede": "Dijawab ulang oleh warga",
    "withdraw": "Ditarik oleh warga",
    "erase": "Dihapus atas permintaan warga",
}


@dataclass(frozen=True, slots=True)
class Marks:
    """Of all lokus of the report together; `tickets` printed in the week, for all of them."""

    counted: Counter[str] = field(default_factory=Counter)
    tickets: int = 0

    def shape(self) -> dict[str, int]:
        """As JSON."""
        return {**{kind: self.counted[kind] for kind in _WORDS}, "tickets_printed": self.tickets}

    def lines(self) -> Iterator[tuple[str, str]]:
        """As people read it."""
        told = " · ".join(f"{word}: {self.counted[kind]}" for kind, word in _WORDS.items())
        yield "Menurut buku besar", told
        yield "Tiket dicetak minggu ini", str(self.tickets)


async def marks_of(connection: Connection, week: Week, lokus: Collection[str]) -> Marks:
    """By the days that the leaves say, so that a week that is over stays as it is."""
    days = {str(week.first_day + timedelta(days=ahead)) for ahead in range(7)}
    counted = Counter[str]()
    for one in await ledger.marks(connection):
        counted[one.kind] += one.lokus in lokus and one.day in days
    tickets = sum(
        one.pieces
        for one in await issuances.all_issuances(connection)
        if one.channel == Channel.TICKET and one.lokus.code in lokus and str(one.made_on) in days
    )
    return Marks(counted, tickets)
