"""`loket qr make`: from the database to posters that lead to the right lokus."""

import asyncio
import json
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import typer
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from admin_cli import qr
from admin_cli.door import Door
from bot.keys import KeyRing
from storage.database import Connection, Database
from storage.migrate import upgrade
from storage.periods import close_period, open_period
from storage.places import add_instansi, add_lokus, all_lokus
from survey_flows.links import Link, read_link

TOKEN = "99000001:a-secret-that-no-message-may-carry"
TODAY = date.today()
HOSTILE = ['<&">', "W" * 200, "tanpa-spasi" * 18, "'; DROP TABLE lokus", "🏥 é ½", "a\tb"]

Work = Callable[[Connection], Awaitable[object]]

app = typer.Typer(cls=Door)
app.add_typer(qr.app, name="qr")


@dataclass(frozen=True)
class Office:
    """One installation: a database, keys, and a folder for posters."""

    database: Path
    keys: KeyRing
    out: Path

    def make(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, ["qr", "make", "--out", str(self.out), *arguments])

    def made(self, *arguments: str) -> dict[str, Any]:
        result = self.make("--json", *arguments)
        assert result.exit_code == 0, result.stderr
        document: dict[str, Any] = json.loads(result.stdout)
        return document

    def change(self, *works: Work) -> None:
        """Run storage calls, each in its own transaction."""
        asyncio.run(_change(self.database, works))


async def _change(path: Path, works: tuple[Work, ...]) -> None:
    database = Database(f"sqlite:///{path}")
    await upgrade(database)
    for work in works:
        async with database.writing() as connection:
            await work(connection)
    await database.close()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    found = Office(tmp_path / "loket.db", KeyRing(tmp_path / "keys"), tmp_path / "posters")
    monkeypatch.setenv("LOKET_DATABASE_URL", f"sqlite:///{found.database}")
    monkeypatch.setenv("LOKET_KEYS_DIR", str(found.keys.folder))
    monkeypatch.setenv("LOKET_BOT_USERNAME", "suaraloket_demo_bot")
    found.keys.create()
    found.change(
        lambda tables: add_instansi(tables, "kota", "Pemerintah Kota Contoh", "Asia/Makassar"),
        lambda tables: add_lokus(tables, "samsat", "Samsat Kota", "kota"),
        lambda tables: add_lokus(tables, "pkm-melati", "Puskesmas Melati", "kota"),
        lambda tables: open_period(
            tables, "2026", TODAY - timedelta(9), TODAY + timedelta(9), "0" * 16
        ),
    )
    return found


