"""`loket demo` as a process: it comes up, survives, stops, and leaves nothing running."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.e2e.show import START, STOP, Show, must, running, started


def stopped(process: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> tuple[str, str]:
    process.send_signal(how)
    said = process.communicate(timeout=STOP)
    assert process.returncode == 0, said
    return said


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """A demo on a machine that has a real bot, too: nothing of that may reach it."""
    real = {
        "LOKET_BOT_TOKEN": "12345:real",
        "LOKET_DATABASE_URL": f"sqlite:///{tmp_path / 'real.db'}",
        "LOKET_TELEGRAM_API_BASE": "http://127.0.0.1:9",
        "LOKET_KEYS_DIR": str(tmp_path / "real-keys"),
    }
    return Show(tmp_path / "demo", environment=real)


def test_the_demo_comes_up_and_a_scan_is_answered(show: Show) -> None:
    with running(show) as process:
        state = show.get("/sim/state")
        titles = {"Puskesmas Melati", "Kelurahan Sukamaju", "Samsat Kota Contoh"}
        assert {one["title"] for one in state["posters"]} == titles
        roles = [one["role"] for one in state["personas"]]
        assert roles == ["warga", "warga", "petugas", "petugas", "penanggung jawab"]
        for poster in state["posters"]:
            address = f"http://127.0.0.1:{show.port}{poster['image']}"
            assert urlopen(address, timeout=5).read().startswith(b"\x89PNG")
        show.scan()
        out, _ = stopped(process)
    assert f"http://127.0.0.1:{show.port}/" in out
    assert show.children() == []
    assert [(show.folder / one).suffix for one in written_by(out)] == [".zip"]
    assert_secrets_are_kept(show)
    assert [one.name for one in show.folder.parent.iterdir()] == ["demo"]


def assert_secrets_are_kept(show: Show) -> None:
    """Only the owner may read them, and the bot's log does not repeat its token."""
    telegram = show.folder / "telegram" / "telegram.json"
    secret = [show.folder / ".env", telegram, *(show.folder / "keys").iterdir()]
    assert [oct(one.stat().st_mode & 0o77) for one in secret] == ["0o0"] * len(secret)
    token = str(json.loads(telegram.read_text())["bot"]["token"]).partition(":")[2]
    log = (show.folder / "bot.log").read_text()
    assert "bot.ready" in log
    assert token not in log


def written_by(printed: str) -> list[Path]:
    """Run the command the demo printed for the week's file; what it wrote."""
    line = next(line for line in printed.splitlines() if "export week" in line)
    command = line.partition(":")[2]
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Path(done.stdout.split("\t")[0])]


def test_a_second_start_continues_where_the_first_stopped(show: Show) -> None:
    with running(show) as process:
        show.scan()
        before, posters = show.said(), show.get("/sim/state")["posters"]
        stopped(process)
    again = Show(show.folder)
    with running(again):
        assert again.get("/sim/state")["posters"] == posters
        assert again.said()[: len(before)] == before
        again.scan()
        assert f":{again.port}" in (again.folder / ".env").read_text()


def test_a_taken_port_is_said_with_a_free_one_and_nothing_is_touched(show: Show) -> None:
    with socket.create_server(("127.0.0.1", show.port)):
        out, err = (process := show.start()).communicate(timeout=START)
    assert (process.returncode, out) == (2, "")
    assert f"port {show.port} is taken" in err
    free = int(err.partition("--port ")[2].split()[0])
    socket.create_server(("127.0.0.1", free)).close()
    assert not show.folder.exists()


def test_an_installation_is_not_made_into_a_demo(show: Show) -> None:
    show.folder.mkdir()
    (show.folder / ".env").write_text("LOKET_BOT_TOKEN=")
    _, err = (process := show.start()).communicate(timeout=START)
    assert process.returncode == 2
    assert "holds an installation" in err
    assert [one.name for one in show.folder.iterdir()] == [".env"]


def test_the_page_can_restart_the_bot_alone(show: Show) -> None:
    with running(show):
        for how in ("term", "kill"):
            before = show.children()
            answer = show.post("/sim/bot/restart", {"how": how})
            assert answer == {"botProcess": "restarting"}
            must(lambda: show.bot_is("running"))
            after = show.children()
            assert (len(before), len(after)) == (1, 1)
            assert before != after
            show.scan()


def test_a_bot_that_dies_is_started_again(show: Show) -> None:
    with running(show) as process:
        (bot,) = show.children()
        os.kill(bot, signal.SIGKILL)
        must(lambda: show.bot_is("restarting"))
        must(lambda: show.bot_is("running"))
        _, err = stopped(process)
    assert "the bot ended (code -9)" in err


def test_two_demos_do_not_share_a_folder(show: Show) -> None:
    with started(show):
        must(lambda: len(show.children()) == 1)
        out, err = (second := Show(show.folder).start()).communicate(timeout=START)
        assert (second.returncode, out) == (2, "")
        assert "another demo runs in" in err
        must(lambda: show.bot_is("running"))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP])
def test_the_bot_does_not_outlive_the_demo(show: Show, how: signal.Signals) -> None:
    with started(show) as process:
        must(lambda: len(show.children()) == 1)
        process.send_signal(how)
        process.communicate(timeout=STOP)
        must(lambda: not show.children(), within=STOP)


def test_a_demo_interrupted_while_starting_leaves_nothing_running(show: Show) -> None:
    with started(show) as process:
        must((show.folder / "demo.lock").exists)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=STOP)
        must(lambda: not show.children(), within=STOP)
