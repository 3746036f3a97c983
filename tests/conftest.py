"""What every test may ask for."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from compileall import compile_dir
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, Phase, settings

from bot.aiogram_types import import_aiogram
from storage.database import Database
from tests.databases import done_with, sqlite_url
from tests.databases import postgres_url as fresh_postgres
from tests.order import longest_first
from tests.servers import PATIENCE, shared_postgres, sweep, wait_until

RUN = "SUARALOKET_TEST_RUN"
PREFIX = "suaraloket-"
AN_HOUR = 3600
ROOT = Path(__file__).parents[1]
PACKAGES = [ROOT / name for name in ("bot", "survey_flows", "storage", "admin_cli", "tests")]
MEMORY = Path("/dev/shm")  # what Linux keeps in memory; elsewhere the usual folder will do
ENOUGH = 4 << 30  # bytes
# A slow machine proves nothing. CI tries the same examples each time and says at once what failed;
# at home they are new ones, and the smallest that fails is looked for.
IN_CI = "CI" in os.environ
settings.register_profile(
    "house",
    deadline=None,
    derandomize=IN_CI,
    phases=(Phase.explicit, Phase.generate) if IN_CI else tuple(Phase),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")

alive = pytest.StashKey[IO[bytes]]()


def in_memory() -> bool:
    """A commit that waits for a real disk costs milliseconds, and the suite makes a million.

    What a power cut does is not tried here; killed processes find their files all the same.
    """
    is_usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return is_usable and shutil.disk_usage(MEMORY).free > ENOUGH


def pytest_configure(config: pytest.Config) -> None:
    """The controller owns the run's folder; xdist's workers find it in their environment."""
    if hasattr(config, "workerinput"):
        import_aiogram()  # each of them needs it
        return
    for package in PACKAGES:
        compile_dir(package, quiet=1)  # or every program that a test starts compiles it again
    if in_memory():
        tempfile.tempdir = os.environ["TMPDIR"] = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)
    run = Path(tempfile.mkdtemp(prefix=PREFIX))
    sweep(run.parent.glob(f"{PREFIX}*"), before=time.time() - AN_HOUR)
    run.chmod(0o711)  # a server under another account passes through
    os.environ[RUN] = str(run)
    config.stash[alive] = (run / "alive").open("wb")
    fcntl.flock(config.stash[alive], fcntl.LOCK_EX)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A long test that begins last is waited for by three idle cores."""
    if hasattr(config, "workerinput"):
        items[:] = longest_first(items, config.workerinput["workercount"])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Letting go of the lock ends the servers of the run; wait until they have."""
    if held := config.stash.get(alive, None):
        held.close()
        run = Path(held.name).parent
        if (run / "postgres.url").exists():
            wait_until(lambda: not run.exists(), PATIENCE)
        shutil.rmtree(run, ignore_errors=True)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One file or one test runs in this process: it starts faster than the workers would.

    Else there are three for two cores, since one of them waits: for a bot, a browser, a database.
    """
    paths = [Path(argument.split("::")[0]) for argument in config.args]
    cores = os.cpu_count() or 1
    return 0 if len(paths) == 1 and paths[0].is_file() else cores + cores // 2


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """The folder of this run, which servers under another account can enter."""
    return Path(os.environ[RUN])


@pytest.fixture(scope="session")
def postgres_url(run_folder: Path) -> str:
    """A real PostgreSQL server, one per run; add `/name` for a database."""
    return shared_postgres(run_folder)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """An empty, migrated database; every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        yield await sqlite_url(tmp_path, tmp_path_factory.getbasetemp() / "template.db")
        return
    url = await fresh_postgres(request.getfixturevalue("postgres_url"))
    yield url
    done_with(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()
