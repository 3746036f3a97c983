"""The bot program, unchanged, before a Bot API server that has nothing in common with ours."""

import asyncio
import csv
import io
import json
import os
import re
import sys
import time
import uuid
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from aiohttp import web

from tests.e2e.other_server import BOT, CITIZEN, TOKEN, Manners, OtherServer

LOKET = Path(sys.executable).with_name("loket")
ANSWERS = "45345124534521"
TYPED = {2, 3, 6, 9, 11, 14}  # the others are tapped
CHANGED_ITEM, CHANGED_TO = 6, "4"
OFFICIAL = {
    *("getMe", "getUpdates", "sendMessage", "editMessageText", "deleteMessage"),
    *("answerCallbackQuery", "deleteWebhook", "setMyCommands"),
    *("setMyDescription", "setMyShortDescription"),
}
PATIENCE = 60.0
ASKED_AGAIN = "Mohon jawab sekali lagi"
POLITE = Manners()
SLOPPY = Manners(
    waits_for_updates=False,
    edits_give_message=False,
    tells_edit_date=False,
    broken=frozenset({"setMyCommands", "deleteWebhook"}),
    stumbles_every=4,
    seconds_per_answer=0.3,
)


@dataclass(slots=True)
class Office:
    """A folder set up by nothing but the command line, as a person would."""

    folder: Path
    settings: dict[str, str]

    async def loket(self, *words: str) -> Any:  # noqa: ANN401 - a JSON document
        process = await self.start(*words, "--json")
        said, notes = await process.communicate()
        assert process.returncode == 0, notes.decode()
        return json.loads(said)

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            LOKET,
            *words,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **self.settings},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def set_up(self) -> str:
        """The link a phone reads off the poster."""
        await self.loket("init", "--yes")
        await self.loket("db", "upgrade")
        await self.loket("instansi", "add", "pemkot", "Pemerintah Kota Contoh")
        await self.loket("lokus", "add", "pkm-melati", "Puskesmas Melati", "--instansi", "pemkot")
        await self.loket("period", "open", "2026", "--from", "2026-01-01", "--until", "2099-12-31")
        made = await self.loket("qr", "make", "--lokus", "pkm-melati", "--out", "posters")
        [code] = made["codes"]
        link = await _read_by_zbar(self.folder / code["file"])
        assert link == code["link"]
        return link

    @asynccontextmanager
    async def bot_running(self) -> AsyncIterator[None]:
        """It must stop by itself when asked to, and never write the token down."""
        bot = await self.start("bot", "run", "--mode", "polling")
        reading = asyncio.create_task(bot.communicate())
        try:
            yield
        finally:
            if bot.returncode is None:
                bot.terminate()
            said = b"".join(await reading).decode()
        assert bot.returncode == 0, said
        assert "Traceback" not in said
        assert TOKEN not in said


@dataclass(slots=True)
class Citizen:
    """Reads what stands in the chat and does what a thumb can."""

    server: OtherServer

    async def scan(self, link: str) -> None:
        await self.server.citizen_says(f"/start {parse_qs(urlsplit(link).query)['start'][0]}")

    async def sees(self, words: str) -> str:
        """The text of the newest message, once it has these words."""
        try:
            await self.server.until(lambda: words in self._newest()["text"], PATIENCE)
        except TimeoutError:
            pytest.fail(f"{words!r} never came; the chat shows {self._newest()['text']!r}")
        return str(self._newest()["text"])

    async def types(self, number: str) -> None:
        """At once, but nobody has read a question in the second it came (docs/adr/0007).

        Where a slow bot heard of its own question later than that, it asks once more.
        """
        await asyncio.sleep(max(0.0, self._shown_since() + 1 - time.time()))
        before = self._newest()["text"]
        await self.server.citizen_says(number)
        await self.server.until(lambda: self._newest()["text"] != before, PATIENCE)
        if ASKED_AGAIN in self._newest()["text"]:
            await self.types(number)

    async def taps(self, word: str) -> None:
        message = self._newest()
        buttons = [one for row in message["reply_markup"]["inline_keyboard"] for one in row]
        [button] = [one for one in buttons if word in one["text"].split()]
        await self.server.citizen_taps(message, button)

    def _shown_since(self) -> int:
        """Where no edit is dated, the bot takes the second in which it hears of it."""
        shown, manners = self._newest(), self.server.manners
        if manners.tells_edit_date:
            return int(shown.get("edit_date", shown["date"]))
        return int(time.time() + manners.seconds_per_answer)

    def _newest(self) -> dict[str, Any]:
        said = [one for one in self.server.messages.values() if one["from"] is BOT]
        return max(said, key=lambda one: one["message_id"], default={"text": ""})


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A URL; the tables are for `loket` to make."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'other.db'}"
    server: str = request.getfixturevalue("postgres_url")
    name = f"other_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(f"{server}/postgres".replace("+asyncpg", ""))
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    return f"{server}/{name}".replace("+asyncpg", "")


