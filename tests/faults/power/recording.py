"""What a program did to a folder, step by step, read from the log of strace."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.power.disk import (
    ROOT,
    Disk,
    Names,
    Noted,
    Renamed,
    Resized,
    Step,
    Synced,
    Wrote,
)

_CALLS = (
    "openat,lseek,write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,truncate,fallocate,"
    "rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,copy_file_range,"
    "sendfile"
)
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?")
_UNFINISHED = re.compile(r"^(\d+) +(\w+\(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
_ARGUMENT = re.compile(r'"([^"]*)"|(-?\w[^,<"]*)(?:<([^>]*)>)?')


class NotUnderstood(ValueError):
    """A call that changes the disk in a way this reader does not know."""


def command(log: Path) -> list[str]:
    """What stands before a command to have it recorded; bytes and names are written in hex."""
    watched = ["-f", "--seccomp-bpf", "-y", "-xx", "-s", "33554432", "-o", str(log)]
    return ["strace", *watched, "-e", f"trace={_CALLS}"]


@dataclass(frozen=True)
class Recording:
    """`disk` is as it was in the beginning."""

    disk: Disk
    steps: tuple[Step, ...]


@dataclass
class Reader:
    """Follows handles and names, so that each step says which file it befell."""

    root: Path
    journal: Path
    steps: list[Step] = field(default_factory=list)
    disk: Disk = field(default_factory=Disk)
    _names: Names = field(default_factory=dict)
    _handles: dict[str, int] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _sizes: dict[int, int] = field(default_factory=dict)
    _appending: set[str] = field(default_factory=set)
    _newest: int = ROOT

    def __post_init__(self) -> None:
        self._begin(self.root, ROOT)
        self.disk.names = dict(self._names)

    def _begin(self, folder: Path, number: int) -> None:
        """Everything that is there before the program starts is safe."""
        for path in sorted(folder.iterdir()):
            file = self._new()
            self._names[number, path.name] = file
            if path.is_dir():
                self.disk.folders.add(file)
                self._begin(path, file)
            else:
                self.disk.content[file] = bytearray(path.read_bytes())
                self._sizes[file] = path.stat().st_size

    def read(self, lines: Iterable[str]) -> Recording:
        """The whole log."""
        for started, line in _whole(lines, self.steps):
            if found := _LINE.match(line):
                _, call, given, came, named = found.groups()
                if int(came) >= 0:
                    self._take(call, _arguments(given), (came, _text(named or "")), started)
        return Recording(self.disk, tuple(self.steps))

    def _take(self, call: str, given: list[str], came: tuple[str, str], started: int) -> None:
        match call, given:
            case "openat", [_, _, flags, *_]:
                self._open(came[0], came[1], flags)
            case "lseek", [handle, *_]:
                self._places[handle] = int(came[0])
            case (("write" | "pwrite64"), [handle, data, _, *at]):
                self._write(handle, data, at)
            case (("fsync" | "fdatasync"), [handle]) if handle in self._handles:
                self.steps.append(Synced(self._handles[handle], started))
            case "ftruncate", [handle, size] if handle in self._handles:
                self._resize(self._handles[handle], int(size))
            case (("mkdir" | "rename" | "unlink" | "rmdir"), [name, *other]):
                self._rename(call, self._at(name), self._at(other[0]) if other else None)
            case _:
                if any(self._is_ours(_text(one)) for one in given) or given[0] in self._handles:
                    raise NotUnderstood(f"{call}({', '.join(given)[:200]})")

    def _open(self, handle: str, name: str, flags: str) -> None:
        self._handles.pop(handle, None)
        if name == str(self.journal):
            self._handles[handle] = -1
        path = Path(name)
        if not self._is_ours(name) or "(deleted)" in name:
            return
        file, key = self._found(path), self._key(path)
        if file is None and key is not None:
            file = self._new()
            self._move(((*key, file),), key[0])
        if file is None:
            return
        self._handles[handle], self._places[handle] = file, 0
        self._appending.discard(handle)
        if "O_APPEND" in flags:
            self._appending.add(handle)
        if "O_TRUNC" in flags and self._sizes.get(file):
            self._resize(file, 0)

    def _write(self, handle: str, hexed: str, at: list[str]) -> None:
        file = self._handles.get(handle)
        if file is None:
            return
        data = _bytes(hexed)
        if file < 0:
            self.steps += [Noted(line) for line in data.decode().splitlines()]
            return
        size = self._sizes.get(file, 0)
        place = size if handle in self._appending else self._places[handle]
        start = int(at[0]) if at else place
        if not at:
            self._places[handle] = start + len(data)
        self._sizes[file] = max(size, start + len(data))
        self.steps.append(Wrote(file, start, data))

    def _resize(self, file: int, size: int) -> None:
        self._sizes[file] = size
        self.steps.append(Resized(file, size))

    def _rename(self, call: str, path: Path, other: Path | None) -> None:
        key = self._key(path) if self._is_ours(str(path)) else None
        if key is None:
            return
        if call == "mkdir":
            made = self._new()
            self.disk.folders.add(made)
            self._move(((*key, made),), key[0])
        elif call == "rename" and other is not None:
            target = self._key(other)
            if target is None:
                raise NotUnderstood(f"renamed out of the folder: {path} -> {other}")
            self._move(((*key, 0), (*target, self._names[key])), target[0])
        else:
            self._move(((*key, 0),), key[0])

    def _move(self, names: tuple[tuple[int, str, int], ...], by: int) -> None:
        for folder, name, file in names:
            if file:
                self._names[folder, name] = file
            else:
                self._names.pop((folder, name), None)
        self.steps.append(Renamed(names, by))

    def _at(self, name: str) -> Path:
        """Names given to calls are from the folder the program runs in, or from the root."""
        return Path(os.path.normpath(self.root / _text(name)))

    def _found(self, path: Path) -> int | None:
        if path == self.root:
            return ROOT
        key = self._key(path)
        return self._names.get(key) if key else None

    def _key(self, path: Path) -> tuple[int, str] | None:
        parent = self._found(path.parent) if self._is_ours(str(path)) else None
        return None if parent is None else (parent, path.name)

    def _is_ours(self, name: str) -> bool:
        return name == str(self.root) or name.startswith(f"{self.root}/")

    def _new(self) -> int:
        self._newest += 1
        return self._newest


def _whole(lines: Iterable[str], steps: list[Step]) -> Iterator[tuple[int, str]]:
    """Calls that others came between are put together; with each the step at which it began."""
    halves: dict[str, tuple[int, str]] = {}
    for line in lines:
        if begun := _UNFINISHED.match(line):
            halves[begun[1]] = (len(steps), f"{begun[1]} {begun[2]}")
        elif ended := _RESUMED.match(line):
            started, half = halves.pop(ended[1])
            yield started, half + ended[2]
        else:
            yield len(steps), line


def _arguments(given: str) -> list[str]:
    """Handles by their number, names and bytes as strace wrote them."""
    return [text or bare for text, bare, _ in _ARGUMENT.findall(given)]


def _bytes(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))


def _text(hexed: str) -> str:
    r"""A name in hex, or in plain words."""
    return _bytes(hexed).decode(errors="replace") if hexed.startswith("\\x") else hexed
