"""What is in deploy/ fits the program: commands, settings and secrets it names are there."""

import re
import shlex
import shutil
import subprocess
from importlib.metadata import requires
from pathlib import Path

import pytest

from bot.inspection.limits import ADDRESS_SPACE
from bot.settings import Settings
from tests.house.test_dependencies import PIN, bare
from tests.house.test_shell_lines import known_commands, leads_to_command
from tests.house.tree import ROOT, text

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
COMPOSED = sorted(DEPLOY.glob("compose*.yaml"))
PROGRAM = "/opt/suaraloket/.venv/bin/loket"
HARDENED = text("deploy/systemd/loket-.service.d/hardened.conf")


def name(path: Path) -> str:
    return path.name


def started(unit: str) -> list[list[str]]:
    """The words of each program a unit starts."""
    return [shlex.split(line) for line in re.findall(r"^Exec\w+=-?(.+)$", unit, re.MULTILINE)]


def options(words: list[str]) -> set[str]:
    return {word for word in words if word.startswith("--")}


def is_known(words: list[str]) -> bool:
    """Whether the command and its options exist."""
    names = [word for word in words if re.fullmatch(r"[a-z]+", word)]
    while names and f"loket {' '.join(names)}" not in known_commands():
        names.pop()  # the value of an option
    node = known_commands()[" ".join(["loket", *names])]
    shown = " ".join(said for said, _ in node.options)
    return leads_to_command(names) and all(one in shown for one in options(words))


@pytest.mark.parametrize("unit", UNITS, ids=name)
def test_a_unit_starts_commands_there_are(unit: Path) -> None:
    lines = started(unit.read_text())
    assert lines
    assert {words[0] for words in lines} == {PROGRAM}
    assert [words for words in lines if not is_known(words[1:])] == []


def test_a_command_that_is_gone_is_seen() -> None:
    (words,) = started("[Service]\nExecStart=-/x/loket export week --list\n")
    assert not is_known(words[1:])
    assert is_known(["bot", "run", "--mode", "polling"])


@pytest.mark.parametrize("timer", TIMERS, ids=name)
def test_a_timer_has_its_service_and_catches_up(timer: Path) -> None:
    assert timer.with_suffix(".service") in UNITS
    assert "Persistent=yes" in timer.read_text()


def test_the_bot_has_room_for_four_looks_into_files() -> None:
    (at_once,) = re.findall(r"^AT_ONCE = (\d+)$", text("bot/evidence/storing.py"), re.MULTILINE)
    unit = text("deploy/systemd/loket-bot.service")
    (room,) = re.findall(r"^MemoryMax=(\d+)G$", unit, re.MULTILINE)
    assert int(room) << 30 >= int(at_once) * ADDRESS_SPACE + (400 << 20)
    assert f"mem_limit: {room}g" in text("deploy/compose.yaml")
    assert "KillMode=mixed" in unit, "or a restart refuses good files as broken"


def test_the_units_take_away_what_the_bot_does_not_need() -> None:
    said = set(HARDENED.splitlines())
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "UMask=0077"} <= said
    assert "SystemCallFilter=~@resources" not in HARDENED, "the inspector's child limits itself"


@pytest.mark.parametrize("unit", [*UNITS, *TIMERS], ids=name)
def test_a_unit_has_the_form_of_one(unit: Path) -> None:
    assert strange_lines(unit.read_text()) == []


def strange_lines(unit: str) -> list[str]:
    """What is no section, setting, comment or empty line."""
    form = re.compile(r"(\[(Unit|Service|Timer|Install)\]|[A-Z]\w+=.*|#.*)?")
    return [line for line in unit.splitlines() if not form.fullmatch(line)]


def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    """Where there is no systemd, the form of the units is all that is looked at."""
    assert faults_of_units(tmp_path, HARDENED) == ""
    if shutil.which("systemd-analyze"):
        assert "ProtectSistem" in faults_of_units(tmp_path, HARDENED + "\nProtectSistem=strict\n")


def faults_of_units(folder: Path, hardened: str) -> str:
    """What `systemd-analyze verify` says of them; it wants the program to be there."""
    shutil.copytree(DEPLOY / "systemd", folder, dirs_exist_ok=True)
    (folder / "loket-.service.d" / "hardened.conf").write_text(hardened)
    for unit in folder.glob("*.service"):
        unit.write_text(unit.read_text().replace(PROGRAM, "/bin/true"))
    verify = shutil.which("systemd-analyze")
    if not verify:
        return ""
    units = [str(path) for path in (*folder.glob("*.service"), *folder.glob("*.timer"))]
    said = subprocess.run([verify, "verify", *units], capture_output=True, text=True, check=False)
    return said.stdout + said.stderr


@pytest.mark.parametrize("path", COMPOSED, ids=name)
def test_a_compose_file_names_settings_and_secrets_there_are(path: Path) -> None:
    content = path.read_text()
    known = {f"LOKET_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"LOKET_[A-Z_]+", content)) <= known
    declared = set(re.findall(r"^    file: secrets/(\S+)$", content, re.MULTILINE))
    declared |= set(
        re.findall(r"^    file: secrets/(\S+)$", text("deploy/compose.yaml"), re.MULTILINE)
    )
    used = set(re.findall(r"/run/secrets/([\w-]+)", content))
    for listed in re.findall(r"secrets: \[(.+)\]", content):
        used |= set(listed.split(", "))
    assert used <= declared


def test_the_image_is_built_from_the_locks_and_not_run_as_root() -> None:
    said = text("deploy/Dockerfile")
    assert said.count("--require-hashes") == 2
    assert said.index("USER loket") > said.rindex("FROM ")
    for copied in re.findall(r"^COPY ((?!--).+) \S+$", said, re.MULTILINE):
        for one in copied.split():
            assert (ROOT / one).exists()
            assert f"!{one}\n" in text("deploy/Dockerfile.dockerignore")


def test_the_build_tools_of_the_image_come_from_the_lock_with_hashes(tmp_path: Path) -> None:
    program = re.search(r"awk '(.+?)'", text("deploy/Dockerfile"))
    assert program
    lock = ROOT / "requirements-dev.lock"
    said = subprocess.run(["awk", program[1], lock], capture_output=True, text=True, check=True)
    pins = [found["name"] for found in map(PIN.match, said.stdout.splitlines()) if found]
    assert set(pins) == needed("hatchling")
    assert said.stdout.count("--hash=sha256:") >= len(pins)


def needed(distribution: str) -> set[str]:
    """It and all it asks for, as installed here."""
    asked = [one for one in requires(distribution) or [] if "extra" not in one]
    here = {bare(one) for one in asked if "python_version < " not in one}
    return {distribution}.union(*map(needed, here))


def test_no_secret_can_reach_the_image_or_the_repository() -> None:
    assert text("deploy/Dockerfile.dockerignore").startswith("*\n")
    asked = ["git", "check-ignore", "deploy/secrets/bot-token"]
    assert subprocess.run(asked, cwd=ROOT, capture_output=True, check=False).returncode == 0
