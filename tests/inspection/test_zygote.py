"""One zygote forks a child for each file: what one child does, no other feels."""

import asyncio
import os
import select
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.inspection import line
from bot.inspection.inspector import InspectorUnavailable
from bot.inspection.verdict import Refused, Verdict, fine
from tests.inspection.zygotes import inspecting, running, saying

PARENT = "import os, signal, time; zygote = os.getppid()\n"
FINE = fine("pdf")


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """Some file."""
    (tmp_path / "spool").write_bytes(b"halo")
    return tmp_path / "spool"


def pids(note: Path) -> list[int]:
    """What the children wrote down, in their order."""
    return [int(line) for line in note.read_text().split()]


def noting(note: Path, what: str = "os.getppid()") -> str:
    """A child that writes down a number."""
    return f"{PARENT}with open({str(note)!r}, 'a') as notes: print({what}, file=notes)\n"


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or about to be."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 5)[0])
    finally:
        os.close(handle)


async def test_the_child_that_hangs_crashes_or_bursts_is_the_only_one_that_does(
    spool: Path,
) -> None:
    code = f"""{PARENT}data = os.read(0, 9)
if data == b'hang': time.sleep(99)
if data == b'crash': os.abort()
if data == b'burst': os.kill(os.getpid(), signal.SIGKILL)
{saying()}"""
    seen: list[Verdict] = []
    with inspecting(code) as inspector:
        for content in (b"hang", b"good", b"crash", b"good", b"burst", b"good"):
            spool.write_bytes(content)
            seen.append(await inspector.inspect(spool, seconds=1 if content == b"hang" else 60))
    assert seen[1::2] == [FINE] * 3
    assert seen[::2] == [Refused("took_too_long"), Refused("broken"), Refused("bomb")]


async def test_nothing_of_one_file_is_left_for_the_next(spool: Path, tmp_path: Path) -> None:
    code = f"{noting(tmp_path / 'n')}import json\nassert not hasattr(json, 'x'); json.x = 1\n"
    with inspecting(code + saying()) as inspector:
        assert [await inspector.inspect(spool) for _ in range(3)] == [FINE] * 3
    assert len(set(pids(tmp_path / "n"))) == 1


async def test_a_crash_teaches_nothing_of_where_things_lie(spool: Path, tmp_path: Path) -> None:
    code = f"{noting(tmp_path / 'n')}os.abort()"
    with inspecting(code) as inspector:
        assert [await inspector.inspect(spool) for _ in range(2)] == [Refused("broken")] * 2
    first, second = pids(tmp_path / "n")
    assert first != second


async def test_two_files_are_looked_into_at_once(spool: Path, tmp_path: Path) -> None:
    """Each child waits for the other."""
    code = f"""{PARENT}
open({str(tmp_path)!r} + f'/seen{{os.getpid()}}', 'w').close()
while len([one for one in os.listdir({str(tmp_path)!r}) if 'seen' in one]) < 2: time.sleep(0.01)
{saying()}"""
    with inspecting(code) as inspector:
        both = await asyncio.gather(*(inspector.inspect(spool, seconds=20) for _ in range(2)))
    assert both == [FINE] * 2


@pytest.mark.parametrize("blow", ["SIGKILL", "SIGSTOP"])
async def test_a_file_is_settled_though_the_zygote_is_lost_over_it(
    spool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blow: str
) -> None:
    monkeypatch.setattr(line, "_GRACE", 0.2)
    note = tmp_path / "n"
    code = f"""{noting(note, "os.getpid()")}
if len(open({str(note)!r}).readlines()) == 1:
    os.kill(zygote, signal.{blow})
    time.sleep(99)
{saying()}"""
    with inspecting(code) as inspector:
        assert await inspector.inspect(spool, seconds=2) == FINE
    assert has_ended(pids(note)[0])


async def test_a_zygote_that_is_always_lost_is_not_the_fault_of_the_file(spool: Path) -> None:
    code = f"{PARENT}os.kill(zygote, signal.SIGKILL); time.sleep(99)"
    with inspecting(code) as inspector, pytest.raises(InspectorUnavailable, match="with -9"):
        await inspector.inspect(spool)


async def test_what_a_child_leaves_behind_ends_with_it(spool: Path, tmp_path: Path) -> None:
    """A grandchild that holds none of its pipes, so that nobody waits for it."""
    code = f"""{PARENT}
left = os.fork()
if left == 0:
    os.closerange(0, 3)
    time.sleep(99)
{noting(tmp_path / "n", "left")}{saying()}"""
    with inspecting(code) as inspector:
        assert await inspector.inspect(spool, seconds=20) == FINE
    assert has_ended(pids(tmp_path / "n")[0])


async def test_the_zygote_ends_after_a_while_and_the_next_file_has_another(
    spool: Path, tmp_path: Path
) -> None:
    with inspecting(noting(tmp_path / "n") + saying(), idle=0.05) as inspector:
        assert await inspector.inspect(spool) == FINE
        assert await asyncio.to_thread(has_ended, pids(tmp_path / "n")[0])
        assert await inspector.inspect(spool) == FINE
    assert len(set(pids(tmp_path / "n"))) == 2


def test_when_the_bot_is_gone_so_are_child_and_zygote(spool: Path, tmp_path: Path) -> None:
    """As if it was killed in the middle of a file: all its sockets close."""
    os.mkfifo(tmp_path / "n")
    bot, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    said, answer = socket.socketpair()
    end, watched = socket.socketpair()
    program = running(noting(tmp_path / "n", "os.getpid()") + "time.sleep(99)")
    with theirs:
        zygote = subprocess.Popen([sys.executable, *program], stdin=theirs.fileno())
    with bot, said, end, answer, watched, spool.open("rb") as file:
        socket.send_fds(bot, [b"?"], [file.fileno(), answer.fileno(), watched.fileno()])
        (child,) = pids(tmp_path / "n")
    assert zygote.wait(timeout=20) == 0
    assert has_ended(child)
