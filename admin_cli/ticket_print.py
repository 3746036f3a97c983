"""One printing of tickets: drawn first, then made usable, then put in place."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin_cli import clock, office
from admin_cli.periods import today_at

if TYPE_CHECKING:
    from admin_cli.poster.ticket import Ticket
    from admin_cli.posters import Signer
    from storage.database import Connection
    from storage.places import Lokus

MANY = 10  # from here on it takes long enough to want to see it move


@dataclass(frozen=True, slots=True)
class Run:
    """What is printed; `drawn` are the random bytes of each ticket."""

    lokus: "Lokus"
    signer: "Signer"
    batch: str
    made_on: date
    last_day: date
    drawn: Sequence[bytes]

    @classmethod
    def begun(cls, lokus: "Lokus", signer: "Signer", count: int, days: int) -> "Run":
        """Good for so many days from today at the lokus, but not after the period."""
        from storage.issuances import free_batch
        from survey_flows.links import TICKET_BYTES

        today = today_at(lokus, clock.now())
        drawn = [secrets.token_bytes(TICKET_BYTES) for _ in range(count)]
        batch = office.reading(free_batch)
        last = max(today, min(today + timedelta(days), signer.period.last_day))
        return cls(lokus, signer, batch, today, last, drawn)

    def numbers(self) -> list[str]:
        """As they are printed: K7QF2M-001."""
        digits = max(3, len(str(len(self.drawn))))
        return [f"{self.batch}-{number:0{digits}}" for number in range(1, len(self.drawn) + 1)]

    def payloads(self) -> list[str]:
        """What each ticket has Telegram deliver."""
        from admin_cli.posters import FORM
        from survey_flows.links import Channel, Link, day_serial, payload

        where = (FORM, self.lokus.id, self.signer.period.id)
        serial = day_serial(self.last_day)
        links = (Link(*where, Channel.TICKET, serial, one) for one in self.drawn)
        return [payload(link, self.signer.key_id, self.signer.key) for link in links]

    def shape(self) -> dict[str, Any]:
        """The printing as JSON has it."""
        return {
            "lokus": self.lokus.code,
            "period": self.signer.period.code,
            "bot": self.signer.bot,
            "batch": self.batch,
            "count": len(self.drawn),
            "valid_until": str(self.last_day),
        }


def print_run(run: Run, file: Path) -> list[dict[str, str]]:
    """Nobody sees the file before its tickets are good, or tickets without their file."""
    payloads = run.payloads()
    content = _drawn(run, payloads)
    draft = file.with_name(f".{file.name}.part")
    try:
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        office.writing(lambda tables: _issue(tables, run))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return [
        {"number": number, "link": run.signer.address(signed), "payload": signed}
        for number, signed in zip(run.numbers(), payloads, strict=True)
    ]


async def _issue(tables: "Connection", run: Run) -> None:
    from storage import tickets
    from storage.issuances import NewIssuance
    from survey_flows.links import Channel

    where = (run.lokus.id, run.signer.period.id, run.signer.key_id)
    days = (run.made_on, run.last_day)
    new = NewIssuance(run.made_on, Channel.TICKET, *where, len(run.drawn), *days, run.batch)
    await tickets.issue(tables, new, run.drawn)


def _drawn(run: Run, payloads: Sequence[str]) -> bytes:
    from rich.console import Console
    from rich.progress import Progress

    from admin_cli.poster.ticket_sheet import tickets_pdf

    said = _said(run, payloads)
    title = f"Tiket {run.batch} · {run.lokus.name}"
    with Progress(console=Console(stderr=True), disable=len(said) < MANY) as bar:
        task = bar.add_task("tickets", total=len(said))
        return tickets_pdf(said, title, lambda: bar.advance(task))


def _said(run: Run, payloads: Sequence[str]) -> "list[Ticket]":
    from admin_cli.poster.ticket import Ticket
    from bot.screens import day_text

    name, until = run.lokus.name, day_text(run.last_day)
    return [
        Ticket(run.signer.address(signed), number, name, until)
        for number, signed in zip(run.numbers(), payloads, strict=True)
    ]
