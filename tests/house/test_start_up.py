"""The command answers at once: what is slow to import waits until it is needed."""

import subprocess
import sys

from tests.house.tree import ROOT

SLOW = (
    *("aiogram", "aiohttp", "alembic", "telegram"),
    *("matplotlib", "openpyxl", "pyarrow", "reportlab", "xlsxwriter"),
)
PROGRAM = "import sys, admin_cli.main; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"


def test_the_command_line_starts_without_the_slow_libraries() -> None:
    command = [sys.executable, "-c", PROGRAM, *SLOW]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == []
