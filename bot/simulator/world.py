"""A whole Telegram for one bot, in this process and without sockets."""

import copy
import inspect
from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

from bot.simulator.downloads import Download, download, found
from bot.simulator.methods.table import TABLE
from bot.simulator.model import Persona
from bot.simulator.params import Params, Upload
from bot.simulator.people import NoSuchChat, Person
from bot.simulator.refusals import ConnectionLost, Json, Refused
from bot.simulator.state import State

CAST = (
    Persona(7001, "Siti", "Wahyuni", "siti_w", blurb="Warga, ibu dua anak"),
    Persona(7002, "Budi", "", "", blurb="Warga, tanpa nama pengguna"),
    Persona(7101, "Rina", "Marlina", "rina_m", "petugas", "Petugas loket"),
    Persona(7102, "Dewi", "Lestari", "", "petugas", "Petugas arsip"),
    Persona(7201, "Pak Hasan", "", "hasan_b", "penanggung jawab", "Penanggung jawab"),
)


class Answer(NamedTuple):
    status: int
    body: Json


class World(State):
    """`call` is the bot's side, `person` is the people's side."""

    async def call(
        self,
        method: str,
        params: Json | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Answer:
        """Answer one call as Telegram's server would, or raise ConnectionLost by a fault."""
        given = Params(copy.deepcopy(params), files)
        try:
            result = await self._run(method, given)
        except Refused as refusal:
            self.log(method, given.loggable(), refusal.description)
            return Answer(refusal.code, refusal.body())
        except ConnectionLost as lost:
            self.log(method, given.loggable(), str(lost))
            raise
        self.log(method, given.loggable(), "")
        return Answer(200, {"ok": True, "result": copy.deepcopy(result)})

    async def _run(self, method: str, params: Params) -> object:
        run = TABLE.get(method.lower())
        if run is None:
            raise Refused(404, "Not Found")
        self.faults.before(method)
        self.pace.check(method, params.text("chat_id"))
        result = run(self, params)
        if inspect.isawaitable(result):
            result = await result
        self.faults.after(method)
        return result

    def file(self, path: str) -> bytes:
        """What a `file_path` of getFile leads to, whatever faults there are."""
        return self.blobs.get(found(self, path).blob)

    def open_file(self, path: str) -> Download:
        """The same as the bot gets it over the line: refused, cut or slow, as the faults say."""
        try:
            opened = download(self, path)
        except (Refused, ConnectionLost) as error:
            self.log("download", {"path": path}, str(error))
            raise
        self.log("download", {"path": path}, "")
        return opened

    async def download(self, path: str) -> AsyncIterator[bytes]:
        """The pieces of `open_file`, for a client in this process, which knows no lengths."""
        declared, pieces = self.open_file(path)
        received = 0
        async for piece in pieces:
            received += len(piece)
            yield piece
        if declared not in (None, received):
            raise ConnectionLost("wrong_length")

    def person(self, persona_id: int) -> Person:
        chat = self.chats.get(persona_id)
        if chat is None:
            raise NoSuchChat(f"no persona {persona_id}")
        return Person(self, chat)

    def people(self) -> list[Persona]:
        return [chat.persona for chat in self.chats.values()]

    def inject(self, update: Json) -> int:
        """Deliver any object as an update, even one no library can parse."""
        return self.updates.inject(copy.deepcopy(update))
