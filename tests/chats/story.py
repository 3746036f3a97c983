"""Plays a story: lines with `>` say what people do, the rest is what they then see.

    > Siti scans pkm-melati
    + Selamat datang ...
      [✅ Ya, benar]
    > Siti taps ✅ Ya, benar

`+` is a new message, `~` an edited one, `-` one that is gone, `!` a toast.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.desk.taps import Look, look_data
from bot.simulator.people import Person
from storage import periods
from storage.staff import Role
from survey_flows.links import Channel
from tests.chats.office import BUDI, DEWI, HASAN, RINA, SITI, Office, button
from tests.chats.paper import revoke_all, ticket_of, weekly_of
from tests.chats.paperwork import fill_rest
from tests.chats.things import send

_PEOPLE = {"Siti": SITI, "Budi": BUDI, "Rina": RINA, "Dewi": DEWI, "Hasan": HASAN}
_STAFF = {RINA, DEWI, HASAN}
_ROLES: dict[str, Role] = {"petugas": "petugas", "in-charge": "penanggung_jawab"}
_PRINTED = {"the ticket", "the poster"}
_TAGS = re.compile(r"</?[a-z][^>]*>")
_RECEIPT = re.compile(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b")
_SIZE = re.compile(r"· \d+ KB")  # files of an album are told in the order they became safe
Json = dict[str, Any]


@dataclass
class Story:
    """`told` grows into the transcript."""

    office: Office
    told: list[str] = field(default_factory=list)
    _seen: dict[int, dict[int, str]] = field(default_factory=dict)
    _toasts: int = 0
    _is_down: bool = False
    _receipt: str = ""
    _kept: dict[str, tuple[int, str]] = field(default_factory=dict)
    _paper: str = ""

    async def play(self, script: str) -> str:
        """Do what the script says and tell what was seen; comments and blank lines stay."""
        for line in script.splitlines():
            if line.startswith(">"):
                self.told += ["", line]
                await self._act(line.removeprefix(">").strip())
                self._look()
            elif line.startswith("#"):
                self.told.append(line)
        return "\n".join(self.told) + "\n"

    async def _act(self, words: str) -> None:
        who, _, deed = words.partition(" ")
        if who in _PEOPLE and await self._is_long(self.office.world.person(_PEOPLE[who]), deed):
            return
        if who in _PEOPLE and not deed.startswith("meanwhile"):
            self._person_does(self.office.world.person(_PEOPLE[who]), deed)
            if not self._is_down:
                await self.office.settle()
                if _PEOPLE[who] in _STAFF:
                    await self.office.settle_files()
        else:
            await self._world_does(words)

    async def _is_long(self, person: Person, deed: str) -> bool:
        """What would be fourteen taps is one line; only its end is told."""
        match deed.split():
            case ["fills", lokus, "with", value]:
                await self.office.answer_all(person, value, lokus)
            case ["answers", "all", "with", value]:
                await self.office.press(person, *[value] * 14)
            case _:
                return False
        return True

    def _person_does(self, person: Person, deed: str) -> None:
        verb, _, rest = deed.partition(" ")
        newest = int(person.last()["message_id"]) if person.messages() else 0
        deeds: dict[str, Callable[[], object]] = {
            "scans": lambda: person.scan(self._paper if rest in _PRINTED else self._payload(rest)),
            "says": lambda: person.say(rest.replace("RECEIPT", self._receipt)),
            "sends": lambda: send(person, rest),
            "taps": lambda: person.tap(*button(person, rest)),
            "remembers": lambda: self._kept.update({rest: button(person, rest)}),
            "retaps": lambda: person.tap(*self._kept[rest], force=True),
            "retaps-hidden": lambda: person.tap(*self._kept[rest], force=True, inaccessible=True),
            "forges": lambda: person.tap(newest, rest, force=True),
            "jumps": lambda: person.tap(newest, _item(rest.removeprefix("to ")), force=True),
            "deletes": lambda: person.delete(newest),
            "blocks": person.block,
        }
        deeds[verb]()

    async def _world_does(self, words: str) -> None:
        match words.split():
            case ["the", "bot", "stops"]:
                self._is_down = True
            case ["the", "bot", "starts"]:
                self._is_down = False
                await self.office.restart()
                await self.office.settle()
                await self.office.settle_files()
            case [who, "meanwhile", "fills", lokus]:
                await fill_rest(self.office, who, lokus)
            case ["the", "bot", "keeps", "its", "word"]:
                assert self.office.debts
                await self.office.debts.look()
            case ["the", "pepper", "is", "lost"]:
                self.office.keys.drop_pepper("2026")
                await self.office.restart()
            case ["the", "admin", *deed]:
                await self._admin_does(deed)
            case ["wait", number, unit]:
                self.office.clock.now += timedelta(**{unit: int(number)})
            case _:
                raise ValueError(f"a story knows nothing like {words!r}")

    async def _admin_does(self, words: list[str]) -> None:
        office = self.office
        match words:
            case ["closes", "the", "period"]:
                async with office.database.writing() as connection:
                    await periods.close_period(connection, "2026", office.clock.now.date())
            case ["hires", who, "for", lokus, "as", role]:
                await office.hire(_PEOPLE[who], lokus, _ROLES[role], who)
            case ["revokes", who]:
                await office.dismiss(_PEOPLE[who])
            case ["prints", "a", "ticket", "for", lokus]:
                self._paper = office.payload(await ticket_of(office, lokus))
            case ["prints", "a", "weekly", "poster", "for", lokus, weeks]:
                self._paper = office.payload(weekly_of(office, lokus, int(weeks)))
            case ["revokes", "the", "tickets"]:
                await revoke_all(office)
            case ["reopens", lokus, *reason]:
                await office.reopen(lokus, " ".join(reason))
            case _:
                raise ValueError(f"an admin does nothing like {words!r}")

    def _payload(self, words: str) -> str:
        office = self.office
        match words.split():
            case []:
                return ""
            case ["text", text]:
                return text
            case ["forged", lokus]:
                signed = office.payload(office.link(lokus))
                return signed[:-1] + ("x" if signed[-1] != "x" else "y")
            case ["staff", lokus]:
                return office.payload(replace(office.link(lokus), form_id="F-01"))
            case ["rotating", lokus]:
                link = replace(office.link(lokus), channel=Channel.ROTATING, serial=1)
                return office.payload(link)
            case [lokus]:
                return office.payload(office.link(lokus))
        raise ValueError(f"nothing to scan in {words!r}")

    def _look(self) -> None:
        for number in _PEOPLE.values():
            seen = self._seen.get(number, {})
            now = {
                one["message_id"]: _text(one)
                for one in self.office.world.person(number).messages()
                if one["from"]["is_bot"]
            }
            for message_id, text in now.items():
                if message_id not in seen:
                    self._tell("+", text)
                elif seen[message_id] != text:
                    self._tell("~", text)
            gone = [text for message_id, text in seen.items() if message_id not in now]
            for text in gone:
                self._tell("-", text.splitlines()[0])
            self._seen[number] = now
        toasts = list(self.office.world.toasts)[self._toasts :]
        self._toasts += len(toasts)
        for toast in toasts:
            if toast.get("text"):
                self._tell("!", toast["text"])

    def _tell(self, mark: str, text: str) -> None:
        if found := _RECEIPT.search(text):
            self._receipt = found[0]
        text = _SIZE.sub("· N KB", _RECEIPT.sub("XXXXX-XXXXX", text))
        first, *rest = text.splitlines()
        self.told += [f"{mark} {first}".rstrip(), *(f"  {line}".rstrip() for line in rest)]


def _item(number: str) -> str:
    """What the button of an item of the first form carries."""
    return look_data(Look("item", 1, str(int(number) - 1)))


def _text(message: Json) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    shown = [f"({kind})" for kind in ("photo", "document", "video") if kind in message]
    return "\n".join([*shown, _TAGS.sub("", message.get("text", "")), *keys])
