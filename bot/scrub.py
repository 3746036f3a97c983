"""Secrets taken out of a text before anybody sees it."""

import re

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(?P<before>://[^\s:/@]+:)[^\s@]+@")
_HIDDEN = "[token]"


def scrubbed(text: str, token: str = "") -> str:
    """Bot tokens (`token` by its letters, any other by its shape) and passwords in URLs go.

    >>> scrubbed("POST /bot12345:AAbbCCddEEffGGhhIIjjKKllMM/getMe")
    'POST /bot[token]/getMe'
    >>> scrubbed("postgresql://loket:s3cret@db/loket")
    'postgresql://loket:***@db/loket'
    """
    hidden = _TOKEN.sub(_HIDDEN, text.replace(token, _HIDDEN) if token else text)
    return _PASSWORD.sub(r"\g<before>***@", hidden)
