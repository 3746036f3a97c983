"""The ways a bot token is known to leave programs like ours; none of them is open."""

import os
import subprocess
import sys

import pytest

from bot.settings import Settings
from tests.house.tree import ROOT

SECRET = "AAsecret-token-for-the-tests-0001"
TOKEN = f"990001:{SECRET}"
PERSON = "Qenariwati"
BEGIN = """
import asyncio, gc, logging, os, sys, threading, warnings
from bot.last_words import hear
from bot.logs import set_up
hear()
set_up("DEBUG", os.environ["LOKET_BOT_TOKEN"])
TOKEN, PERSON = os.environ["LOKET_BOT_TOKEN"], "Qenariwati"
def fail(*_): raise ConnectionError(f"POST /bot{TOKEN}/getMe of {PERSON}")
def tried(do):
    try:
        do()
    except ConnectionError:
        logging.getLogger("aiohttp.client").exception("no answer")
class Left:
    def __del__(self): fail()
async def forgotten():
    task = asyncio.create_task(asyncio.to_thread(fail))
    await asyncio.sleep(0.05)
    del task
    gc.collect()
async def called_back():
    asyncio.get_running_loop().call_soon(fail, PERSON)
    await asyncio.sleep(0)
def in_a_thread():
    one = threading.Thread(target=fail, name=f"bot{TOKEN}")
    one.start(), one.join()
async def in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.to_thread(fail))
"""
WAYS = {
    "a line of a library": ("logging.getLogger('aiogram').warning('/bot%s/x', TOKEN)", "/bot["),
    "an error that is logged": ("tried(fail)", "no answer"),
    "a task nobody waits for": ("asyncio.run(forgotten())", "Task exception was never retrieved"),
    "a callback of the loop": ("asyncio.run(called_back())", "Exception in callback"),
    "a thread": ("in_a_thread()", "thread.failed"),
    "a destructor": ("Left(); gc.collect()", "cleanup.failed"),
    "a warning": ("warnings.warn(f'unclosed {TOKEN}', RuntimeWarning)", "unclosed [token]"),
    "a group of tasks at the end": ("asyncio.run(in_a_group())", "program.failed"),
    "the end of the program": ("fail()", "program.failed"),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_token_leaves_by(way: str) -> None:
    code, told = WAYS[way]
    program = [sys.executable, "-c", BEGIN + code]
    set_to = {**os.environ, "LOKET_BOT_TOKEN": TOKEN}
    done = subprocess.run(
        program, cwd=ROOT, env=set_to, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert told in said
    assert SECRET not in said
    assert PERSON not in said


def test_no_token_leaves_by_showing_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.model_validate({"bot_token": TOKEN})
    assert settings.require_token() == TOKEN
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert SECRET not in shown
