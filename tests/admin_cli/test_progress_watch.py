"""`loket progress --watch`: the table comes anew until Ctrl-C."""

import io
import os
import signal
import subprocess
import sys

from rich.console import Console

from admin_cli import office
from admin_cli.periods import newest
from admin_cli.progress_watch import watch
from admin_cli.standings import Standing, office_of, standing_of
from storage import periods, places
from storage.database import Connection
from storage.periods import Period
from survey_flows.facts import Answered
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import SARI, Counter
from tests.house.tree import ROOT


def test_the_table_is_drawn_anew_until_ctrl_c(desk: Desk) -> None:
    furnish(desk)
    counter = Counter(desk)
    counter.hires(SARI, "kel")
    screen, waited = io.StringIO(), []

    def look() -> tuple[Period, list[str], list[Standing]]:
        return office.reading(looked)

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise KeyboardInterrupt
        if len(waited) == 1:
            counter.says("kel", SARI, "2026-11-16 01:00", Answered("i02a", "ya"))

    watch(look, Console(file=screen, force_terminal=True, width=120), wait)
    first, second, third = screen.getvalue().split("F-01, periode 2026")[1:4]
    assert waited == [5.0] * 3
    assert "draft" not in first
    assert "draft, terakhir 16-11-2026" in second
    assert "draft, terakhir 16-11-2026" in third
    assert "Ctrl-C" in third


async def looked(tables: Connection) -> tuple[Period, list[str], list[Standing]]:
    period, others = newest(await periods.all_periods(tables), "2026", office.today("UTC"))
    shared = await office_of(tables, period)
    every = await places.all_lokus(tables)
    return period, others, [await standing_of(tables, shared, one) for one in every]


def test_on_a_terminal_ctrl_c_ends_it_well(quiet: Desk) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", "from admin_cli.main import run; run()", "progress", "--watch"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, env=environment) as running:
        os.close(theirs)
        seen = b""
        while b"Ctrl-C" not in seen:
            seen += os.read(ours, 4096)
        running.send_signal(signal.SIGINT)
        assert running.wait() == 0
    os.close(ours)
    assert b"dukcapil" in seen


def test_without_a_terminal_it_says_what_to_do(quiet: Desk) -> None:
    said = quiet.refused("progress", "--watch")
    assert "--watch needs a terminal: run it in one, or leave it out" in said
    assert said.endswith("[progress.no_terminal]")


def test_one_lokus_or_json_is_not_watched(quiet: Desk) -> None:
    for words in (("--lokus", "pkm"), ("--json",)):
        assert "leave out --lokus and --json" in quiet.refused("progress", "--watch", *words)
