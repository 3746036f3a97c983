"""`loket qr make`: from the database to posters that lead to the right lokus."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from storage.database import Connection
from storage.periods import close_period, open_period
from storage.places import add_lokus, all_lokus
from survey_flows.links import Link, read_link
from tests.admin_cli.qr_office import TODAY, Office, furnished

TOKEN = "99000001:a-secret-that-no-message-may-carry"
HOSTILE = ['<&">', "W" * 200, "tanpa-spasi" * 18, "'; DROP TABLE lokus", "🏥 é ½", "a\tb"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return furnished(tmp_path, monkeypatch)


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
