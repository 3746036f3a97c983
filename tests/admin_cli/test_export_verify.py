"""`loket export verify`, and the same checks with strangers' tools."""

import importlib
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from admin_cli.bundle.signing import sign
from bot.keys import KeyRing
from tests.admin_cli.bundles import SENT, WEEK, exported, package, unpacked
from tests.admin_cli.conftest import Desk

DOCS = Path(__file__).parents[2] / "docs"
Change = Callable[[dict[str, bytes]], object]


@pytest.fixture
def bundle(quiet: Desk) -> Path:
    quiet.receives(SENT)
    return exported(quiet, WEEK)


def changed(bundle: Path, change: Change) -> Path:
    """The bundle with other files in it."""
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return bundle


def problems(desk: Desk, bundle: Path, *words: str) -> list[str]:
    result = desk("export", "verify", bundle, *words, "--json")
    assert result.exit_code == 1, result.output
    assert result.stderr.count("\n") == len(json.loads(result.stdout)["problems"])
    return list(json.loads(result.stdout)["problems"])


def test_a_bundle_of_ours_is_sound(quiet: Desk, bundle: Path) -> None:
    found = quiet.json("export", "verify", bundle)
    made = quiet.json("export", "week", WEEK)
    assert (found["ok"], found["problems"], found["complete"]) == (True, [], True)
    for name in ("rows", "week", "sha256", "manifest_sha256"):
        assert found[name] == made[name]
    assert found["public_key"] == package(bundle)["public_key"]


@pytest.mark.parametrize("form", ["hex", "line", "pem file", "hex file"])
def test_a_receiver_gives_the_key_as_it_has_it(form: str, quiet: Desk, bundle: Path) -> None:
    said = quiet.json("export", "key")
    (quiet.folder / "pem file").write_text(quiet.done("export", "key"))
    (quiet.folder / "hex file").write_text(said["public_key"] + "\n")
    key = {"hex": said["public_key"].removeprefix("ed25519:"), "line": said["public_key"]}
    quiet.monkeypatch.setenv("LOKET_KEYS_DIR", "nowhere")
    assert quiet.json("export", "verify", bundle, "--public-key", key.get(form, form))["ok"]
    assert "run `loket init`" in quiet.refused("export", "verify", bundle)


def test_what_is_no_key_is_refused(quiet: Desk, bundle: Path) -> None:
    (quiet.folder / "odd").write_text("-----BEGIN")
    said = quiet.refused("export", "verify", bundle, "--public-key", "odd")
    assert said.endswith("that `loket export key` printed [key.public]")


def test_a_bundle_of_another_server_is_not_ours(quiet: Desk, bundle: Path) -> None:
    (found,) = problems(quiet, bundle, "--public-key", "ab" * 32)
    assert "is not the signature of MANIFEST.sha256 by ed25519:abab" in found


def _swap(files: dict[str, bytes]) -> None:
    files["data/lokus.csv"] = files["data/lokus.csv"].replace(b"Dukcapil", b"dukcapil")


def _forge(files: dict[str, bytes]) -> None:
    """A new manifest to go with a changed file; only the key is missing."""
    _swap(files)
    listed = sorted(name for name in files if not name.startswith("MANIFEST"))
    digest = importlib.import_module("hashlib").sha256
    lines = [f"{digest(files[name]).hexdigest()}  {name}\n" for name in listed]
    files["MANIFEST.sha256"] = "".join(lines).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_swap, "data/lokus.csv was changed: its sha256 is not the one in MANIFEST.sha256"),
        (_forge, "MANIFEST.sha256.sig is not the signature of MANIFEST.sha256 by"),
        (lambda files: files.pop("data/f01_missing.csv"), "data/f01_missing.csv is missing"),
        (lambda files: files.pop("MANIFEST.sha256.sig"), "MANIFEST.sha256.sig is missing"),
        (lambda files: files.update({"x.exe": b"MZ"}), "x.exe is not in MANIFEST.sha256"),
        (
            lambda files: files.update({"MANIFEST.sha256.sig": bytes(64)}),
            "MANIFEST.sha256.sig is not the signature",
        ),
    ],
    ids=["swapped", "forged", "missing", "unsigned", "added", "blank"],
)
def test_a_changed_bundle_is_seen(change: Change, said: str, quiet: Desk, bundle: Path) -> None:
    assert any(one.startswith(said) for one in problems(quiet, changed(bundle, change)))


def test_a_descriptor_that_lies_is_seen_though_it_is_signed(quiet: Desk, bundle: Path) -> None:
    seed = KeyRing(quiet.folder / "keys").bundle

    def lie(files: dict[str, bytes]) -> None:
        described = json.loads(files["datapackage.json"])
        one, two, three = described["resources"][:3]
        one["rows"], two["bytes"], three["schema"]["fields"][0]["name"] = 99, 1, "other"
        described["resources"].pop()
        files["datapackage.json"] = json.dumps(described).encode()
        files["data/lokus.csv"] += b'"'
        _forge(files)
        files["MANIFEST.sha256.sig"] = sign(seed, files["MANIFEST.sha256"])

    found = problems(quiet, changed(bundle, lie))
    assert [one.partition(" ")[0] for one in found] == [
        *("data/lokus.csv",) * 3,
        "data/f03_responses.csv",
        "data/f03_index.csv",
        "data/corrections.csv",
    ]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_bundle_that_was_cut_is_no_bundle(share: float, quiet: Desk, bundle: Path) -> None:
    content = bundle.read_bytes()
    bundle.write_bytes(content[: int(len(content) * share)])
    assert problems(quiet, bundle)[0].startswith("no whole zip file")


def test_a_flipped_byte_anywhere_is_seen(quiet: Desk, bundle: Path) -> None:
    content = bundle.read_bytes()
    with zipfile.ZipFile(bundle) as archive:
        places = [one.header_offset + 32 + len(one.filename) for one in archive.infolist()]
    for place in places:
        spoilt = bytearray(content)
        spoilt[place] ^= 1
        bundle.write_bytes(spoilt)
        assert quiet("export", "verify", bundle).exit_code == 1, place


def test_openssl_and_sha256sum_say_the_same_without_our_code(quiet: Desk, bundle: Path) -> None:
    folder = unpacked(bundle)
    (folder / "loket.pub.pem").write_text(quiet.done("export", "key"))
    recipe = (DOCS / "scoring-contract.md").read_text(encoding="utf-8")
    lines = [line for line in recipe.splitlines() if line.startswith(("openssl ", "sha256sum "))]
    script = " && ".join(lines).replace("../", "")
    assert len(lines) == 2
    assert subprocess.run(["sh", "-c", script], cwd=folder, check=False).returncode == 0
    (folder / "MANIFEST.sha256.sig").write_bytes(bytes(64))
    assert subprocess.run(["sh", "-c", script], cwd=folder, check=False).returncode != 0


def test_the_descriptor_satisfies_the_published_profile(bundle: Path) -> None:
    judge = importlib.import_module("jsonschema").Draft202012Validator
    profile = json.loads((DOCS / "scoring-bundle.schema.json").read_text(encoding="utf-8"))
    judge.check_schema(profile)
    described = package(bundle)
    assert list(judge(profile).iter_errors(described)) == []
    del described["resources"][2], described["public_key"]
    assert len(list(judge(profile).iter_errors(described))) == 2
