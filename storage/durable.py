"""What must still be there after a power cut, and for its owner only."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk; a file of its own is not safe without its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_new_folder(folder: Path) -> None:
    """The same for a folder that may have just been made: its own name is in its parent."""
    for one in (folder, folder.parent):
        sync_folder(one)


def make_private(folder: Path) -> None:
    """Each new folder on the way is for its owner only: `parents=True` would forget the mode."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
