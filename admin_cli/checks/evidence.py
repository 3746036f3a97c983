"""The evidence store: it takes files, it has room, and nobody else reads them."""

import os
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from admin_cli.checks.finding import Finding, fail, failed, ok, warn
from admin_cli.checks.machine import disk
from bot.evidence.place import store_of
from bot.settings import Settings
from storage.errors import StorageError
from storage.evidence_store.opening import read_evidence_url

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


async def evidence(settings: Settings) -> AsyncIterator[Finding]:
    """A folder that is not there yet is not made: another account may be meant to own it."""
    store = store_of(settings)
    folder = read_evidence_url(settings.evidence_url)
    if isinstance(folder, Path) and not folder.exists():
        yield _to_be_made(folder.absolute())
        return
    try:
        await store.check()
        yield ok("evidence", f"{store.place} takes files")
    except StorageError as error:
        yield failed("evidence", error)
        return
    if isinstance(folder, Path):
        if folder.stat().st_mode & _OTHERS:
            yield fail("evidence", f"others may look into {folder}", f"run `chmod 700 {folder}`")
        yield replace(disk(folder), check="evidence_disk")


def _to_be_made(folder: Path) -> Finding:
    parent = next(one for one in folder.parents if one.is_dir())
    if os.access(parent, os.W_OK):
        return ok("evidence", f"{folder} will be made when the first file comes")
    cure = f"make {folder} and give it to the account that runs the bot"
    return warn("evidence", f"{folder} is not there and cannot be made", cure)
