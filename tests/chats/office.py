"""The world a story plays in: a Telegram, a database, a bot program, two offices, a period."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from bot.debts import Debts
from bot.evidence.worker import EvidenceWorker
from bot.intake import Intake
from bot.keys import KeyRing
from bot.sealing import seal_chat
from bot.service import make_bot, make_service
from bot.settings import Settings
from bot.simulator.model import BotAccount
from bot.simulator.people import Person
from bot.simulator.world import CAST, World
from storage import drafts, instruments, periods, places, staff
from storage.database import Database
from storage.drafts import Owner
from storage.invitations import Invite
from storage.sending import reopen_form
from survey_flows import catalog
from survey_flows.fingerprint import fingerprint
from survey_flows.links import Link, payload
from survey_flows.pseudonyms import account

TOKEN = "990001:AAtest-token-of-the-story-bot-0001"
FIRST_DAY, LAST_DAY = date(2026, 11, 1), date(2026, 12, 31)
SITI, BUDI, RINA, DEWI, HASAN = (one.id for one in CAST[:5])
NAMES = {"pkm-melati": "Puskesmas Melati", "kel-sukamaju": "Kelurahan Sukamaju"}

READING = timedelta(seconds=1)
"""What passes at least between what the bot shows and what somebody does next."""


class Clock:
    """Monday 16 November 2026, ten in the morning in Makassar, until a story says otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
        self.elapsed = 0.0

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def ticks(self) -> float:
        return self.elapsed


class WorldSession(BaseSession):
    """Replaces HTTP and nothing else: calls arrive at the simulated Telegram as parameters."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        given = method.model_dump(warnings=False)
        params = {
            name: prepared
            for name, value in given.items()
            if (prepared := self.prepare_value(value, bot=bot, files={})) is not None
        }
        answer = await self._world.call(method.__api_method__, params)
        body = self.json_dumps(answer.body)
        return cast("TelegramType", self.check_response(bot, method, answer.status, body).result)

    async def close(self) -> None:
        pass

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: FBT002 - as BaseSession has it
    ) -> AsyncGenerator[bytes, None]:
        """Files come from the same simulated Telegram."""
        path = unquote(url.partition(f"/file/bot{TOKEN}/")[2])
        async for piece in self._world.download(path):
            yield piece


@dataclass
class Office:
    """Everything a story may touch. `restart` ends the bot program and starts a new one."""

    world: World
    database: Database
    settings: Settings
    clock: Clock
    lokus: dict[str, int] = field(default_factory=dict)
    period: int = 0
    intake: Intake | None = None
    evidence: EvidenceWorker | None = None
    debts: Debts | None = None
    bot: Bot | None = None

    @property
    def keys(self) -> KeyRing:
        return KeyRing(self.settings.keys_dir)

    async def restart(self) -> None:
        """Nothing survives but the database, the keys and Telegram itself."""
        self.bot = make_bot(self.settings, WorldSession(self.world))
        clocks = (self.clock, self.clock.ticks)
        service = await make_service(self.settings, self.bot, self.database, *clocks)
        self.intake, self.evidence, self.debts = service.intake, service.evidence, service.debts

    async def settle(self) -> None:
        """Let the bot take in everything that waits, and confirm it; people read for a second."""
        assert self.intake
        for _ in range(20):
            await self.intake.poll(0)
            if not self.world.updates.waiting():
                self.clock.now += READING
                return
        raise AssertionError("the bot leaves updates unconfirmed")

    async def settle_files(self) -> None:
        """Let the bot fetch what was sent, and say so once an album can be taken for whole."""
        assert self.evidence
        for _ in range(5):
            await self.evidence.look()
            await self.evidence.finish()
            self.clock.elapsed += 2

    async def hire(self, person: int, lokus: str, role: staff.Role, name: str) -> None:
        """Let somebody serve, as if invitation and confirmation had been long ago."""
        now = int(self.clock.seconds())
        name_of_account = account(self.keys.account, person)
        chat = seal_chat(person, self.keys.chats)
        async with self.database.writing() as connection:
            where = await places.lokus_of(connection, lokus)
            _, token = await staff.invite(connection, where, role, name, now)
            claimed = await staff.claim(connection, token, name_of_account, chat, now)
            assert isinstance(claimed, Invite)
            post = await staff.confirm(connection, claimed.code, now)
            await staff.mark_told(connection, post.id)

    async def dismiss(self, person: int) -> None:
        """End every post of somebody."""
        now = int(self.clock.seconds())
        async with self.database.writing() as connection:
            for post in await staff.posts_of(connection, account(self.keys.account, person)):
                await staff.revoke(connection, post.id, now)

    async def reopen(self, lokus: str, reason: str) -> None:
        """What `loket f01 reopen` does."""
        unit = Owner(self.lokus[lokus], self.period)
        async with self.database.writing() as connection:
            draft = await drafts.of_owner(connection, unit)
            assert draft
            await reopen_form(connection, draft, reason, int(self.clock.seconds()))

    def link(self, lokus: str) -> Link:
        """What a good poster of this lokus says; an unknown code gives a number nobody has."""
        return Link("F-03", self.lokus.get(lokus, 999), self.period)

    def payload(self, link: Link) -> str:
        number, key = self.keys.newest_qr
        return payload(link, number, key)

    async def answer_all(self, person: Person, value: str = "4", lokus: str = "pkm-melati") -> None:
        """Scan, agree, and give one value fourteen times; the review is left on screen."""
        person.scan(self.payload(self.link(lokus)))
        await self.settle()
        await self.press(person, "✅ Ya, benar", "▶️ Mulai", *[value] * 14)

    async def press(self, person: Person, *labels: str) -> None:
        """One button after another, each as it comes up."""
        for label in labels:
            person.tap(*button(person, label))
            await self.settle()


def button(person: Person, label: str, older: int = 0) -> tuple[int, str]:
    """The newest button with this text or last word: its message and data; `older` skips some."""
    found = [
        (int(message["message_id"]), str(key["callback_data"]))
        for message in person.messages()
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for key in row
        if "callback_data" in key and label in (key["text"], str(key["text"]).split()[-1])
    ]
    if len(found) <= older:
        raise AssertionError(f"there is no button {label!r}")
    return found[-1 - older]


async def open_office(folder: Path, database: Database) -> Office:
    """An office on its first morning."""
    clock = Clock()
    world = World(BotAccount(990001, TOKEN, username="layanan_bot"), clock=clock.seconds)
    for persona in CAST:
        world.add_persona(persona)
    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        keys_dir=folder / "keys",
        evidence_url=str(folder / "evidence"),
        limits="1000/second",
    )
    office = Office(world, database, settings, clock)
    office.keys.create()
    await _furnish(office)
    await office.restart()
    return office


async def _furnish(office: Office) -> None:
    check = office.keys.new_pepper("2026")
    async with office.database.writing() as connection:
        for form in (catalog.load("F-03"), catalog.load("F-01")):
            await instruments.publish(
                connection, form.form_id, form.version, fingerprint(form), FIRST_DAY
            )
        await places.add_instansi(connection, "pemkot", "Pemerintah Kota Contoh", "Asia/Makassar")
        for code, name in NAMES.items():
            office.lokus[code] = (await places.add_lokus(connection, code, name, "pemkot")).id
        await places.add_instansi(connection, "pemprov", "Provinsi Contoh", "Asia/Makassar")
        far = await places.add_lokus(connection, "samsat", "Samsat Contoh", "pemprov")
        office.lokus["samsat"] = far.id
        period = await periods.open_period(connection, "2026", FIRST_DAY, LAST_DAY, check)
    office.period = period.id
