"""A tiny bot with a script, and a simulator around it that can be stopped and started again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from PIL import Image

from bot import simulator
from bot.simulator.model import BotAccount
from bot.simulator.server import create_app, serving
from bot.simulator.snapshot import Keeper, open_world
from bot.simulator.stage import How, Stage
from bot.simulator.world import CAST, World

Json = dict[str, Any]
PAGE = Path(simulator.__path__[0]) / "page"
ACCOUNT = BotAccount(990001, "990001:secret-of-the-page-bot")
FACES = ("😣 1", "🙁 2", "😐 3", "🙂 4", "😄 5")
QUESTIONS = 3
SEND_BACK = "kirim balik"
RINA = CAST[2].id
COMMANDS = ({"command": "bantuan", "description": "Cara mengisi"},)


def keyboard(*rows: list[tuple[str, str]]) -> Json:
    """Rows of (label, data); data that is an address makes a link button."""
    shown = [[_key(label, data) for label, data in row] for row in rows]
    return {"inline_keyboard": shown}


def _key(label: str, data: str) -> Json:
    return {"text": label, "url" if data.startswith("https:") else "callback_data": data}


def asked(number: int) -> Json:
    faces = [[(face, f"{number}:{face[-1]}")] for face in FACES]
    back = [("Kembali", f"back:{number}")]
    return {"text": f"<b>Aspek</b> · {number}/{QUESTIONS}", "reply_markup": keyboard(*faces, back)}


GREETING: Json = {
    "text": 'Benar ini kantornya? Lihat /bantuan atau <a href="https://lapor.go.id/">ini</a>.',
    "reply_markup": keyboard([("Ya, benar", "1:start"), ("Bukan", "no")], [("Apa ini?", "what")]),
}
SAID: dict[str, Json] = {
    "no": {"text": "Pindai poster di kantor Anda."},
    "what": {"text": "Survei layanan publik.", "show_alert": True},
}
DONE: Json = {
    "text": "Tersimpan. Terima kasih.",
    "reply_markup": keyboard(
        [("SP4N-LAPOR!", "https://www.lapor.go.id/")],
        [("Nilai kantor lain", f"https://t.me/{ACCOUNT.username}?start=mpp")],
    ),
}


def carried(message: Json) -> list[Json]:
    """The file of a message, as it could be sent back; of a photo the smallest size."""
    for kind in ("photo", "video", "document"):
        if kind in message:
            found = message[kind][0] if kind == "photo" else message[kind]
            return [{"type": kind, "media": found["file_id"], "caption": "dari bot"}]
    return []


class PageBot:
    def __init__(self, world: World) -> None:
        self.world = world
        self.taps: list[str] = []
        self.files: list[Json] = []
        self.pause = asyncio.Event()
        self.pause.set()

    async def run(self) -> None:
        await self.world.call("setMyCommands", {"commands": list(COMMANDS)})
        offset = 0
        while True:
            given = {"offset": offset, "timeout": 20}
            answer = await self.world.call("getUpdates", given)
            for update in answer.body.get("result", []):
                await self.pause.wait()
                await self._take(update)
                offset = update["update_id"] + 1
            if answer.status != 200:
                await asyncio.sleep(0.05)

    async def _take(self, update: Json) -> None:
        if query := update.get("callback_query"):
            await self._on_tap(query)
        elif message := update.get("message"):
            await self._on_message(message)

    async def _on_message(self, message: Json) -> None:
        chat_id, text = message["chat"]["id"], str(message.get("text", ""))
        self.files += carried(message)
        if text == SEND_BACK:
            await self._call("sendMediaGroup", chat_id=chat_id, media=self.files)
            return
        shown = GREETING if text.startswith("/start") else {"text": "Silakan tekan tombol."}
        await self._call("sendMessage", chat_id=chat_id, **shown)

    async def _on_tap(self, query: Json) -> None:
        self.taps.append(query["data"])
        words = SAID.get(query["data"], {})
        await self._call("answerCallbackQuery", callback_query_id=query["id"], **words)
        if not words:
            message = query["message"]
            place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await self._call("editMessageText", **place, **self._next(query["data"]))

    def _next(self, data: str) -> Json:
        number, _, value = data.partition(":")
        if number == "back":
            return asked(max(1, int(value) - 1))
        following = int(number) + (value != "start")
        return asked(following) if following <= QUESTIONS else DONE

    async def _call(self, method: str, **params: object) -> None:
        answer = await self.world.call(method, {"parse_mode": "HTML", **params})
        assert answer.body["ok"], answer.body


class Demo:
    """Keeps its world in a folder, so a second start continues where the first stopped."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.restarts: list[How] = []
        self.bot: PageBot
        self.world: World

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.world = open_world(self.folder, ACCOUNT)
        stage = Stage(
            PAGE,
            self._posters,
            self._drawn_posters(),
            self._invitations,
            control=self,
            notes="<b>Catatan</b>",
        )
        app = create_app(self.world, stage, Keeper(self.world, self.folder))
        async with serving(app, self.port):
            self._start_bot()
            yield
            await self._stop_bot()

    def state(self) -> str:
        return "stopped" if self._task.done() else "running"

    async def restart(self, how: How) -> None:
        self.restarts.append(how)
        await self._stop_bot()
        self.world.bulletin.tell_all("bot", {"botProcess": "restarting"})
        self._start_bot()
        self.world.bulletin.tell_all("bot", {"botProcess": "running"})

    def _start_bot(self) -> None:
        self.bot = PageBot(self.world)
        self._task = asyncio.create_task(self.bot.run())

    async def _stop_bot(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    def _posters(self) -> list[Json]:
        link = f"https://t.me/{ACCOUNT.username}?start="
        titles = {"pkm": "Puskesmas Anggana", "mpp": "Mal Pelayanan Publik"}
        return [
            {"lokus": lokus, "title": title, "link": f"{link}{lokus}", "image": "/posters/a.png"}
            for lokus, title in titles.items()
        ]

    async def _invitations(self) -> list[Json]:
        link = f"https://t.me/{ACCOUNT.username}?start=undangan"
        text = "Puskesmas Anggana · berlaku 48 jam"
        return [{"persona": RINA, "title": "Undangan petugas", "text": text, "link": link}]

    def _drawn_posters(self) -> Path:
        folder = self.folder / "posters"
        folder.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (210, 297), "teal").save(folder / "a.png")
        return folder