def test_a_scanned_poster_leads_to_its_lokus(office: Office) -> None:
    (made,) = office.made("--lokus", "pkm-melati", "--period", "2026", "--format", "png")["codes"]
    scanned = subprocess.run(
        ["zbarimg", "--quiet", "--raw", made["file"]], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert scanned == made["link"]
    parts = urlsplit(scanned)
    assert (parts.netloc, parts.path) == ("t.me", "/suaraloket_demo_bot")
    assert parse_qs(parts.query) == {"start": [made["payload"]]}
    assert read_link(made["payload"], office.keys.qr) == Link("F-03", lokus=2, period=1)


def test_all_makes_one_poster_per_lokus(office: Office) -> None:
    document = office.made("--all")
    assert (document["period"], document["bot"]) == ("2026", "suaraloket_demo_bot")
    assert [one["lokus"] for one in document["codes"]] == ["pkm-melati", "samsat"]
    files = sorted(path.name for path in office.out.iterdir())
    assert files == ["pkm-melati.png", "samsat.png"]


def test_without_json_each_line_is_a_file_and_its_link(office: Office) -> None:
    lines = office.make("--all", "--format", "svg").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == [
        str(office.out / "pkm-melati.svg"),
        str(office.out / "samsat.svg"),
    ]


def test_making_the_posters_again_changes_nothing(office: Office) -> None:
    before = office.made("--all")
    contents = {path: path.read_bytes() for path in office.out.iterdir()}
    assert office.made("--all") == before
    assert {path: path.read_bytes() for path in office.out.iterdir()} == contents


def test_four_hundred_lokus_with_hostile_names_and_codes_all_get_a_poster(office: Office) -> None:
    async def fill(tables: Connection) -> None:
        for number in range(400):
            name = f"{number} {HOSTILE[number % len(HOSTILE)]}"[:200]
            await add_lokus(tables, f"../{number:03}/é", name, "kota")

    office.change(fill)
    document = office.made("--all", "--format", "svg")
    files = {Path(one["file"]) for one in document["codes"]}
    assert len(files) == 402
    assert {path.resolve().parent for path in files} == {office.out.resolve()}
    assert all(path.stat().st_size for path in files)
    payloads = [read_link(one["payload"], office.keys.qr) for one in document["codes"]]
    assert payloads == [Link("F-03", number, 1) for number in lokus_ids(office)]


def lokus_ids(office: Office) -> list[int]:
    found: list[int] = []

    async def look(tables: Connection) -> None:
        found.extend(one.id for one in await all_lokus(tables))

    office.change(look)
    return found


def test_pdf_posters_come_with_a_booklet_of_all(office: Office) -> None:
    document = office.made("--all", "--format", "pdf", "--size", "a6")
    assert document["size"] == "a6"
    booklet = Path(document["booklet"])
    assert len(PdfReader(booklet).pages) == 2
    before = booklet.read_bytes()
    office.made("--all", "--format", "pdf", "--size", "a6")
    assert booklet.read_bytes() == before
    files = {path.name for path in office.out.iterdir()}
    assert files == {booklet.name, "pkm-melati.pdf", "samsat.pdf"}


def test_one_poster_and_pictures_have_no_booklet(office: Office) -> None:
    assert office.made("--lokus", "samsat", "--format", "pdf")["booklet"] is None
    assert office.made("--all", "--size", "kartu")["booklet"] is None


def test_without_a_folder_the_posters_go_into_one_of_their_own(office: Office) -> None:
    result = CliRunner().invoke(app, ["qr", "make", "--lokus", "samsat", "--json"])
    (made,) = json.loads(result.stdout)["codes"]
    assert made["file"] == "posters/samsat.png"
    assert Path(made["file"]).exists()


def test_a_logo_is_for_the_posters_of_one_instansi(office: Office) -> None:
    office.change(
        lambda tables: add_instansi(tables, "kab", "Pemerintah Kabupaten", "Asia/Makassar"),
        lambda tables: add_lokus(tables, "pdam", "PDAM", "kab"),
    )
    logo = office.out.parent / "logo.png"
    Image.new("RGB", (60, 80), "navy").save(logo)
    refused = office.make("--all", "--logo", str(logo))
    assert refused.exit_code == 2
    assert "--instansi CODE" in refused.stderr
    made = office.make("--all", "--instansi", "kab", "--logo", str(logo), "--json")
    assert [one["lokus"] for one in json.loads(made.stdout)["codes"]] == ["pdam"]
    assert "60 x 80 pixels" in made.stderr


def test_a_bad_logo_stops_before_anything_is_printed(office: Office) -> None:
    logo = office.out.parent / "logo.png"
    logo.write_text("<svg/>")
    result = office.make("--all", "--logo", str(logo))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "poster.logo" in result.stderr
    assert not office.out.exists()


def test_many_posters_show_how_far_they_are(office: Office) -> None:
    async def fill(tables: Connection) -> None:
        for number in range(10):
            await add_lokus(tables, f"loket-{number}", f"Loket {number}", "kota")

    office.change(fill)
    result = office.make("--all", "--format", "svg", "--json")
    assert "100%" in result.stderr
    assert len(json.loads(result.stdout)["codes"]) == 12


def test_letters_that_will_be_boxes_are_named_before(office: Office) -> None:
    office.change(lambda tables: add_lokus(tables, "rs", "RS 🏥 Пуск é", "kota"))
    assert "poster of rs, 🏥 will be boxes" in office.make("--all", "--format", "svg").stderr
    assert "boxes" not in office.make("--lokus", "samsat").stderr


def test_an_interrupted_run_leaves_whole_files_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    office.made("--lokus", "samsat")
    before = {path: path.read_bytes() for path in office.out.iterdir()}
    monkeypatch.setattr(Path, "replace", interrupted)
    assert office.make("--all").exit_code != 0
    assert {path: path.read_bytes() for path in office.out.iterdir()} == before


def test_the_newest_key_signs(office: Office) -> None:
    newer = office.keys.folder / "qr-2.key"
    newer.write_text("ab" * 32)
    newer.chmod(0o600)
    (made,) = office.made("--lokus", "samsat")["codes"]
    assert read_link(made["payload"], {2: b"\xab" * 32}) == Link("F-03", lokus=1, period=1)


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        ([], "--all"),
        (["--all", "--lokus", "samsat"], "--all"),
        (["--lokus", "tidak-ada"], "known: pkm-melati, samsat"),
        (["--all", "--period", "1999"], "known: 2026"),
        (["--all", "--bot", "bukan bot"], "LOKET_BOT_USERNAME"),
        (["--all", "--instansi", "tidak-ada"], "known: kota"),
        (["--lokus", "samsat", "--instansi", "kota"], "--all"),
    ],
)
def test_wrong_use_is_refused_with_the_cure(
    office: Office, arguments: list[str], cure: str
) -> None:
    result = office.make(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert cure in result.stderr
    assert not office.out.exists()


def test_two_open_periods_must_be_told_apart(office: Office) -> None:
    office.change(lambda tables: open_period(tables, "uji", TODAY, TODAY, "0" * 16))
    assert "2026, uji" in office.make("--all").stderr
    assert office.made("--all", "--period", "uji")["period"] == "uji"


def test_no_open_period_is_said_with_the_cure(office: Office) -> None:
    office.change(lambda tables: close_period(tables, "2026", TODAY))
    assert "loket period open" in office.make("--all").stderr


def test_posters_of_a_closed_period_come_with_a_note(office: Office) -> None:
    office.change(lambda tables: close_period(tables, "2026", TODAY))
    result = office.make("--all", "--period", "2026", "--json")
    assert result.exit_code == 0
    assert "takes no answers today" in result.stderr


def test_a_folder_that_cannot_be_written_is_named(office: Office) -> None:
    office.out.parent.joinpath("file").write_text("")
    result = office.make("--all", "--out", str(office.out.parent / "file" / "posters"))
    assert result.exit_code == 2
    assert "posters" in result.stderr


@contextmanager
def bot_api(status: int, answer: bytes) -> Iterator[str]:
    """A Bot API that gives one answer to everything."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == f"/bot{TOKEN}/getMe" else 418)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def asking(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOKET_BOT_USERNAME")
    monkeypatch.setenv("LOKET_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("LOKET_TELEGRAM_API_BASE", base)


def test_telegram_is_asked_for_the_name_of_the_bot(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bot_api(200, b'{"ok": true, "result": {"username": "kota_contoh_bot"}}') as base:
        asking(base, monkeypatch)
        assert office.made("--all")["bot"] == "kota_contoh_bot"
        assert office.made("--all", "--bot", "@lain_bot")["bot"] == "lain_bot"


@pytest.mark.parametrize(
    ("status", "answer", "cure"),
    [
        (401, b"{}", "@BotFather"),
        (500, b"{}", "answered 500"),
        (200, b"<html>", "--bot"),
        (200, b'{"ok": true, "result": []}', "--bot"),
    ],
)
def test_an_odd_answer_of_telegram_is_said_without_the_token(
    office: Office, monkeypatch: pytest.MonkeyPatch, status: int, answer: bytes, cure: str
) -> None:
    with bot_api(status, answer) as base:
        asking(base, monkeypatch)
        result = office.make("--all")
    assert result.exit_code == 2
    assert cure in result.stderr
    assert TOKEN not in result.output


def test_an_unreachable_telegram_is_said_without_the_token(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bot_api(200, b"") as base:
        pass
    asking(base, monkeypatch)
    result = office.make("--all")
    assert result.exit_code == 2
    assert "LOKET_BOT_USERNAME" in result.stderr
    assert TOKEN.partition(":")[2] not in result.output


def test_without_name_and_token_both_ways_out_are_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOKET_BOT_USERNAME")
    result = office.make("--all")
    assert result.exit_code == 2
    assert "LOKET_BOT_USERNAME" in result.stderr
    assert "--bot" in result.stderr
