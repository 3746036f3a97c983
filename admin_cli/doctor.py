"""`loket doctor`: what is wrong with this server, and what to do about it."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from admin_cli import clock, office
from admin_cli.checks.finding import Finding, Level, fail, failed, ok
from admin_cli.door import PROBLEM_FOUND
from admin_cli.printing import AsJson, document, say, table
from bot.errors import BadSettings, BotError
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.settings import Settings

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


def doctor(as_json: AsJson = False) -> None:
    """Look at all this server relies on and say how to mend it; exit 1 if something is ill.

    Settings, time zones, keys, database, forms, period, requests, ledger, evidence, disk, fonts,
    the inspection of files, backups, alarms, token, Telegram, webhook and clock.
    """
    findings = list(_findings())
    is_well = all(one.level is not Level.FAIL for one in findings)
    if as_json:
        document({"ok": is_well, "checks": [one.shape() for one in findings]})
    else:
        rows = [(one.level.value, one.check, one.said, one.cure) for one in findings]
        table(("", "check", "found", "what to do"), rows, empty="")
        say("all is well" if is_well else "something is wrong: see what to do above")
    if not is_well:
        raise typer.Exit(PROBLEM_FOUND)


def _findings() -> Iterator[Finding]:
    try:
        settings = office.settings()
    except BadSettings as error:
        for problem in error.problems:
            yield fail("settings", problem, "correct it in the environment or in .env")
        return
    yield ok("settings", f"read; days are counted in {settings.timezone}")
    yield from _of_this_machine(settings)
    yield from _of_telegram(settings)


def _of_this_machine(settings: "Settings") -> Iterator[Finding]:
    from admin_cli.checks.alarms import alarms
    from admin_cli.checks.backups import backups
    from admin_cli.checks.data import data
    from admin_cli.checks.evidence import evidence
    from admin_cli.checks.fonts import fonts
    from admin_cli.checks.inspection import inspection
    from admin_cli.checks.keys import keys
    from admin_cli.checks.machine import disk, env_file, time_zones

    ring, url = office.keys(settings), settings.database_url.get_secret_value()
    yield from env_file(office.env_file())
    yield from time_zones(clock.now())
    yield from keys(ring)

    async def gathered() -> list[Finding]:
        found = [one async for one in data(settings, ring, office.today(settings.timezone))]
        found += [one async for one in evidence(settings)]
        return found + [one async for one in inspection()]

    yield from asyncio.run(gathered())
    yield from fonts()
    yield disk(_folder_of(url))
    yield from backups(settings.backup_dir, clock.now())
    yield alarms(settings.alarm_chat)


def _of_telegram(settings: "Settings") -> Iterator[Finding]:
    from admin_cli.checks.telegram import telegram

    try:
        token = settings.require_token()
    except BotError as error:
        yield failed("token", error)
        return
    if not _TOKEN.fullmatch(token):
        cure = "copy it again from @BotFather; it looks like 123456789:AA..."
        yield fail("token", "LOKET_BOT_TOKEN does not look like a bot's token", cure)
        return
    yield ok("token", "set, and of the right form")
    yield from telegram(settings, clock.now())


def _folder_of(url: str) -> Path:
    """The nearest folder that exists, to measure the disk."""
    from storage.database import read_url
    from storage.reach import sqlite_file

    try:
        path = sqlite_file(read_url(url)) or Path()
    except StorageError:
        path = Path()
    path = path.absolute()
    return next(one for one in (path, *path.parents) if one.is_dir())
