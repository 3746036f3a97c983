"""Are the keys there, whole, and nobody else's?"""

import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING

from admin_cli.checks.finding import Finding, fail, failed, ok
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.keys import KeyRing

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keys(ring: "KeyRing") -> Iterator[Finding]:
    """The folder and the keys every server has; a period's pepper is looked at with the period."""
    try:
        _ = ring.qr, ring.account, ring.parked, ring.chats, ring.bundle, ring.ledger
    except BotError as error:
        yield failed("keys", error)
        return
    except OSError as error:
        yield fail("keys", f"{ring.folder}: {error.strerror}", "run the program as the keys' owner")
        return
    if ring.folder.stat().st_mode & _OTHERS:
        cure = f"run `chmod 700 {ring.folder}`"
        yield fail("keys", f"others may look into {ring.folder}", cure)
    else:
        yield ok("keys", f"{len(ring.qr)} for posters, and all others, in {ring.folder}")
