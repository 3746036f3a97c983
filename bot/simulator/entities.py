"""Formatted text: what the sender typed becomes plain text plus entities in UTF-16 units."""

import re
from typing import NamedTuple

from bot.simulator.markup import parse_html
from bot.simulator.params import Params
from bot.simulator.refusals import Json, bad_request
from bot.simulator.utf16 import units

MAX_ENTITIES = 100
FOUND = {
    "bot_command": re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?!\w)"),
    "url": re.compile(r"\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)]"),
    "mention": re.compile(r"(?<!\w)@[A-Za-z]\w{4,31}\b"),
}


class Formatted(NamedTuple):
    text: str
    entities: list[Json]

    def under(self, text_key: str, entities_key: str) -> Json:
        if not self.text:
            return {}
        content: Json = {text_key: self.text}
        return {**content, entities_key: self.entities} if self.entities else content


def found_in(text: str) -> list[Json]:
    """Commands, addresses and mentions: Telegram marks these by itself."""
    return [
        {"type": kind, "offset": units(text[: hit.start()]), "length": units(hit.group())}
        for kind, pattern in FOUND.items()
        for hit in pattern.finditer(text)
    ]


def typed(text: str) -> Formatted:
    return Formatted(text, _ordered(found_in(text)))


def formatted(params: Params, text_key: str, entities_key: str) -> Formatted:
    """Text of a call by its parse mode or its list of entities, trimmed as Telegram does."""
    raw = params.text(text_key)
    mode = params.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode: the simulator reads HTML or entities")
    parsed = parse_html(raw) if mode else (raw, _given(params, entities_key))
    return _trimmed(*parsed)


def _given(params: Params, name: str) -> list[Json]:
    entities = params.structure(name) or []
    if not isinstance(entities, list) or not all(isinstance(each, dict) for each in entities):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    return [_sound(entity) for entity in entities]


def _sound(entity: Json) -> Json:
    for name in ("offset", "length"):
        if not isinstance(entity.get(name), int):
            raise bad_request(f'can\'t parse MessageEntity: field "{name}" must be of type Number')
    if not isinstance(entity.get("type"), str):
        raise bad_request('can\'t parse MessageEntity: field "type" must be of type String')
    return {key: value for key, value in entity.items() if value is not None}


def _trimmed(text: str, entities: list[Json]) -> Formatted:
    cut = units(text) - units(text.lstrip())
    kept = text.strip()
    clipped = [_clipped(entity, cut, units(kept)) for entity in entities]
    explicit = [entity for entity in clipped if entity["length"] > 0]
    free = [entity for entity in found_in(kept) if not _overlaps(entity, explicit)]
    return Formatted(kept, _ordered([*explicit, *free])[:MAX_ENTITIES])


def _clipped(entity: Json, cut: int, total: int) -> Json:
    start = max(entity["offset"] - cut, 0)
    end = min(entity["offset"] - cut + entity["length"], total)
    return {**entity, "offset": start, "length": end - start}


def _overlaps(entity: Json, others: list[Json]) -> bool:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    solid = ("code", "pre", "text_link", "url")
    return any(
        other["offset"] < end and start < other["offset"] + other["length"]
        for other in others
        if other["type"] in solid
    )


def _ordered(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
