"""The stand-alone verifier, called as a stranger calls it."""

import ast
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from admin_cli.ledger import notes
from auditor import verify_bundle
from survey_flows.ledger.checkpoints import Checkpoint
from survey_flows.ledger.tree import Frontier, leaf_hash
from tests.ledger.auditing import KEYS, audit, audit_bundle, audit_zip, run
from tests.ledger.fabricate import (
    LEDGER_SEED,
    ORIGIN,
    Bundle,
    note,
    pack,
    public,
    signed,
    verifier_key,
)
from tests.ledger.history import crowd, honest

FILE = Path(str(verify_bundle.__file__))
LONGEST = 250
OURS = {"admin_cli", "bot", "storage", "survey_flows", "tests", "scripts", "auditor"}


@pytest.fixture
def bundle() -> Bundle:
    """A week with responses of every fate; last week's checkpoint has leaves."""
    return next(one for one in map(honest, map(Random, range(99))) if _is_rich(one))


def _is_rich(one: Bundle) -> bool:
    has_past = int(one.previous.split("\n")[1]) > 1
    return has_past and len(one.openings) > 2 and bool(one.rows["f01_evidence"])


@pytest.fixture
def packed(bundle: Bundle, tmp_path: Path) -> Path:
    """It as a file."""
    pack(signed(bundle.files()), tmp_path / "bundle.zip")
    return tmp_path / "bundle.zip"


def test_the_verifier_is_short_enough_to_be_read() -> None:
    assert len(FILE.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_verifier_needs_the_standard_library_and_cryptography() -> None:
    nodes = list(ast.walk(ast.parse(FILE.read_text(encoding="utf-8"))))
    named = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    named += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    tops = {name.partition(".")[0] for name in named}
    assert tops - {*sys.stdlib_module_names} == {"cryptography"}


def test_the_file_alone_checks_a_bundle_in_an_empty_folder(packed: Path) -> None:
    alone = packed.with_name("verify_bundle.py")
    alone.write_bytes(FILE.read_bytes())
    program = [sys.executable, "-I", alone.name, packed.name, *KEYS]
    ended = subprocess.run(program, cwd=packed.parent, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert '"count":0' in ended.stdout


def test_an_honest_bundle_continues_last_weeks_checkpoint(bundle: Bundle, tmp_path: Path) -> None:
    assert audit_bundle(tmp_path, bundle).code == 0


def test_a_checkpoint_read_off_paper_will_do(bundle: Bundle, packed: Path) -> None:
    size = int(bundle.previous.split("\n")[1])
    frontier = Frontier()
    frontier.extend(leaf_hash(body.encode()) for body in bundle.leaves[:size])
    short = Checkpoint.of(ORIGIN, frontier).short
    assert run(str(packed), *KEYS, "--json", "--previous", short).code == 0
    wrong = f"{short[:-1]}{'1' if short[-1] == '0' else '0'}"
    assert run(str(packed), *KEYS, "--json", "--previous", wrong).found == [
        "the ledger does not continue the earlier checkpoint"
    ]


def test_our_own_notes_are_what_the_verifier_reads(bundle: Bundle, tmp_path: Path) -> None:
    frontier = Frontier()
    frontier.extend(leaf_hash(body.encode()) for body in bundle.leaves)
    text = Checkpoint.of(ORIGIN, frontier).text
    assert notes.sign(text, ORIGIN, LEDGER_SEED) == bundle.checkpoint
    assert notes.verifier_key(ORIGIN, LEDGER_SEED).text == verifier_key()
    bundle.checkpoint = notes.cosign(bundle.checkpoint, "witness.example", b"w" * 32, 1_795_000_000)
    assert audit_bundle(tmp_path, bundle).code == 0


def test_a_ledger_that_was_shortened_is_found(bundle: Bundle, packed: Path) -> None:
    longer = note([*bundle.leaves, *bundle.leaves])
    assert audit_zip(packed, longer).found == [
        "the ledger does not continue the earlier checkpoint"
    ]


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("--key", f"ed25519:{public(b'x' * 32).hex()}"),
        ("--ledger-key", verifier_key(seed=b"x" * 32)),
        ("--ledger-key", verifier_key(name="somebody/else")),
    ],
)
def test_a_bundle_of_another_key_is_found(packed: Path, word: str, other: str) -> None:
    words = [*KEYS]
    words[words.index(word) + 1] = other
    assert run(str(packed), *words, "--json").code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--key", "ed25519:zz"),
        ("--ledger-key", "a+b"),
        ("--ledger-key", verifier_key()[:-4]),
        ("--previous", "nowhere.txt"),
        ("--unknown", "word"),
    ],
)
def test_what_cannot_be_read_ends_with_two(packed: Path, words: tuple[str, str]) -> None:
    assert run(str(packed), *KEYS, *words).code == 2


def test_an_earlier_checkpoint_of_another_key_ends_with_two(bundle: Bundle, packed: Path) -> None:
    assert audit_zip(packed, note(bundle.leaves, seed=b"x" * 32)).code == 2


def test_no_zip_ends_with_two(tmp_path: Path) -> None:
    for name, content in (("none.zip", None), ("text.zip", b"hello"), ("empty.zip", b"")):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        assert run(str(tmp_path / name), *KEYS).code == 2


def test_leaves_of_a_later_release_are_counted_and_let_be(bundle: Bundle, tmp_path: Path) -> None:
    bundle.leaves.append('{"day":"2030-01-01","new":true,"type":"of-tomorrow"}')
    bundle.checkpoint = note(bundle.leaves)
    assert audit_bundle(tmp_path, bundle).code == 0


def test_a_finding_says_which_response_it_is_about(bundle: Bundle, tmp_path: Path) -> None:
    row = bundle.rows["f03_responses"][0]
    row["i01"] = "5" if row["i01"] == "1" else "1"
    found = "\n".join(audit(tmp_path, signed(bundle.files())).found)
    assert f"response '{row['response_id']}' is not sealed" in found


def test_the_findings_are_read_one_a_line(packed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_bundle.main([str(packed), *KEYS, "--previous", "1/000000000000"]) == 1
    assert capsys.readouterr().out.startswith("the ledger does not continue")


def test_many_responses_are_counted_right(tmp_path: Path) -> None:
    assert audit_bundle(tmp_path, crowd(Random(3), 300, lokus=3)).code == 0
