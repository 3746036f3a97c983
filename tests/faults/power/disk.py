"""A disk in a power cut: what was synced is there; of the rest, any sectors and any names survive.

It is crueller than the file systems of our day: sectors are torn and come in any order, and a name
is not safe before its own folder was synced.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ROOT = 0
SECTORS = (512, 4096)
_SHARES = (0.0, 0.2, 0.5, 0.8, 1.0)  # of what was not synced; the ends are cuts like any other


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes of a file, not yet synced."""

    file: int
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    """A file was cut or stretched."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """Names in folders as they are from now on; 0 takes a name away. One step, never half."""

    names: tuple[tuple[int, str, int], ...]  # folder, name, file or folder
    by: int  # the folder that has to be synced


@dataclass(frozen=True, slots=True)
class Synced:
    """Of a file or folder; covers what had been done to it before step `until`."""

    file: int
    until: int


@dataclass(frozen=True, slots=True)
class Noted:
    """The program told somebody: what a line says must be there from now on."""

    line: str


Step = Wrote | Resized | Renamed | Synced | Noted
Change = Wrote | Resized
Names = dict[tuple[int, str], int]


@dataclass
class Disk:
    """`content` and `names` are safe; `loose` and `moved` are not: each with its step's number."""

    content: dict[int, bytearray] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    folders: set[int] = field(default_factory=lambda: {ROOT})
    loose: dict[int, list[tuple[int, Change]]] = field(default_factory=dict)
    moved: list[tuple[int, Renamed]] = field(default_factory=list)

    def take(self, number: int, step: Step) -> None:
        """One step of the program."""
        match step:
            case Wrote() | Resized():
                self.loose.setdefault(step.file, []).append((number, step))
            case Renamed():
                self.moved.append((number, step))
            case Synced(file, until):
                self._sync(file, until)

    def _sync(self, file: int, until: int) -> None:
        waiting = self.loose.get(file, [])
        solid = self.content.setdefault(file, bytearray())
        for number, change in waiting:
            if number < until:
                _apply(solid, change)
        self.loose[file] = [one for one in waiting if one[0] >= until]
        is_safe = [number < until and one.by == file for number, one in self.moved]
        for safe, (_, one) in zip(is_safe, self.moved, strict=True):
            if safe:
                _rename(self.names, one)
        self.moved = [one for safe, one in zip(is_safe, self.moved, strict=True) if not safe]

    def after_cut(self, folder: Path, chance: Random) -> None:
        """What is found in `folder` once the power is back."""
        sector, share = chance.choice(SECTORS), chance.choice(_SHARES)
        names = dict(self.names)
        for one in _surviving([one for _, one in self.moved], share, chance):
            _rename(names, one)
        held: dict[int, bytes] = {}
        for file in set(names.values()) - self.folders:
            content = bytearray(self.content.get(file, b""))
            for _, change in self.loose.get(file, ()):
                for piece in _torn(change, sector):
                    if chance.random() < share:
                        _apply(content, piece)
            held[file] = bytes(content)
        self._lay_out(folder, ROOT, names, held)

    def _lay_out(self, place: Path, folder: int, names: Names, held: Mapping[int, bytes]) -> None:
        for (parent, name), file in names.items():
            if parent != folder or name.endswith("-shm"):  # SQLite makes its index anew
                continue
            if file in self.folders:
                (place / name).mkdir()
                self._lay_out(place / name, file, names, held)
            else:
                (place / name).write_bytes(held[file])
                (place / name).chmod(0o600)


def _surviving(moved: list[Renamed], share: float, chance: Random) -> Iterable[Renamed]:
    """As a journal keeps them, in order up to a point; or as the worst would, any of them."""
    if chance.random() < 0.5:
        return moved[: chance.randint(0, len(moved))]
    return [one for one in moved if chance.random() < share]


def _torn(change: Change, sector: int) -> Iterable[Change]:
    """The sectors of a write, each of which arrives or does not."""
    if isinstance(change, Resized):
        yield change
        return
    start, end = change.at, change.at + len(change.data)
    while start < end:
        stop = min(end, (start // sector + 1) * sector)
        yield Wrote(change.file, start, change.data[start - change.at : stop - change.at])
        start = stop


def _apply(content: bytearray, change: Change) -> None:
    match change:
        case Wrote(_, at, data):
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(data)] = data
        case Resized(_, size):
            del content[size:]
            content.extend(bytes(size - len(content)))


def _rename(names: Names, one: Renamed) -> None:
    for folder, name, file in one.names:
        if file:
            names[folder, name] = file
        else:
            names.pop((folder, name), None)
