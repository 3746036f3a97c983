"""Writes a file so that a crash leaves the old one or the new one, never half of either."""

import os
import tempfile
from pathlib import Path


def write_safely(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(path)
