"""Secrets taken out of a text before anybody sees it."""

import re

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(?P<before>://[^\s:/@]+:)[^\s@]+@")


def scrubbed(text: str) -> str:
    """Bot tokens and the passwords of URLs are replaced.

    >>> scrubbed("GET https://api.example/bot12345:AAHs-Yd7ak_2kdlZo19sQQ/getMe")
    'GET https://api.example/bot<token>/getMe'
    >>> scrubbed("postgresql://loket:s3cret@db/loket")
    'postgresql://loket:***@db/loket'
    """
    return _PASSWORD.sub(r"\g<before>***@", _TOKEN.sub("<token>", text))
