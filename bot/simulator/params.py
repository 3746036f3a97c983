"""Parameters of one call, whether they came as a form, as JSON or from Python."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.simulator.refusals import Json, bad_request

TRUE_WORDS = ("true", "1", "yes")


@dataclass(frozen=True)
class Upload:
    """A file as it arrives: with the name the sender gave it, which nobody trusts."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


class Params:
    def __init__(
        self, given: Json | None = None, files: Mapping[str, Upload] | None = None
    ) -> None:
        self.given = {name: value for name, value in (given or {}).items() if value is not None}
        self.files = dict(files or {})

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name, default)
        return value if isinstance(value, str) else str(value)

    def whole(self, name: str, default: int = 0) -> int:
        value = self.text(name, "")
        try:
            return int(value) if value else default
        except ValueError:
            raise bad_request(f'can\'t parse parameter "{name}" as an integer') from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        return self.text(name).lower() in TRUE_WORDS if name in self.given else default

    def structure(self, name: str) -> object:
        """An object or array; forms carry these as JSON text."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def loggable(self) -> Json:
        shown: Json = {name: f"<{upload.name}>" for name, upload in self.files.items()}
        return {**self.given, **shown}
