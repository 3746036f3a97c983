"""People of the counter in a demo: who serves, and who holds an invitation nobody has used."""

from dataclasses import dataclass

from admin_cli.demo_sheet import DEWI, HASAN, RINA
from bot.keys import KeyRing
from bot.sealing import seal_chat
from bot.simulator.world import World
from storage import places, staff
from storage.database import Connection
from storage.staff import Invite, Member
from survey_flows.invitations import Role, invite_payload
from survey_flows.pseudonyms import account

HOME, ELSEWHERE = "pkm-melati", "kel-sukamaju"
_ROLES: dict[int, Role] = {RINA: "petugas", HASAN: "penanggung_jawab"}


@dataclass(frozen=True, slots=True)
class Invited:
    """The link is for one person; what became of it is asked under `number`."""

    number: int
    persona: int
    lokus: str
    link: str


def start_chats(world: World) -> None:
    """Whoever serves has written to the bot once, so it may write to them."""
    for person in _ROLES:
        chat = world.person(person).chat
        chat.is_started = True
        world.touch(chat)


class Hiring:
    """Stands in for the admin, and for those who opened a link and read out its code."""

    def __init__(self, connection: Connection, keys: KeyRing, world: World) -> None:
        self._connection = connection
        self._keys = keys
        self._world = world

    async def hire_all(self, at: int) -> dict[int, Member]:
        """Those who serve from the beginning, by persona; the bot greets them when it starts."""
        return {person: await self._hire(person, role, at) for person, role in _ROLES.items()}

    async def invite(self, now: int) -> Invited | None:
        """A link for whoever was never let in; none while an opened one waits for its code.

        Only its hash is stored, so that of an earlier start cannot be shown again.
        """
        if await staff.member_of(self._connection, self._account(DEWI)):
            return None
        for one in await staff.invites(self._connection, now):
            if (one.name, one.lokus.code) == (self._name(DEWI), ELSEWHERE):
                if one.state(now) == "claimed":
                    return None
                await staff.cancel(self._connection, one.id, now)
        made, token = await self._make(DEWI, ELSEWHERE, "petugas", now)
        link = f"https://t.me/{self._world.bot.username}?start={invite_payload(token)}"
        return Invited(made.id, DEWI, made.lokus.name, link)

    async def _hire(self, person: int, role: Role, at: int) -> Member:
        _, token = await self._make(person, HOME, role, at)
        chat = seal_chat(person, self._keys.chats)
        opened = await staff.claim(self._connection, token, self._account(person), chat, at)
        if not isinstance(opened, Invite):
            raise TypeError(f"an invitation just made is {opened}")
        return (await staff.confirm(self._connection, opened.code, at)).member

    async def _make(self, person: int, lokus: str, role: Role, at: int) -> tuple[Invite, str]:
        where = await places.lokus_of(self._connection, lokus)
        return await staff.invite(self._connection, where, role, self._name(person), at)

    def _account(self, person: int) -> str:
        return account(self._keys.account, person)

    def _name(self, person: int) -> str:
        persona = self._world.person(person).chat.persona
        return f"{persona.first_name} {persona.last_name}".strip()
