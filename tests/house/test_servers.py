"""The PostgreSQL of the tests is real, is shared by the workers, and leaves nothing behind."""

from pathlib import Path

import asyncpg
import pytest

from tests.postgres import PostgresMissing, postgres_folder
from tests.servers import locked, postgres_server, sweep


def plain(url: str) -> str:
    """The URL as asyncpg reads it, without SQLAlchemy's driver."""
    return url.replace("+asyncpg", "") + "/postgres"


async def test_the_runs_postgres_answers(postgres_url: str) -> None:
    connection = await asyncpg.connect(plain(postgres_url))
    try:
        assert await connection.fetchval("SHOW max_connections") == "300"
    finally:
        await connection.close()


async def test_a_server_is_gone_with_its_folder_after_the_block(run_folder: Path) -> None:
    folder = run_folder / "short-lived"
    with postgres_server(folder) as url:
        assert folder.exists()
    assert not folder.exists()
    with pytest.raises(OSError, match="Connect"):
        await asyncpg.connect(plain(url))


def test_a_missing_postgres_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PostgresMissing, match="apt-get install postgresql"):
        postgres_folder(tmp_path)


def test_the_newest_of_debians_servers_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in ("9.6", "17", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert postgres_folder(tmp_path) == tmp_path / "17" / "bin"


def test_only_folders_of_dead_and_old_runs_are_swept(tmp_path: Path) -> None:
    dead, living = tmp_path / "dead", tmp_path / "living"
    for run in (dead, living):
        run.mkdir()
        (run / "alive").touch()
    born = (dead / "alive").stat().st_mtime
    with locked(living / "alive"):
        sweep([dead, living], before=born - 1)
        assert dead.exists()
        sweep([dead, living], before=born + 60)
    assert (dead.exists(), living.exists()) == (False, True)
