"""What the simulator keeps: plain records, all of them writable as JSON."""

from dataclasses import dataclass, field

from bot.simulator.refusals import Json


@dataclass
class Persona:
    """Somebody with Telegram on their phone."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    role: str = "warga"
    blurb: str = ""

    def names(self) -> Json:
        wanted = {"first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username}
        return {**wanted, **{key: value for key, value in optional.items() if value}}

    def user(self) -> Json:
        return {"id": self.id, "is_bot": False, **self.names(), "language_code": "id"}

    def private_chat(self) -> Json:
        return {"id": self.id, **self.names(), "type": "private"}


@dataclass
class BotAccount:
    id: int
    token: str = field(repr=False)
    username: str = "suaraloket_demo_bot"
    first_name: str = "SuaraLoket"

    def user(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }


@dataclass
class Chat:
    """One private chat, as the bot sees it; messages are Bot API `Message` objects."""

    persona: Persona
    messages: dict[int, Json] = field(default_factory=dict)
    is_started: bool = False
    is_blocked: bool = False
    typing_until: float = 0.0
    version: int = 0


@dataclass
class Query:
    """A tap waiting to be answered."""

    id: str
    persona_id: int
    asked_at: float
    is_answered: bool = False


@dataclass
class StoredFile:
    """One file id; several of them may name the same blob.

    `sizes` are the file ids of one photo, small to large; `path` can be fetched only for a while.
    """

    file_id: str
    unique_id: str
    kind: str
    blob: str
    size: int
    path: str
    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    sizes: list[str] = field(default_factory=list)
    open_until: float = 0.0

    def described(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass
class Webhook:
    url: str = ""
    secret: str = field(default="", repr=False)
    max_connections: int = 40
    last_error_at: int = 0
    last_error: str = ""


@dataclass
class Profile:
    """Per language: names and descriptions; per scope and language: commands."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
