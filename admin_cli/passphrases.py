"""The passphrase of encrypted backups: from a file, for a command line is read by everybody."""

import stat
from pathlib import Path

from admin_cli.door import WrongUse

SHORTEST = 12
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_passphrase(path: Path | None) -> str:
    """Empty without a file; raises WrongUse with the cure."""
    if path is None:
        return ""
    if path.stat().st_mode & _OTHERS:
        raise WrongUse(f"others may read {path}: run `chmod 600 {path}`", "backup.passphrase")
    found = path.read_text(encoding="utf-8").strip("\r\n")
    if len(found) < SHORTEST:
        words = f"the passphrase in {path} is too short: take {SHORTEST} characters or more"
        raise WrongUse(words, "backup.passphrase")
    return found