@pytest.mark.parametrize("manners", [POLITE, SLOPPY], ids=["polite", "sloppy"])
async def test_the_journey_holds_before_another_bot_api_server(
    manners: Manners, empty_database: str, tmp_path: Path
) -> None:
    server = OtherServer(manners)
    async with _serving(server) as address:
        office = Office(tmp_path, _settings(address, empty_database))
        link = await office.set_up()
        async with office.bot_running():
            citizen = Citizen(server)
            receipt = await _answers_everything(citizen, link)
            await _scans_again(citizen, link, receipt)
        week = await office.loket("export", "week")
    assert set(server.asked) <= OFFICIAL
    assert [one for one in server.refused if not one.endswith("Not Found")] == []
    _check_the_week(tmp_path / week["file"])


async def _answers_everything(citizen: Citizen, link: str) -> str:
    """The whole of F-03 with one change of mind; gives the receipt."""
    await citizen.scan(link)
    await citizen.sees("Benar ini kantor yang Anda kunjungi?")
    await citizen.taps("benar")
    await citizen.sees("tidak disimpan")
    await citizen.taps("Mulai")
    for number, value in enumerate(ANSWERS, start=1):
        await citizen.sees(f"{number}/14")
        await (citizen.types if number in TYPED else citizen.taps)(value)
    await citizen.sees("Periksa jawaban Anda")
    await citizen.taps(str(CHANGED_ITEM))
    await citizen.sees(f"{CHANGED_ITEM}/14")
    await citizen.taps(CHANGED_TO)
    await citizen.sees("Periksa jawaban Anda")
    await citizen.taps("Kirim")
    return _receipt(await citizen.sees("Kode tanda terima"))


async def _scans_again(citizen: Citizen, link: str, receipt: str) -> None:
    """One standing response: the second scan says so, and no answer is left in the chat."""
    await citizen.scan(link)
    assert _receipt(await citizen.sees("sudah menilai")) == receipt
    await citizen.server.until(lambda: not _answers_readable(citizen.server), PATIENCE)


def _answers_readable(server: OtherServer) -> list[str]:
    said = [str(one["text"]) for one in server.messages.values()]
    return [text for text in said if re.search(r"/14|Nomor|Periksa|[😞🙁😐🙂😀]|^[1-5]$", text)]


def _check_the_week(bundle: Path) -> None:
    expected = {f"i{number:02d}": value for number, value in enumerate(ANSWERS, start=1)}
    expected[f"i{CHANGED_ITEM:02d}"] = CHANGED_TO
    [row] = _table(bundle, "f03_responses")
    assert {item: row[item] for item in expected} == expected
    assert row["lokus"] == "pkm-melati"
    [index] = _table(bundle, "f03_index")
    assert index["n"] == "1"
    by_hand = 4 + 5 + 3 + 4 + 5 + 4 + 2 + 4 + 5 + 3 + 4 + 5 + 2 + 1
    assert float(index["index"]) == pytest.approx(by_hand / 14, abs=1e-9)
    assert str(CITIZEN["id"]).encode() not in bundle.read_bytes()


def _table(bundle: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(bundle) as opened:
        return list(csv.DictReader(io.StringIO(opened.read(f"data/{name}.csv").decode())))


def _receipt(text: str) -> str:
    found = re.search(r"\b[A-Z0-9]{5}-[A-Z0-9]{5}\b", text)
    assert found, text
    return found[0]


def _settings(address: str, database: str) -> dict[str, str]:
    return {
        "LOKET_TELEGRAM_API_BASE": address,
        "LOKET_BOT_TOKEN": TOKEN,
        "LOKET_DATABASE_URL": database,
    }


@asynccontextmanager
async def _serving(server: OtherServer) -> AsyncIterator[str]:
    """Port 0: the system gives a free one."""
    runner = web.AppRunner(server.app(), shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _read_by_zbar(poster: Path) -> str:
    reader = await asyncio.create_subprocess_exec(
        "zbarimg", "--quiet", "--raw", poster, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await reader.communicate()
    assert reader.returncode == 0, poster
    assert said.count(b"\n") == 1, "more than one code on the poster"
    return said.decode().strip()
