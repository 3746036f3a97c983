"""The campaign of tests/links/campaign.py, short; the long one is run by hand."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import responses, tickets
from storage.database import Connection, Database
from survey_flows.links import TICKET_BYTES
from tests.chats.office import BUDI, SITI, Office, button, open_office
from tests.chats.paper import ticket_of, weekly_of
from tests.links.campaign import LOKUS, Raced, main, races


async def test_twenty_tickets_are_each_used_by_one_of_ten(
    database: Database, tmp_path: Path
) -> None:
    office = await open_office(tmp_path, database)
    assert await races(office, 20, 10) == Raced(Counter({1: 20}), 20 * 9, 20, 20)


def test_the_campaign_says_what_it_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--forgeries", "5000", "--races", "2", "--rivals", "5"]) == 0
    assert "accepted 0 · tickets 2" in capsys.readouterr().out


def test_a_campaign_in_which_a_ticket_works_twice_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always(_connection: Connection, _ticket: bytes, _who: str) -> bool:
        return True

    monkeypatch.setattr(tickets, "claim", always)
    assert main(["--forgeries", "0", "--races", "1", "--rivals", "3"]) == 1
    assert "used by exactly one 0" in capsys.readouterr().out


async def test_a_signed_ticket_that_nobody_printed_is_refused(
    database: Database, tmp_path: Path
) -> None:
    """Even who has a signing key cannot make a ticket: it is not among those issued."""
    office = await open_office(tmp_path, database)
    printed = await ticket_of(office, LOKUS)
    siti = office.world.person(SITI)
    siti.scan(office.payload(replace(printed, ticket=b"x" * TICKET_BYTES)))
    await office.settle()
    assert "tiket ini tidak berlaku" in siti.last()["text"]


@pytest.mark.parametrize("channel", [0, 1, 2])
async def test_a_response_keeps_how_its_link_came(
    channel: int, database: Database, tmp_path: Path
) -> None:
    office = await open_office(tmp_path, database)
    links = [office.link(LOKUS), weekly_of(office, LOKUS), await ticket_of(office, LOKUS)]
    await answered(office, office.payload(links[channel]))
    async with database.reading() as connection:
        ever = {"Asia/Makassar": responses.Span(0, 2**31 - 1)}
        scope = responses.Scope("F-03", ever)
        every = responses.stream_scope(connection, scope)
        found = [one async for some in every for one in some]
        (tally,) = await tickets.tallies(connection, office.clock.now.date())
    assert [one.channel for one in found] == [channel]
    assert tally.used == (channel == 2)


async def test_nobody_learns_afterwards_who_used_a_ticket(
    database: Database, tmp_path: Path
) -> None:
    office = await open_office(tmp_path, database)
    signed = office.payload(await ticket_of(office, LOKUS))
    await answered(office, signed)
    assert await rows(database) == [("spent", None)]
    budi = office.world.person(BUDI)
    budi.scan(signed)
    await office.settle()
    assert "sudah dipakai" in budi.last()["text"]


async def answered(office: Office, signed: str) -> None:
    siti = office.world.person(SITI)
    siti.scan(signed)
    await office.settle()
    for label in ("✅ Ya, benar", "▶️ Mulai", *["4"] * 14, "📨 Kirim jawaban"):
        siti.tap(*button(siti, label))
        await office.settle()
    assert "tersimpan" in siti.last()["text"]


async def rows(database: Database) -> list[tuple[str, str | None]]:
    async with database.reading() as connection:
        found = await connection.execute(sa.text("SELECT state, holder FROM tickets"))
        return [(row.state, row.holder) for row in found]
