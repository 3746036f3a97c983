"""A bundle made to harm the auditor gives a finding: no traceback, no full memory."""

import json
import zipfile
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.auditing import audit, audit_zip
from tests.ledger.fabricate import note, pack, signed
from tests.ledger.history import honest

FILES = honest(Random(37)).files()
LEAVES, OPENINGS = "ledger/leaves.jsonl", "ledger/openings.jsonl"
BAD = {
    "nothing": b"",
    "an empty line": b"\n",
    "no text": b"\xff\xfe\x00",
    "a huge line": b'{"a":"' + b"a" * (3 << 20) + b'"}\n',
    "deep nesting": b"[" * 100_000 + b"\n",
    "a huge number": b"9" * 10_000 + b"\n",
    "not a number": b'{"type":"answer","day":NaN}\n',
    "no object": b"[1]\n",
    "nulls": b'{"day":null,"type":null}\n',
    "a key twice": b'{"day":"2026-01-01","type":"x","type":"y"}\n',
    "a lone surrogate": b'{"day":"2026-01-01","type":"\\ud800"}\n',
    "an object as lokus": b'{"day":"2026-01-01","lokus":{},"type":"answer"}\n',
    "a quote without end": b'"a,b\nc\n' * 3,
    "a column twice": b"lokus,lokus\na,b\n",
    "too many cells": b"lokus\na,b,c\n",
}


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("kind", BAD)
def test_bad_content_of_any_file_is_a_finding(tmp_path: Path, name: str, kind: str) -> None:
    if FILES[name] == BAD[kind]:
        return
    verdict = audit(tmp_path, signed(FILES | {name: BAD[kind]}))
    assert verdict.code == 1
    assert all(len(one) <= 300 and one.isascii() for one in map(ascii, verdict.found))


@pytest.mark.parametrize("name", sorted(signed(FILES)))
def test_a_missing_file_is_a_finding(tmp_path: Path, name: str) -> None:
    files = dict(FILES)
    files.pop(name, None)
    whole = signed(files)
    whole.pop(name, None)
    assert audit(tmp_path, whole).code == 1


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_random_damage_is_never_a_traceback(name: str, data: st.DataObject) -> None:
    content = FILES[name]
    at = data.draw(st.integers(0, len(content)))
    changed = content[:at] + data.draw(st.binary(max_size=20)) + content[at + 1 :]
    with TemporaryDirectory(prefix="ledger-") as folder:
        assert audit(Path(folder), signed(FILES | {name: changed})).code in {0, 1}


@settings(deadline=None, max_examples=15)
@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=4))
def test_any_value_in_a_leaf_is_a_finding_at_worst(value: object) -> None:
    body = {"type": "answer", "form": "F-03", "lokus": "a", "period": "b", "day": "2026-01-01"}
    for key in (*body, "c", "of", "by"):
        line = json.dumps({**body, "type": "supersede", key: value}, ensure_ascii=False)
        files = FILES | {
            LEAVES: f"{line}\n".encode(),
            "ledger/checkpoint.txt": note([line]).encode(),
        }
        with TemporaryDirectory(prefix="ledger-") as folder:
            assert audit(Path(folder), signed(files)).code == 1


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    files = signed(FILES | {LEAVES: b"0" * (64 << 20)})
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert "packed in another way" in audit_zip(tmp_path / "bundle.zip").found[0]


def test_a_size_that_is_not_there_is_not_believed(tmp_path: Path) -> None:
    pack(signed(FILES), tmp_path / "bundle.zip")
    raw = (tmp_path / "bundle.zip").read_bytes()
    size = len(FILES[LEAVES]).to_bytes(4, "little")
    (tmp_path / "bundle.zip").write_bytes(raw.replace(size, b"\xff\xff\xff\x7f"))
    assert audit_zip(tmp_path / "bundle.zip").code == 1


def test_a_name_that_is_there_twice_is_a_finding(tmp_path: Path) -> None:
    pack(signed(FILES), tmp_path / "bundle.zip")
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(tmp_path / "bundle.zip", "a") as archive,
    ):
        archive.writestr("data/lokus.csv", b"another")
    assert "has a name twice" in audit_zip(tmp_path / "bundle.zip").found[0]


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a\\b", "\x1b[2J", "ü\u202e", "a\nb"])
def test_names_are_shown_and_never_followed(tmp_path: Path, name: str) -> None:
    verdict = audit(tmp_path, {**signed(FILES), name: b"x"})
    assert verdict.code == 1
    assert all(one.isprintable() for one in verdict.found)


def test_an_encrypted_member_is_a_finding(tmp_path: Path) -> None:
    pack(signed(FILES), tmp_path / "bundle.zip")
    raw = bytearray((tmp_path / "bundle.zip").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "bundle.zip").write_bytes(raw)
    assert "packed in another way" in audit_zip(tmp_path / "bundle.zip").found[0]


def test_a_cut_zip_ends_with_two(tmp_path: Path) -> None:
    pack(signed(FILES), tmp_path / "bundle.zip")
    raw = (tmp_path / "bundle.zip").read_bytes()
    (tmp_path / "bundle.zip").write_bytes(raw[: len(raw) // 2])
    assert audit_zip(tmp_path / "bundle.zip").code == 2
