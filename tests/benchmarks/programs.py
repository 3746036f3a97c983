"""The contenders as processes, and what the kernel says they have used."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.children import LOKET, ROOT
from tests.benchmarks.crowd import SECRET, Way
from tests.benchmarks.office import Office, open_office
from tests.benchmarks.telegram import TOKEN, Telegram
from tests.servers import free_port

PATIENCE = 60.0
_DRAIN = 10.0  # seconds a program may take to end
Process = subprocess.Popen[bytes]
_TICKS = os.sysconf("SC_CLK_TCK")


class ProgramDied(RuntimeError):
    """A contender ended before it was told to; the message is the end of its log."""


@dataclass(frozen=True)
class Contender:
    """`module` is run for the others; ours has none. `keeps` is what a tap is stored in."""

    name: str
    keeps: str
    module: str = ""
    mode: str = "webhook"
    is_fast: bool = False

    @property
    def is_ours(self) -> bool:
        return not self.module


def ours(mode: str, database: str) -> Contender:
    """The product's own program."""
    return Contender(f"SuaraLoket, {mode}, {database}", f"{database}, FULL", mode=mode)


CONTENDERS = (
    Contender("aiogram, empty handler", "nothing", "noop"),
    Contender("aiogram, empty handler, uvloop + orjson", "nothing", "noop", is_fast=True),
    Contender("aiogram + FSM + ORM", "SQLite, FULL", "tutorial"),
    Contender("python-telegram-bot + pickle", "a file, once a minute", "ptb"),
    Contender("python-telegram-bot + SQLite", "SQLite, FULL", "ptb"),
    ours("webhook", "SQLite"),
    ours("webhook", "PostgreSQL"),
    ours("polling", "SQLite"),
)


@dataclass
class Running:
    """A contender that is up, and the Telegram it talks to."""

    contender: Contender
    way: Way
    process: Process
    office: Office | None = None

    @property
    def cpu(self) -> float:
        """Seconds of CPU so far, in user and kernel."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory(self) -> float:
        """Megabytes it holds now."""
        line = next(one for one in self._proc("status").splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.process.pid}/{name}").read_text(encoding="utf-8")


@asynccontextmanager
async def running(contender: Contender, folder: Path, postgres: str = "") -> AsyncIterator[Running]:
    """Up and ready within the block; ended after it."""
    folder.mkdir(mode=0o700)
    telegram, port = Telegram(), free_port() if contender.mode == "webhook" else 0
    await telegram.open()
    office = await _office(contender, folder, postgres)
    environment = _environment(contender, folder, telegram.port, port)
    environment |= settings_of(office, telegram.port, port) if office else {}
    process = _started(contender, environment, folder / "log")
    try:
        await _ready(process, telegram, port, folder / "log")
        yield Running(contender, Way(telegram, port), process, office)
    finally:
        await _ended(process)
        await telegram.close()


async def _office(contender: Contender, folder: Path, postgres: str) -> Office | None:
    if not contender.is_ours:
        return None
    return await open_office(folder, postgres if "PostgreSQL" in contender.keeps else "")


def _started(contender: Contender, environment: Mapping[str, str], log: Path) -> Process:
    command = [sys.executable, "-m", f"tests.benchmarks.contenders.{contender.module}"]
    if contender.is_ours:
        command = [LOKET, "bot", "run", "--mode", contender.mode]
    with log.open("wb") as said:
        return subprocess.Popen(command, env=environment, stdout=said, stderr=said, cwd=ROOT)


async def _ended(process: Process) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        await asyncio.to_thread(process.wait, _DRAIN)
    process.kill()
    process.wait()


def _environment(contender: Contender, folder: Path, api: int, port: int) -> dict[str, str]:
    suffix = "db" if "SQLite" in contender.keeps else "pickle"
    plain = {name: said for name, said in os.environ.items() if not name.startswith("LOKET_")}
    return plain | {
        "BENCH_API": f"http://127.0.0.1:{api}",
        "BENCH_PORT": str(port),
        "BENCH_TOKEN": TOKEN,
        "BENCH_SECRET": SECRET,
        "BENCH_DATABASE": str(folder / f"kept.{suffix}"),
        "BENCH_FAST": "yes" if contender.is_fast else "",
    }


def settings_of(office: Office, api: int, port: int) -> Mapping[str, str]:
    """What a server would have, but for limits that a load from one machine would meet."""
    return {
        "LOKET_ENV_FILE": str(office.folder / "none.env"),
        "LOKET_BOT_TOKEN": TOKEN,
        "LOKET_DATABASE_URL": office.url,
        "LOKET_KEYS_DIR": str(office.folder / "keys"),
        "LOKET_EVIDENCE_URL": str(office.folder / "evidence"),
        "LOKET_EVIDENCE_SPOOL": str(office.folder / "evidence-spool"),
        "LOKET_CHECKPOINT_DIR": str(office.folder / "checkpoints"),
        "LOKET_TELEGRAM_API_BASE": f"http://127.0.0.1:{api}",
        "LOKET_LIMITS": "1000000/second",
        "LOKET_MESSAGES_PER_SECOND": "1000000",
        "LOKET_WEBHOOK_URL": "https://loket.example/telegram",
        "LOKET_WEBHOOK_BIND": f"127.0.0.1:{port}" if port else "",
        "LOKET_WEBHOOK_SECRET": SECRET,
    }


async def _ready(process: Process, telegram: Telegram, port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if port == 0 and telegram.polled.is_set():
            return
        with suppress(OSError):
            if port:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
        await asyncio.sleep(0.05)
    raise ProgramDied(log.read_text(encoding="utf-8", errors="replace")[-2000:])
