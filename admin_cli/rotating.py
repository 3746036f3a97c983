"""What happens when a key of the server is rotated: begun, done in one transaction, finished."""

import socket
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from admin_cli import office
from admin_cli.door import WrongUse
from bot.key_files import read_key
from bot.rotation import Rotation

if TYPE_CHECKING:
    from admin_cli.ledger.heads import Head
    from bot.keys import KeyRing
    from bot.settings import Settings
    from storage.database import Connection
    from storage.resealing import Name


@dataclass(frozen=True, slots=True)
class Done:
    """`public` is the half of the new key that is handed over, `head` the last of the older."""

    was_unfinished: bool
    rows: int
    public: str
    head: "Head | None"
    retired: Path


def rotate(name: str) -> Done:
    """Safe to repeat: what was cut off is finished, and then there is no further new key."""
    from admin_cli.ledger.heads import publish

    settings = office.settings()
    ring, today = office.keys(settings), office.today(settings.timezone)
    rotation = Rotation(ring.folder, name)
    office.reading(partial(_require_readable, ring=ring, name=name))
    was_unfinished = rotation.is_unfinished
    rotation.begin()
    day = today.isoformat()
    rows, public, head = office.writing(partial(_work, ring=ring, rotation=rotation, day=day))
    if head is not None:
        publish(head, settings.checkpoint_dir)
    return Done(was_unfinished, rows, public, head, rotation.finish(today))


def require_rest(settings: "Settings") -> None:
    """Refuse while a bot answers at its health address; where there is none nobody can tell."""
    if settings.health_address is None:
        return
    try:
        socket.create_connection(settings.health_address, timeout=1).close()
    except OSError:
        return
    raise WrongUse("the bot is running: stop it first (`systemctl stop loket-bot`)", "bot.running")


async def _require_readable(tables: "Connection", ring: "KeyRing", name: str) -> None:
    """Before anything is changed: what the key at hand does not open would be lost for good."""
    from cryptography.fernet import InvalidToken

    from bot.sealing import resealed
    from storage.resealing import sealed_under

    if name not in {"chats", "parked", "account"}:
        return
    sealed: Name = "parked" if name == "parked" else "chats"
    key = ring.parked if sealed == "parked" else ring.chats
    for content in await sealed_under(tables, sealed):
        try:
            resealed(content, key)
        except InvalidToken:
            raise WrongUse(
                f"some of what {sealed}.key should open was sealed with another key: put that one "
                f"beside it as {sealed}-old.key and run `loket key rotate {sealed} --yes`",
                "key.other",
            ) from None


async def _work(
    tables: "Connection", ring: "KeyRing", rotation: Rotation, day: str
) -> "tuple[int, str, Head | None]":
    public = _public(rotation.name, read_key(rotation.current))
    head = await _tell(tables, rotation, public, day)  # first: the guards ask for that leaf
    return await _carry_over(tables, ring, rotation.name), public, head


async def _carry_over(tables: "Connection", ring: "KeyRing", name: str) -> int:
    """How many rows hang on the new key now."""
    from bot.sealing import open_chat, resealed
    from storage import resealing
    from survey_flows.pseudonyms import account

    match name:
        case "chats":
            return await resealing.reseal(tables, "chats", partial(resealed, key=ring.chats))
        case "parked":
            return await resealing.reseal(tables, "parked", partial(resealed, key=ring.parked))
        case "account":
            key, chats = read_key(Rotation(ring.folder, name).current), ring.chats
            return await resealing.rename_accounts(
                tables, lambda chat: account(key, open_chat(chat, chats))
            )
    return 0


async def _tell(tables: "Connection", rotation: Rotation, public: str, day: str) -> "Head | None":
    """The ledger knows. Its own new key is named under the last head that the older one signs."""
    from storage import ledger
    from survey_flows.ledger import leaves

    await ledger.append(tables, leaves.secret(rotation.name, "rotated", day, public))
    if rotation.name != "ledger":
        return None
    made = await _last_head(tables, read_key(rotation.older), day)
    await ledger.append(tables, leaves.secret(rotation.name, "begun", day, public))
    return made


async def _last_head(tables: "Connection", seed: bytes, day: str) -> "Head":
    from datetime import date

    from admin_cli.ledger.heads import signed_head
    from storage import ledger

    made = signed_head(await ledger.head(tables, await ledger.size(tables)), seed)
    size, root = made.checkpoint.size, made.checkpoint.root.hex()
    kept = ledger.Checkpoint(size, root, date.fromisoformat(day), made.note)
    await ledger.keep_checkpoint(tables, kept)
    return made


def _public(name: str, seed: bytes) -> str:
    from admin_cli.bundle.signing import public_key
    from admin_cli.ledger.heads import key_of

    match name:
        case "bundle":
            return public_key(seed).text
        case "ledger":
            return key_of(seed).text
    return ""
