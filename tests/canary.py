"""People whose names are found wherever they leak to, and the search for them."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.simulator.model import Persona

SECRET = "AAqanaryTokenThatNobodyMaySee_Zq"
TOKEN = f"9187364455:{SECRET}"
PEOPLE = (
    Persona(7_314_159_265, "Qenariwati", "Zzyzxsari", "qenari_wxz"),
    Persona(7_271_828_182, "Burunqadir", "Xyloqusumo", "burunq_zx"),
)


def canaries() -> Iterator[tuple[str, bytes]]:
    """What to look for, with a word for what it is; numbers in every way a file may hold them."""
    yield "the bot token", SECRET.encode()
    for one in PEOPLE:
        for name in (one.first_name, one.last_name, one.username):
            yield f"the name {name}", name.encode()
        digits = str(one.id).encode()
        yield f"the id {one.id}", digits
        for made in (hashlib.sha256, hashlib.sha1, hashlib.md5):
            yield f"a plain hash of {one.id}", made(digits).hexdigest().encode()
        least = (one.id.bit_length() + 7) // 8
        for letters in (one.id.to_bytes(least, "big"), one.id.to_bytes(least, "little")):
            yield f"the id {one.id} as a number", letters  # part of any wider encoding


def leaks(places: Iterable[Path]) -> list[str]:
    """Every canary in every file of these places: in its name, and inside a workbook too."""
    wanted = list(canaries())
    every = (file for place in places for file in _files(place))
    return [
        f"{what} in {file.name}"
        for file, content in ((file, _content(file)) for file in every)
        for what, letters in wanted
        if letters.lower() in content
    ]


def _files(place: Path) -> list[Path]:
    return [file for file in sorted([place, *place.rglob("*")]) if file.is_file()]


def _content(file: Path) -> bytes:
    return b"\n".join((file.name.encode(), file.read_bytes(), *_members(file))).lower()


def _members(file: Path) -> Iterator[bytes]:
    """What a zip holds, unpacked; a workbook is one."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            yield from (archive.read(name) for name in archive.namelist())
