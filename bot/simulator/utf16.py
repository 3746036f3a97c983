"""Telegram counts text in UTF-16 code units: most emoji are two."""


def units(text: str) -> int:
    """Length in UTF-16 units.

    >>> units("a😀")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, start: int, end: int) -> str:
    """The part between two offsets given in UTF-16 units."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode(
        "utf-16-le", "replace"
    )
