"""Is a bundle whole, ours, and what its descriptor says? Nothing in it is believed unchecked."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from admin_cli.bundle.archive import MANIFEST
from admin_cli.bundle.counting import Unreadable, heads_and_rows
from admin_cli.bundle.descriptor import NAME
from admin_cli.bundle.signing import SIGNATURE, PublicKey, digest

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<name>[^\n]+)\n")
_LEAST = 1 << 26  # a manifest or descriptor larger than this is none of ours


@dataclass(frozen=True, slots=True)
class Verdict:
    """`manifest` is the digest of the manifest; a bundle with problems is not to be used."""

    manifest: str
    week: str
    complete: bool
    rows: Mapping[str, int]
    problems: Sequence[str]


def verify(file: Path, key: PublicKey) -> Verdict:
    """Read the whole zip once; memory does not grow with it."""
    try:
        with ZipFile(file) as archive:
            return _verdict(archive, key)
    except (BadZipFile, EOFError) as error:
        return Verdict("", "", complete=False, rows={}, problems=[f"no whole zip file: {error}"])


def _verdict(archive: ZipFile, key: PublicKey) -> Verdict:
    names = archive.namelist()
    odd = [f"{name} is there twice" for name, times in Counter(names).items() if times > 1]
    odd += [f"{one.filename} is packed in another way" for one in _packed(archive)]
    lacking = [f"{name} is missing" for name in (MANIFEST, SIGNATURE, NAME) if name not in names]
    if odd or lacking:
        return Verdict("", "", complete=False, rows={}, problems=[*odd, *lacking])
    manifest = archive.read(MANIFEST)
    problems = []
    if not key.has_signed(manifest, archive.read(SIGNATURE)):
        problems.append(f"{SIGNATURE} is not the signature of {MANIFEST} by {key.text}")
    problems += _against_manifest(archive, manifest.decode(errors="replace"))
    if problems:
        return Verdict(digest(manifest), "", complete=False, rows={}, problems=problems)
    return _described(archive, digest(manifest))


def _packed(archive: ZipFile) -> Iterator[Any]:
    small = (MANIFEST, SIGNATURE, NAME)
    for one in archive.infolist():
        if one.compress_type != ZIP_STORED or (one.filename in small and one.file_size > _LEAST):
            yield one


def _against_manifest(archive: ZipFile, manifest: str) -> Iterator[str]:
    lines = list(_LINE.finditer(manifest))
    if "".join(one[0] for one in lines) != manifest:
        yield f"{MANIFEST} has lines that sha256sum would not write"
    listed = {one["name"]: one["sha256"] for one in lines}
    here = {*archive.namelist()} - {MANIFEST, SIGNATURE}
    yield from (f"{name} is missing" for name in sorted(listed.keys() - here))
    yield from (f"{name} is not in {MANIFEST}" for name in sorted(here - listed.keys()))
    for name in sorted(listed.keys() & here):
        if _digest_of(archive, name) != listed[name]:
            yield f"{name} was changed: its sha256 is not the one in {MANIFEST}"


def _digest_of(archive: ZipFile, name: str) -> str:
    """Of what is inside; a member that zip itself finds damaged has none."""
    try:
        with archive.open(name) as member:
            return hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type] # reads
    except BadZipFile:
        return ""


def _described(archive: ZipFile, manifest: str) -> Verdict:
    """The descriptor against the files; it is signed, so its shape is ours."""
    package = json.loads(archive.read(NAME))
    problems: list[str] = []
    rows: dict[str, int] = {}
    for one in package["resources"]:
        problems += _sized(archive, one)
        try:
            heads, rows[one["name"]] = heads_and_rows(archive, one["path"])
        except Unreadable as error:
            problems.append(f"{one['path']} cannot be read: {error}")
            continue
        problems += _counted(one, heads, rows[one["name"]])
    paths = {one["path"] for one in package["resources"]}
    tables = {name for name in archive.namelist() if name.startswith("data/")}
    problems += [f"{name} is not in {NAME}" for name in sorted(tables - paths)]
    return Verdict(manifest, package["week"], package["complete"], rows, problems)


def _sized(archive: ZipFile, resource: Mapping[str, Any]) -> Iterator[str]:
    path = resource["path"]
    if archive.getinfo(path).file_size != resource["bytes"]:
        yield f"{path} has not the size {NAME} says"
    if f"sha256:{_digest_of(archive, path)}" != resource["hash"]:
        yield f"{path} has not the hash {NAME} says"


def _counted(resource: Mapping[str, Any], heads: Sequence[str], rows: int) -> Iterator[str]:
    path = resource["path"]
    if heads != [one["name"] for one in resource["schema"]["fields"]]:
        yield f"{path} has not the columns {NAME} says"
    if rows != resource["rows"]:
        yield f"{path} has {rows} rows, {NAME} says {resource['rows']}"
