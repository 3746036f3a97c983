"""What the units take from the program, in systemd's own figure; and the modes of what we write."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

SYSTEMD = ROOT / "deploy" / "systemd"
UNITS = sorted(path.name for path in SYSTEMD.glob("*.service"))
DROP_IN = Path("loket-.service.d", "hardened.conf")
MOST = 20  # tenths of systemd's figure; a unit with nothing in it has 96


def exposure(folder: Path, unit: str) -> int:
    """Tenths of what systemd says; the least there is, where there is no systemd."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return 0
    command = [analyze, "security", "--offline=true", "--no-pager", f"./{unit}"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    figure = re.search(r"Overall exposure level for \S+: (\d+)\.(\d)", said)
    assert figure, said
    return int(figure[1] + figure[2])


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_hardly_exposed(unit: str) -> None:
    assert exposure(SYSTEMD, unit) <= MOST


def test_a_unit_that_keeps_its_rights_is_seen(tmp_path: Path) -> None:
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    kept = "NoNewPrivileges=no\nProtectSystem=no\nCapabilityBoundingSet=CAP_SYS_ADMIN\n"
    hardened = (tmp_path / DROP_IN).read_text()
    (tmp_path / DROP_IN).write_text(hardened + kept)
    if shutil.which("systemd-analyze"):
        assert exposure(tmp_path, "loket-bot.service") > MOST
