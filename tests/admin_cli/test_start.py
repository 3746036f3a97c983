"""The program as a process: quick help, no heavy import, no traceback."""

import fcntl
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.admin_cli.conftest import Desk

LOKET = str(Path(sys.executable).parent / "loket")
HEAVY = ("aiogram", "aiohttp", "sqlalchemy", "alembic", "PIL", "cryptography")
COMMANDS = (
    ("init",),
    ("doctor",),
    ("db", "upgrade"),
    ("instansi", "add"),
    ("lokus", "show"),
    ("period", "open"),
    ("bot", "run"),
    ("export", "week"),
    ("instrument", "show"),
    ("qr", "make"),
    ("demo",),
)


@pytest.mark.parametrize("words", [(), *COMMANDS], ids=" ".join)
def test_help_names_the_command_and_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    program = f"""
import sys
from admin_cli.main import run
sys.argv = ["loket", *{words!r}, "--help"]
try:
    run()
except SystemExit as ended:
    assert ended.code == 0, ended.code
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert f"Usage: {' '.join(('loket', *words))}" in said.stdout
    assert said.stderr == "[]\n"


def test_the_version_is_that_of_the_package(bare: Desk) -> None:
    assert bare.done("--version") == f"loket {version('suaraloket')}\n"


def test_ctrl_c_ends_quietly_with_130(bare: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("admin_cli.office.settings", interrupt)
    result = bare("doctor")
    assert (result.exit_code, result.output) == (130, "")


def test_a_reader_that_goes_away_is_no_error(desk: Desk) -> None:
    said = subprocess.run(
        f"{LOKET} instrument show F-03 --json | head -1",
        shell=True,
        cwd=desk.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (said.stdout, said.stderr) == ("{\n", "")


def test_a_webhook_without_address_and_secret_is_refused_with_the_cure(desk: Desk) -> None:
    desk.monkeypatch.setenv("LOKET_BOT_TOKEN", "12345:AAbbCCddEEffGGhhIIjjKKllMM")
    said = desk.refused("bot", "run", "--mode", "webhook")
    assert "LOKET_WEBHOOK_URL: set the address at which Telegram finds us" in said
    assert "LOKET_WEBHOOK_SECRET: set 16 to 256 letters" in said


def test_a_second_bot_on_the_same_database_is_refused(desk: Desk) -> None:
    desk.monkeypatch.setenv("LOKET_BOT_TOKEN", "12345:AAbbCCddEEffGGhhIIjjKKllMM")
    desk.monkeypatch.setattr("bot.leading._PAUSE", 0.0)
    with (desk.folder / "loket.db.intake").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        said = desk.refused("bot", "run")
    assert said.startswith("error: another `loket bot run` works on this database: stop that one")
    assert said.endswith("[bot.another]")


def test_the_bot_says_what_it_needs_before_it_starts(desk: Desk) -> None:
    assert desk.refused("bot", "run") == (
        "error: LOKET_BOT_TOKEN is not set: put the token from @BotFather there [settings.bad]"
    )
    desk.monkeypatch.setenv("LOKET_BOT_TOKEN", "12345:AAbbCCddEEffGGhhIIjjKKllMM")
    (desk.folder / "loket.db").unlink()
    assert "[database.missing]" in desk.refused("bot", "run")
