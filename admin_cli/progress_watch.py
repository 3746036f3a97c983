"""The table of progress on a terminal, anew every few seconds."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from zoneinfo import ZoneInfo

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from admin_cli import clock
from admin_cli.progress_text import NOBODY, overview
from admin_cli.standings import Standing
from storage.periods import Period

_EVERY = 5.0  # seconds
_FOOT = "Diperbarui {when} · berhenti: Ctrl-C"


def watch(
    look: Callable[[], tuple[Period, Sequence[str], Sequence[Standing]]],
    console: Console | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Until Ctrl-C; what was shown last stays on the terminal."""
    screen = console or Console(markup=False, emoji=False, highlight=False)
    with suppress(KeyboardInterrupt), Live(console=screen, auto_refresh=False) as live:
        while True:
            period, _, found = look()
            live.update(_drawn(period, found), refresh=True)
            wait(_EVERY)


def _drawn(period: Period, found: Sequence[Standing]) -> Group:
    zone = found[0].lokus.instansi.timezone if found else "UTC"
    now = clock.now().astimezone(ZoneInfo(zone))
    foot = Text(_FOOT.format(when=f"{now:%H.%M.%S}"))
    if not found:
        return Group(Text(NOBODY), foot)
    head, table, legend = overview(period, found)
    return Group(Text(head), table, Text(legend), foot)
