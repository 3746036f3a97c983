"""Inspectors whose children run what a test says, and never look into the file by themselves."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from bot.inspection.inspector import Inspector
from bot.inspection.verdict import fine

_SERVE = """
import sys
from bot.inspection.zygote import serve

def look():
    exec({code!r}, {{}})
    sys.stdout.flush()

serve(look, idle={idle})
"""


def running(code: str, idle: float = 60.0) -> tuple[str, ...]:
    """A zygote that has each of its children run this code."""
    return ("-I", "-B", "-c", _SERVE.format(code=code, idle=idle))


@contextmanager
def inspecting(code: str, idle: float = 60.0) -> Iterator[Inspector]:
    """With such a zygote, until the block ends."""
    inspector = Inspector(running(code, idle))
    try:
        yield inspector
    finally:
        inspector.close()


def saying(**changes: object) -> str:
    """A child that says a good verdict with something changed in it."""
    return f"print({json.dumps({**asdict(fine('pdf')), **changes})!r})"
