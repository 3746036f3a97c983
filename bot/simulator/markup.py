"""parse_mode=HTML as the Bot API reads it: few tags, strict nesting, errors with byte offsets."""

import html
import re
from dataclasses import dataclass, field

from bot.simulator.refusals import Json, Refused, bad_request
from bot.simulator.utf16 import cut, units

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
ATTRIBUTE = re.compile(
    r"""\s+([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""", re.DOTALL
)
NAME = re.compile(r"[^\s>]*")
CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
LINK = re.compile(r"(?:https?|tg)://\S+", re.IGNORECASE)


def unparsable(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")


@dataclass
class Opened:
    name: str
    attributes: dict[str, str]
    offset: int


@dataclass
class Reader:
    source: str
    at: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[Opened] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode())

    def write(self, text: str) -> None:
        self.text.append(text)
        self.length += units(text)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities, or a refusal that names the byte where reading stopped.

    >>> parse_html("<b>Halo</b> &amp; <i>selamat</i>")[0]
    'Halo & selamat'
    """
    reader = Reader(source)
    while reader.at < len(source):
        _step(reader)
    if reader.opened:
        raise unparsable(
            f'Can\'t find end tag corresponding to start tag "{reader.opened[-1].name}"'
        )
    return "".join(reader.text), _joined(reader.entities)


def _step(reader: Reader) -> None:
    rest = reader.source[reader.at]
    if rest == "<" and reader.source.startswith("</", reader.at):
        _end_tag(reader)
    elif rest == "<":
        _start_tag(reader)
    else:
        _characters(reader)


def _characters(reader: Reader) -> None:
    if known := CHARACTER.match(reader.source, reader.at):
        reader.write(html.unescape(known.group()))
        reader.at = known.end()
        return
    reader.write(reader.source[reader.at])
    reader.at += 1


def _start_tag(reader: Reader) -> None:
    begin = reader.at
    name, after = _name(reader, begin + 1)
    if after >= len(reader.source):
        raise unparsable(f"Unclosed start tag at byte offset {reader.byte(begin)}")
    if name not in KINDS:
        raise unparsable(f'Unsupported start tag "{name}" at byte offset {reader.byte(begin)}')
    attributes, after = _attributes(reader.source, after)
    if reader.source[after : after + 1] != ">":
        raise unparsable(f"Unclosed start tag at byte offset {reader.byte(begin)}")
    if name == "span" and attributes.get("class") != "tg-spoiler":
        place = reader.byte(begin)
        raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {place}')
    reader.opened.append(Opened(name, attributes, reader.length))
    reader.at = after + 1


def _name(reader: Reader, start: int) -> tuple[str, int]:
    found = NAME.match(reader.source, start)
    return (found.group().lower(), found.end()) if found else ("", start)


def _attributes(source: str, at: int) -> tuple[dict[str, str], int]:
    attributes: dict[str, str] = {}
    while found := ATTRIBUTE.match(source, at):
        value = next((part for part in found.groups()[1:] if part is not None), "")
        attributes[found[1].lower()] = html.unescape(value)
        at = found.end()
    blank = re.compile(r"\s*").match(source, at)
    return attributes, blank.end() if blank else at


def _end_tag(reader: Reader) -> None:
    begin = reader.at
    name, after = _name(reader, begin + 2)
    _, after = _attributes(reader.source, after)
    if reader.source[after : after + 1] != ">":
        raise unparsable(f"Unclosed end tag at byte offset {reader.byte(begin)}")
    if not reader.opened:
        raise unparsable(f"Unexpected end tag at byte offset {reader.byte(begin)}")
    expected = reader.opened[-1].name
    if name not in ("", expected):
        place = f"at byte offset {reader.byte(begin)}"
        raise unparsable(f'Unmatched end tag {place}, expected "</{expected}>", found "</{name}>"')
    _close(reader, reader.opened.pop())
    reader.at = after + 1


def _close(reader: Reader, opened: Opened) -> None:
    length = reader.length - opened.offset
    entity = _entity(opened, reader)
    if length and entity:
        reader.entities.append({**entity, "offset": opened.offset, "length": length})


def _entity(opened: Opened, reader: Reader) -> Json:
    kind = KINDS[opened.name]
    if kind == "text_link":
        written = cut("".join(reader.text), opened.offset, reader.length)
        url = opened.attributes.get("href") or written
        return {"type": kind, "url": url} if LINK.fullmatch(url) else {}
    if kind == "blockquote" and "expandable" in opened.attributes:
        return {"type": "expandable_blockquote"}
    language = opened.attributes.get("class", "")
    if kind == "code" and language.startswith("language-"):
        return {"type": "code", "language": language.removeprefix("language-")}
    return {"type": kind}


def _joined(entities: list[Json]) -> list[Json]:
    """<pre><code class="language-x"> is one entity; a language outside of <pre> means nothing."""
    blocks = {(each["offset"], each["length"]): each for each in entities if each["type"] == "pre"}
    kept: list[Json] = []
    for entity in entities:
        language = entity.pop("language", "") if entity["type"] == "code" else ""
        block = blocks.get((entity["offset"], entity["length"]))
        if entity["type"] == "code" and block:
            block.update({"language": language} if language else {})
        else:
            kept.append(entity)
    return kept
