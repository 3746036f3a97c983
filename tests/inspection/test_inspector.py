"""The parent trusts its child with nothing: not time, not memory, not what it says."""

import asyncio
import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.inspection.inspector import InspectorUnavailable, inspect
from bot.inspection.limits import ADDRESS_SPACE, CPU_SECONDS
from bot.inspection.verdict import Refused, Verdict, fine
from tests.inspection.zygotes import inspecting, saying

CONFINED = "import os, sys; from bot.inspection.limits import confine; confine(); "
GOOD = asdict(fine("pdf"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Some file; the children of these tests do not look into it."""
    path = tmp_path / "spool"
    path.write_bytes(b"halo")
    return path


async def said_by(file: Path, code: str, seconds: float = 60) -> Verdict:
    """The verdict, if the child ran this code instead."""
    with inspecting(code) as inspector:
        return await inspector.inspect(file, seconds=seconds)


async def test_a_good_answer_is_believed(file: Path) -> None:
    assert await said_by(file, saying()) == fine("pdf")


@pytest.mark.parametrize(
    "code",
    [
        "pass",
        "print('ya')",
        "print('{}')",
        "print('[]')",
        "print('null')",
        "print('[' * 4000)",
        "print('\\xff')",
        "print('x' * 5000)",
        saying() + ";" + saying(),
        saying(kind="exe"),
        saying(kind=["pdf"]),
        saying(extension="../../x"),
        saying(media_type="text/html"),
        saying(extension="exe", media_type="text/html"),
        saying(pages=-1),
        saying(pages=10**9),
        saying(pages=True),
        saying(pages="1"),
        saying(width=1.5),
        saying(fingerprint="../../../../x/yz"),
        saying(fingerprint="0" * 17),
        saying(fingerprint=None),
        saying(more=1),
        saying(reason="fine", kind=None),
        saying(reason="polyglot", kind="pdf"),
        saying(reason=["polyglot"], kind=None),
        saying(reason=None),
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    ],
)
async def test_any_other_answer_means_broken(file: Path, code: str) -> None:
    assert await said_by(file, code) == Refused("broken")


async def test_a_child_that_never_stops_talking_is_killed(file: Path) -> None:
    flood = (said_by(file, "while True: print('x' * 5000)", seconds=1) for _ in range(8))
    assert await asyncio.gather(*flood) == [Refused("broken")] * 8


async def test_a_child_that_never_answers_is_killed(file: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        f"import os; open({str(note)!r}, 'w').write(str(os.getpid())); import time; time.sleep(99)"
    )
    assert await said_by(file, code, seconds=2) == Refused("took_too_long")
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_a_child_outlives_no_cancelled_inspection(file: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    os.mkfifo(note)
    code = (
        f"import os; open({str(note)!r}, 'w').write(str(os.getpid())); import time; time.sleep(99)"
    )
    task = asyncio.create_task(said_by(file, code))
    pid = int(await asyncio.to_thread(note.read_text))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_killed_child_had_too_much_in_it(file: Path) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert await said_by(file, code) == Refused("bomb")


async def test_a_child_that_cannot_work_is_our_fault(file: Path) -> None:
    with pytest.raises(InspectorUnavailable, match="reinstall"):
        await said_by(file, "import no_such_library")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
async def test_a_child_told_to_stop_with_the_server_says_nothing_of_the_file(
    file: Path, name: str
) -> None:
    stopped = f"import os, signal; s = signal.{name}; signal.signal(s, signal.SIG_DFL); "
    with pytest.raises(InspectorUnavailable, match="again"):
        await said_by(file, stopped + "os.kill(os.getpid(), s)")


async def test_a_file_that_is_not_there_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await inspect(tmp_path / "gone")


async def test_the_processor_is_limited(file: Path) -> None:
    code = (
        CONFINED
        + "import resource, signal\n"
        + (
            f"assert resource.getrlimit(resource.RLIMIT_CPU)[0] == {CPU_SECONDS}\n"
            "resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
        )
    )
    assert await said_by(file, code) == Refused("took_too_long")


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        (f"bytearray({ADDRESS_SPACE})", "MemoryError"),
        ("os.write(os.open({path!r}, os.O_RDWR), b'x')", "OSError"),
        ("[open('/dev/null') for _ in range(40)]", "OSError"),
    ],
)
async def test_memory_writing_and_files_are_limited(file: Path, attempt: str, error: str) -> None:
    attempt = attempt.format(path=str(file))
    good = json.dumps(GOOD)
    code = f"{CONFINED}\ntry: x = {attempt}\nexcept {error}: os.write(1, {good.encode()!r})"
    assert await said_by(file, code) == fine("pdf")
    assert file.read_bytes() == b"halo"


async def test_the_child_sees_no_secret_of_ours(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_BOT_TOKEN", "rahasia")
    code = f"import os; assert not [k for k in os.environ if 'LOKET' in k]; {saying()}"
    assert await said_by(file, code) == fine("pdf")


async def test_the_child_gets_the_open_file_and_no_other(file: Path) -> None:
    """Descriptors 0 to 2, and the one that lists them."""
    code = (
        "import os; assert os.read(0, 9) == b'halo'; "
        f"assert len(os.listdir('/proc/self/fd')) == 4; {saying()}"
    )
    with (file.parent / "secret").open("w"):
        assert await said_by(file, code) == fine("pdf")
