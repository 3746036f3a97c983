"""kill -9 at every step of every album: what the chat called safe must be there, once.

`python -m tests.faults.evidence_campaign --albums 200` plays worlds side by side, each with its own
Telegram, database, store and evidence worker; docs/faults.md says what is tried.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import SystemRandom
from typing import TextIO

from tests.databases import postgres_url, sqlite_url
from tests.faults.evidence_steps import BREAKS
from tests.faults.evidence_verdict import Tally
from tests.faults.evidence_world import Plan, play
from tests.servers import postgres_server


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if nothing is missing, left over, doubled or unsettled."""
    given = _arguments(words)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it wonders at lines cut by us
    began = time.monotonic()
    _say(f"seed {given.seed} · {given.worlds} worlds on {given.database}", sys.stderr)
    with tempfile.TemporaryDirectory(prefix="evidence-faults-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # a database server under another account passes through
        server = ""
        if given.database == "postgresql":
            server = stack.enter_context(postgres_server(folder / "postgres"))
        tallies = asyncio.run(_play(given, folder, server))
    return _close(tallies, given.albums, time.monotonic() - began)


async def _play(given: argparse.Namespace, folder: Path, server: str) -> list[Tally]:
    plans = [await _plan(given, folder, server, number) for number in range(given.worlds)]
    return list(await asyncio.gather(*(play(plan) for plan in plans)))


async def _plan(given: argparse.Namespace, folder: Path, server: str, number: int) -> Plan:
    own = folder / f"world-{number}"
    own.mkdir()
    made = postgres_url(server) if server else sqlite_url(own, folder / "template.db")
    share = given.albums // given.worlds + (number < given.albums % given.worlds)
    return Plan(own, await made, share, given.seed + number, given.failures, given.spoil)


def _close(tallies: Sequence[Tally], albums: int, seconds: float) -> int:
    found = {
        word: [line for one in tallies for line in getattr(one, word)]
        for word in ("missing", "orphans", "doubled", "unsettled")
    }
    for word, lines in found.items():
        for line in lines[:5]:
            _say(f"{word}: {line}", sys.stderr)
    ends = sum((one.ends for one in tallies), Counter[str]())
    _say(", ".join(f"{end} {count}" for end, count in ends.most_common()), sys.stderr)
    counted = " · ".join(f"{word} {len(lines)}" for word, lines in found.items())
    _say(
        f"albums {albums} · files {sum(one.files for one in tallies)}"
        f" · kills {sum(one.kills for one in tallies)}"
        f" ({sum(one.steps for one in tallies)} at a step)"
        f" · ticked {sum(one.ticks for one in tallies)}"
        f" · swept {sum(one.swept for one in tallies)} · {counted} · {seconds:.0f} s"
    )
    return 0 if all(one.is_clean for one in tallies) else 1


def _say(text: str, stream: TextIO = sys.stdout) -> None:
    print(text, file=stream, flush=True)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.evidence_campaign")
    parser.add_argument("--albums", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--worlds", type=int, default=4)
    parser.add_argument("--failures", type=float, default=0.3, help="share of failing requests")
    parser.add_argument("--break", dest="spoil", choices=["", *BREAKS], default="")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
