"""The program that waits for files: it has every library ready, and forks a child for each file.

It opens no file itself, so no child finds anything of an earlier one. Standard input is its line to
the bot; each message brings the file, where the child answers, and a line that tells of its end.
"""

import ctypes
import gc
import os
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from bot.inspection import child

IDLE_SECONDS = 60.0
"""After that much quiet it ends, and its memory is free for the bot."""

_LIBRARIES = (
    "bot.inspection.pictures",
    "bot.inspection.pdf",
    "bot.inspection.office",
    "bot.inspection.video",
    "pillow_heif",
    "PIL.WebPImagePlugin",
    "PIL.TiffImagePlugin",
    "pypdf.filters",
    "encodings.cp437",
)
_STDIN, _STDOUT, _OTHERS, _LAST = 0, 1, 3, 1 << 30
_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None).prctl


def main() -> None:
    """Ready for every kind of file."""
    load()
    serve(child.main)


def load() -> None:
    """A library that is missing is missed by the child whose file needs it."""
    for name in _LIBRARIES:
        with suppress(ImportError):
            import_module(name)


def serve(look: Callable[[], None], idle: float = IDLE_SECONDS) -> None:
    """Until the bot hangs up and the last child is gone, or nobody wants anything any more."""
    gc.collect()
    gc.freeze()  # or the first collection of each child copies every page
    _Nursery(look, idle).run()


@dataclass(frozen=True, slots=True, eq=False)
class _Child:
    """At work, and the line on which the bot waits for its end."""

    pid: int
    handle: int
    line: socket.socket


class _Nursery:
    """One thread, or forking would not be safe."""

    def __init__(self, look: Callable[[], None], idle: float) -> None:
        self._look = look
        self._idle = idle
        self._pid = os.getpid()
        self._children: set[_Child] = set()
        self._events = selectors.DefaultSelector()
        self._bot = socket.socket(fileno=_STDIN)
        self._is_open = True
        self._events.register(self._bot, selectors.EVENT_READ, self._take)

    def run(self) -> None:
        while self._is_open or self._children:
            happened = self._events.select(None if self._children else self._idle)
            if not happened and not self._children:
                return
            for key, _ in happened:
                key.data()

    def _take(self) -> None:
        message, descriptors, _, _ = socket.recv_fds(self._bot, 1, 3)
        if not message:
            self._events.unregister(self._bot)
            self._is_open = False
            return
        file, answer, line = descriptors
        pid = os.fork()
        if pid == 0:
            self._be_child(file, answer)
        os.close(file)
        os.close(answer)
        self._watch(_Child(pid, os.pidfd_open(pid), socket.socket(fileno=line)))

    def _be_child(self, file: int, answer: int) -> None:
        """Nothing of ours goes on in here: neither our descriptors nor, if we are lost, it."""
        status = 1
        try:
            _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            os.setsid()
            os.dup2(file, _STDIN)
            os.dup2(answer, _STDOUT)
            os.closerange(_OTHERS, _LAST)
            if os.getppid() == self._pid:
                self._look()
                status = 0
        finally:
            os._exit(status)

    def _watch(self, one: _Child) -> None:
        self._children.add(one)
        self._events.register(one.handle, selectors.EVENT_READ, partial(self._bury, one))
        self._events.register(one.line, selectors.EVENT_READ, partial(self._kill, one))

    def _kill(self, one: _Child) -> None:
        """The bot hung up: it has waited long enough, or is gone."""
        if one in self._children:
            self._events.unregister(one.line)
            os.kill(one.pid, signal.SIGKILL)

    def _bury(self, one: _Child) -> None:
        """It has ended, and what it started ends with it; the bot hears how."""
        self._children.remove(one)
        self._events.unregister(one.handle)
        with suppress(KeyError):
            self._events.unregister(one.line)
        with suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGKILL)
        _, status = os.waitpid(one.pid, 0)
        os.close(one.handle)
        with one.line, suppress(OSError):
            one.line.send(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    main()
