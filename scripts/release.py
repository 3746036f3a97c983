"""`make release`: what is handed out, with a list of its parts; audited, or not made at all."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
LOCK = "requirements.lock"
SBOM = "suaraloket.cdx.json"
SUMS = "SHA256SUMS"
BIN = Path(sys.executable).parent
AUDIT = (
    *(str(BIN / "pip-audit"), "--strict", "--progress-spinner", "off"),
    *("--disable-pip", "--require-hashes", "--requirement", LOCK),
)
FOUND = re.compile(r"Found \d+ known vulnerabilit")


class NotReleased(RuntimeError):
    """Why there is no release, and what to do."""


def main() -> int:
    """Clean tree, audit, build, list of parts, sums: in that order, and nothing after a failure."""
    shutil.rmtree(DIST, ignore_errors=True)
    try:
        require_clean(ROOT)
        audit()
        build(DIST)
        list_parts(DIST / SBOM)
    except NotReleased as reason:
        print(f"no release: {reason}", file=sys.stderr)
        return 1
    write_sums(DIST)
    for path in sorted(DIST.iterdir()):
        print(path.relative_to(ROOT))
    return 0


def require_clean(folder: Path) -> None:
    """What is built must be what is committed."""
    changed = _run(["git", "status", "--porcelain"], folder).stdout.splitlines()
    if changed:
        raise NotReleased(f"{len(changed)} files are not as committed: commit or remove them")


def audit(program: Sequence[str] = AUDIT) -> None:
    """No pinned package has a known weakness, and each was really asked about."""
    done = _run(program, ROOT)
    if not done.returncode:
        return
    said = (done.stdout + done.stderr).strip()
    if FOUND.search(said):
        raise NotReleased(f"a dependency is known to be weak: take a newer one\n{said}")
    raise NotReleased(
        "the register of weaknesses could not be asked about every package, which is no pass: "
        f"run it where PyPI answers\n{said}"
    )


def build(folder: Path) -> None:
    """The sdist and the wheel; their times are those of the commit, so they can be made again."""
    _must([sys.executable, "-m", "hatchling", "build", "-d", str(folder)])


def list_parts(file: Path) -> None:
    """A CycloneDX list of what the lock pins, with hashes."""
    make = [str(BIN / "cyclonedx-py"), "requirements", LOCK, "--pyproject", "pyproject.toml"]
    _must([*make, "--output-reproducible", "--of", "JSON", "-o", str(file)])


def write_sums(folder: Path) -> None:
    """As `sha256sum --check` reads it."""
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    ]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")


def _must(command: Sequence[str]) -> None:
    done = _run(command, ROOT)
    if done.returncode:
        raise NotReleased(f"{Path(command[0]).name} failed\n{done.stdout}{done.stderr}")


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own programs
        command, cwd=folder, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
