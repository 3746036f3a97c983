"""Runs the stand-alone verifier as an auditor does, on files alone."""

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from auditor.verify_bundle import main
from tests.ledger.fabricate import MANIFEST_SEED, Bundle, pack, public, signed, verifier_key

KEYS = ("--key", f"ed25519:{public(MANIFEST_SEED).hex()}", "--ledger-key", verifier_key())


@dataclass(frozen=True)
class Verdict:
    """How it ended, and what was found."""

    code: int
    found: Sequence[str]


def audit(folder: Path, files: Mapping[str, bytes], previous: str = "") -> Verdict:
    """Pack these files and have them checked; `previous` is the note of the week before."""
    pack(files, folder / "bundle.zip")
    return audit_zip(folder / "bundle.zip", previous)


def audit_zip(bundle: Path, previous: str = "") -> Verdict:
    """Have a zip checked."""
    kept = bundle.with_name("previous.txt")
    kept.write_text(previous, encoding="utf-8")
    return run(str(bundle), *KEYS, "--json", *(["--previous", str(kept)] if previous else []))


def run(*words: str) -> Verdict:
    """Call the program with these words."""
    said, complained = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(complained):
            code = main([*words])
    except SystemExit as ended:
        return Verdict(int(str(ended.code)), [complained.getvalue()])
    return Verdict(code, json.loads(said.getvalue())["found"])


def audit_bundle(folder: Path, bundle: Bundle) -> Verdict:
    """An honest operator's bundle, or what an operator with both keys made of it."""
    return audit(folder, signed(bundle.files()), bundle.previous)
