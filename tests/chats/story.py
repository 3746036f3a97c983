"""Plays a story: lines with `>` say what people do, the rest is what they then see.

    > Siti scans pkm-melati
    + Selamat datang ...
      [✅ Ya, benar]
    > Siti taps ✅ Ya, benar

`+` is a new message, `~` an edited one, `-` one that is gone, `!` a toast.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.people import Person
from tests.chats.office import BUDI, SITI, Office

_PEOPLE = {"Siti": SITI, "Budi": BUDI}
_TAGS = re.compile(r"</?[a-z][^>]*>")
_RECEIPT = re.compile(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b")
Json = dict[str, Any]


@dataclass
class Story:
    """`told` grows into the transcript."""

    office: Office
    told: list[str] = field(default_factory=list)
    _seen: dict[int, dict[int, str]] = field(default_factory=dict)
    _toasts: int = 0

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
        if who in _PEOPLE:
            self._person_does(self.office.world.person(_PEOPLE[who]), deed)
            await self.office.settle()
        else:
            await self._world_does(words)

    def _person_does(self, person: Person, deed: str) -> None:
        verb, _, rest = deed.partition(" ")
        match verb:
            case "scans":
                person.scan(self._payload(rest))
            case "says":
                person.say(rest)
            case "taps":
                person.tap(*self._button(person, rest))
            case "sends":
                person.send(_THINGS[rest])
            case "blocks":
                person.block()
            case _:
                raise ValueError(f"a story has no verb {verb!r}")

    async def _world_does(self, words: str) -> None:
        match words.split():
            case ["restart"]:
                await self.office.restart()
            case ["wait", number, unit]:
                await self.office.forward(**{unit: int(number)})
                await self.office.restart()
            case _:
                raise ValueError(f"a story knows nothing like {words!r}")

    def _payload(self, words: str) -> str:
        match words.split():
            case []:
                return ""
            case ["forged", lokus]:
                return self.office.payload(lokus)[:-1] + "x"
            case ["staff", lokus]:
                return self.office.payload(lokus, "F-01")
            case ["rotating", lokus]:
                return self.office.payload(lokus, channel=1, serial=1)
            case ["text", text]:
                return text
            case [lokus]:
                return self.office.payload(lokus)
        raise ValueError(f"nothing to scan in {words!r}")

    def _button(self, person: Person, label: str) -> tuple[int, str]:
        """The newest button with this label; `older` reaches for the one before it."""
        wanted = label.removeprefix("older ")
        found = [
            (message["message_id"], button["callback_data"])
            for message in person.messages()
            for button in _buttons(message)
            if button["text"] == wanted
        ]
        assert found, f"there is no button {wanted!r}"
        return found[-2 if wanted != label else -1]

    def _look(self) -> None:
        for name, number in _PEOPLE.items():
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
            del name
        toasts = list(self.office.world.toasts)[self._toasts :]
        self._toasts += len(toasts)
        for toast in toasts:
            if toast.get("text"):
                self._tell("!", toast["text"])

    def _tell(self, mark: str, text: str) -> None:
        first, *rest = _RECEIPT.sub("XXXXX-XXXXX", text).splitlines()
        self.told += [f"{mark} {first}".rstrip(), *(f"  {line}".rstrip() for line in rest)]


_THINGS: dict[str, Json] = {
    "a sticker": {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    "a voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
    "a photo": {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    "a location": {"location": {"latitude": 0.0, "longitude": 0.0}},
}


def _buttons(message: Json) -> list[Json]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row if "callback_data" in button]


def _text(message: Json) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join([_TAGS.sub("", message.get("text", "")), *keys])
