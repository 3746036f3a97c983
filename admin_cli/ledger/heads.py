"""Signing the head of our ledger, and giving it away; what we are called follows from the key."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from admin_cli.bundle.signing import public_key
from admin_cli.ledger.notes import VerifierKey, sign, split, verifier_key
from storage.durable import sync_new_folder
from survey_flows.ledger.checkpoints import Checkpoint, read_checkpoint
from survey_flows.ledger.tree import Frontier

_NAME = "suaraloket"


def origin_of(seed: bytes) -> str:
    """What the ledger is called in its checkpoints; nobody has to choose a name."""
    return f"{_NAME}/{hashlib.sha256(public_key(seed).raw).hexdigest()[:8]}"


def key_of(seed: bytes) -> VerifierKey:
    """What others need to believe our checkpoints."""
    return verifier_key(origin_of(seed), seed)


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint and the signed text that is given away."""

    checkpoint: Checkpoint
    note: str


def signed_head(tree: Frontier, seed: bytes) -> Head:
    """The same tree gives the same bytes."""
    origin = origin_of(seed)
    checkpoint = Checkpoint.of(origin, tree)
    return Head(checkpoint, sign(checkpoint.text, origin, seed))


def publish(head: Head, folder: Path) -> Path:
    """Into the folder of all heads, which is apart from the database and never loses one.

    A file that is there stays: witnesses may have signed in it, or an older key of ours, or it
    tells of another ledger than the one there is now.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"checkpoint-{head.checkpoint.size:012}.txt"
    if path.exists() and _text_in(path) != head.checkpoint.text:
        told = hashlib.sha256(head.checkpoint.text.encode()).hexdigest()[:8]
        path = path.with_stem(f"{path.stem}-{told}")
    if path.exists():
        return path
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(head.note)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_new_folder(folder)
    return path


def published(folder: Path) -> list[Checkpoint]:
    """The heads that were given away from here, by size; raises BadNote or BadCheckpoint."""
    return sorted(published_files(folder).values(), key=lambda one: one.size)


def published_files(folder: Path) -> dict[Path, Checkpoint]:
    """The same by the file each is kept in."""
    every = sorted(folder.glob("checkpoint-*.txt")) if folder.is_dir() else []
    return {one: read_checkpoint(_text_in(one)) for one in every}


def _text_in(file: Path) -> str:
    return split(file.read_text(encoding="utf-8"))[0]


def published_roots(folder: Path) -> dict[int, str]:
    """The same as roots in hex by size."""
    return {one.size: one.root.hex() for one in published(folder)}
