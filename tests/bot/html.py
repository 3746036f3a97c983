"""What Telegram takes as HTML, checked without Telegram."""

from html.parser import HTMLParser

_TAGS = {"b", "i", "u", "s", "code", "pre", "a"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.troubles: list[str] = []
        self.plain = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.troubles.append(f"<{tag}> is no tag of Telegram's")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.troubles.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.plain += data


def troubles_of(text: str) -> list[str]:
    """Why Telegram would refuse this text; empty when it would not."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [*reader.troubles, *(f"<{tag}> stays open" for tag in reader.open)]


def plain(text: str) -> str:
    """What people read."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.plain
