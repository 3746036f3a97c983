"""The state of one bot's Telegram: who is there, what was said, what waits to be delivered."""

import time
from collections import deque
from collections.abc import Callable

from bot.simulator.blobs import Blobs
from bot.simulator.bulletin import Bulletin
from bot.simulator.chance import Chance
from bot.simulator.faults import Faults
from bot.simulator.model import BotAccount, Chat, Persona, Profile, Query, StoredFile, Webhook
from bot.simulator.pace import Pace
from bot.simulator.refusals import Json, Refused, bad_request
from bot.simulator.updates import QUERY_LIFE, UpdateQueue

CALLS_KEPT = 20_000


class State:
    def __init__(
        self,
        bot: BotAccount,
        *,
        seed: int = 1,
        clock: Callable[[], float] = time.time,
        blobs: Blobs | None = None,
    ) -> None:
        self.bot = bot
        self.clock = clock
        self.chance = Chance(seed)
        self.blobs = blobs or Blobs()
        self.updates = UpdateQueue(self.chance, clock)
        self.faults = Faults(clock)
        self.pace = Pace(clock)
        self.bulletin = Bulletin()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, StoredFile] = {}
        self.webhook = Webhook()
        self.profile = Profile()
        self.next_message_id = self.chance.randrange(10, 5000)
        self.calls: deque[Json] = deque(maxlen=CALLS_KEPT)
        self.calls_made = 0
        self.toasts: deque[Json] = deque(maxlen=CALLS_KEPT)

    def add_persona(self, persona: Persona) -> Persona:
        self.chats.setdefault(persona.id, Chat(persona))
        return persona

    def chat_for_bot(self, chat_id: str) -> Chat:
        """The chat a call names, if this bot may write there."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        chat = next((chat for key, chat in self.chats.items() if str(key) == chat_id), None)
        if chat is None or not chat.is_started:
            raise bad_request("chat not found")
        return chat

    def open_chat(self, chat_id: str) -> Chat:
        chat = self.chat_for_bot(chat_id)
        if chat.is_blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def post(self, chat: Chat, content: Json, *, by_bot: bool) -> Json:
        """Put a new message into a chat."""
        message: Json = {
            "message_id": self._take_message_id(),
            "from": self.bot.user() if by_bot else chat.persona.user(),
            "chat": chat.persona.private_chat(),
            "date": int(self.clock()),
            **content,
        }
        chat.messages[message["message_id"]] = message
        chat.typing_until = 0.0
        self.touch(chat)
        return message

    def _take_message_id(self) -> int:
        self.next_message_id += 1
        return self.next_message_id - 1

    def touch(self, chat: Chat) -> None:
        chat.version += 1
        self.bulletin.tell(chat.persona.id, "chat", {"version": chat.version})

    def ask(self, persona_id: int) -> Query:
        """Register a tap; those too old to be answered are forgotten."""
        now = self.clock()
        self.queries = {
            key: query for key, query in self.queries.items() if now - query.asked_at < QUERY_LIFE
        }
        query = Query(str(self.chance.number(62)), persona_id, now)
        self.queries[query.id] = query
        return query

    def log(self, method: str, params: Json, error: str) -> None:
        self.calls_made += 1
        entry: Json = {"n": self.calls_made, "method": method, "params": params}
        self.calls.append({**entry, "ok": not error, "error": error})
