"""`loket ticket`: a sheet of tickets that two readers read, counted and taken back."""

import re
import stat
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import cv2
import pytest
from pypdf import PdfReader

from admin_cli.poster.faces import Face
from admin_cli.poster.marks import Text
from admin_cli.poster.ticket import HEIGHT, PAPER, WIDTH, Ticket, ticket
from admin_cli.poster.ticket_sheet import GRID, TO_A_SHEET
from storage import tickets
from storage.database import Connection
from storage.periods import open_period
from survey_flows.links import Channel, Link, last_day, read_link
from tests.admin_cli.posters import LONG, NAMES
from tests.admin_cli.qr_office import TODAY, Office, furnished
from tests.posters.readers import READERS, by_zbar, pages

DPI = 200


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return furnished(tmp_path, monkeypatch)


def printing(count: int, *more: str) -> tuple[str, ...]:
    return ("ticket", "print", "--lokus", "samsat", "--count", str(count), *more)


def test_every_ticket_of_a_sheet_is_read_by_two_readers(office: Office, tmp_path: Path) -> None:
    made = office.told(*printing(TO_A_SHEET + 1, "--out", "tiket.pdf"))
    links = [one["link"] for one in made["tickets"]]
    first, second = pages(Path("tiket.pdf"), DPI)
    assert by_zbar(second) == links[TO_A_SHEET]
    pieces = cut(first, tmp_path)
    for reader in READERS.values():
        assert [reader(one) for one in pieces] == links[:TO_A_SHEET]


def cut(page: Path, folder: Path) -> list[Path]:
    """Each ticket as a picture of its own, as scissors along the marks leave it."""
    sheet, scale = cv2.imread(str(page)), DPI / 72
    assert sheet is not None
    wide, high = (round(side / 25.4 * DPI) for side in PAPER)
    pieces = []
    for number, (x, y) in enumerate(GRID.places()):
        left, top = round(x * scale), sheet.shape[0] - round(y * scale) - high
        pieces.append(folder / f"piece-{number}.png")
        cv2.imwrite(str(pieces[-1]), sheet[top : top + high, left : left + wide])
    return pieces


def test_a_ticket_says_what_it_is_for(office: Office) -> None:
    made = office.told(*printing(2, "--out", "tiket.pdf"))
    content = Path("tiket.pdf").read_bytes()
    (page,) = PdfReader("tiket.pdf").pages
    said = " ".join(page.extract_text().split())
    for words in (
        "Samsat Kota",
        "Bagaimana layanan kami?",
        "jawab sendiri, ±2 menit",
        "perlu nama",
    ):
        assert words in said
    assert f"No. {made['batch']}-001" in said
    assert f"No. {made['batch']}-002" in said
    assert b"/FontFile2" in content
    assert stat.S_IMODE(Path("tiket.pdf").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", [*NAMES, LONG * 3])
def test_no_name_leaves_the_ticket_or_covers_a_line(name: str) -> None:
    said = Ticket("https://t.me/b?start=" + "A" * 44, "K7QF2M-0001", name, "30 September 2026")
    lines = [one for one in ticket(said) if isinstance(one, Text)]
    assert all(one.left >= 452 and one.left + one.width <= WIDTH - 29 for one in lines)
    assert all(one.size < one.y < HEIGHT - 29 for one in lines)
    rows = sorted((one.y, one.size) for one in lines)
    assert all(low[0] - high[0] >= low[1] * 0.9 for high, low in pairwise(rows))
    assert {Face.BOLD, Face.REGULAR, Face.TYPED} >= {one.face for one in lines}


def test_each_ticket_is_signed_for_its_lokus_and_ends_after_a_week(office: Office) -> None:
    made = office.told(*printing(3))
    links = [read_link(one["payload"], office.keys.qr) for one in made["tickets"]]
    assert len({one["payload"] for one in made["tickets"]}) == 3
    for link in links:
        assert isinstance(link, Link)
        assert (link.lokus, link.channel) == (1, Channel.TICKET)
        until = last_day(link)
        assert str(until) == made["valid_until"]
        assert until == TODAY + timedelta(7)
    assert re.fullmatch(r"[A-Z2-9]{6}", made["batch"])


def test_tickets_are_good_for_as_long_as_said_but_not_after_the_period(office: Office) -> None:
    one = office.told(*printing(1, "--valid-days", "1"))
    two = office.told(*printing(1, "--valid-days", "90"))
    assert one["valid_until"] < two["valid_until"] == str(TODAY + timedelta(9))
    past = (TODAY - timedelta(30), TODAY - timedelta(20))
    office.change(lambda tables: open_period(tables, "lama", *past, "0" * 16))
    assert office.run(*printing(1, "--period", "lama")).exit_code == 0


def test_tickets_are_counted_by_printing_lokus_and_week(office: Office) -> None:
    made = office.told(*printing(3))
    office.told("ticket", "print", "--lokus", "pkm-melati", "--count", "1")

    async def use(tables: Connection) -> None:
        link = read_link(made["tickets"][0]["payload"], office.keys.qr)
        assert isinstance(link, Link)
        assert await tickets.claim(tables, link.ticket, "w" * 32)

    office.change(use)
    (row,) = office.told("ticket", "list", "--lokus", "samsat")["tickets"]
    counts = {name: row[name] for name in ("issued", "used", "open", "expired", "revoked")}
    assert counts == {"issued": 3, "used": 1, "open": 2, "expired": 0, "revoked": 0}
    assert len(office.told("ticket", "list")["tickets"]) == 2
    assert made["batch"] in office.run("ticket", "list").stdout


def test_a_lost_sheet_is_taken_back(office: Office) -> None:
    batch = office.told(*printing(3))["batch"]
    asked = office.run("ticket", "revoke", batch)
    assert asked.exit_code == 1
    assert "3 unused tickets; nothing was changed" in asked.stderr
    assert office.told("ticket", "revoke", batch.lower(), "--yes")["revoked"] == 3
    assert office.told("ticket", "revoke", batch, "--yes")["revoked"] == 0
    (row,) = office.told("ticket", "list")["tickets"]
    assert (row["open"], row["revoked"]) == (0, 3)
    unknown = office.run("ticket", "revoke", "ZZZZZZ", "--yes")
    assert (unknown.exit_code, batch in unknown.stderr) == (2, True)


def test_a_sheet_that_cannot_be_written_leaves_no_tickets(office: Office) -> None:
    result = office.run(*printing(1, "--out", "no/such/folder/tiket.pdf"))
    assert result.exit_code == 2
    assert office.told("ticket", "list")["tickets"] == []


@pytest.mark.parametrize("count", ["0", "2001", "-1", "banyak"])
def test_a_count_that_cannot_be_meant_is_refused(count: str, office: Office) -> None:
    assert office.run("ticket", "print", "--lokus", "samsat", "--count", count).exit_code == 2
