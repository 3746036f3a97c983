"""`loket integrity report`: the values, what is said of them, and what is not shown."""

from datetime import date, timedelta
from typing import Any

import pytest

from admin_cli.flag_rows import row_of
from admin_cli.integrity_report.figures import account
from storage import issuances, periods, places
from storage.database import Connection
from storage.places import Instansi, Lokus, add_lokus
from storage.responses import Response
from survey_flows.quality.per_lokus import lokus_flags
from survey_flows.quality.per_response import flags_of
from survey_flows.quality.rows import Marks, Measures
from survey_flows.quality.vectors import longstring
from survey_flows.receipts import Measures as Measured
from survey_flows.receipts import Opening
from survey_flows.sealed_answers import reader
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.papers import Paper, read
from tests.admin_cli.weekly import MARKS, answers
from tests.answering import ITEMS, Sent, marks, moment
from tests.engine.quality.made import OPENING, row

BURST = moment("2026-11-18 01:00")  # 10:00 in Jayapura
LONG = sum(longstring(one) >= 7 for one in MARKS)
STRAIGHT = sum(len(set(one)) == 1 for one in MARKS)
VARIED = (5, 3, 4, 5, 5, 2, 4, 4, 3, 5, 5, 4, 4, 2)
FEW = "Kurang dari 10 jawaban yang berlaku"


def stuffed(desk: Desk) -> Desk:
    """Twelve honest responses at pkm, and thirty fives within one hour."""
    furnish(desk)
    desk.receives(answers("pkm", MARKS))
    desk.receives(
        [Sent("pkm", "2026", BURST + timedelta(minutes=at), marks(5)) for at in range(30)]
    )
    return desk


def figures(desk: Desk, lokus: str = "pkm") -> Any:  # noqa: ANN401 - a JSON document
    said = desk.json("integrity", "report", "--lokus", lokus)
    return said["lokus"][0]["figures"]


def paper(desk: Desk, lokus: str = "pkm") -> Paper:
    said = desk.json("integrity", "report", "--lokus", lokus, "--out", "out")
    return read(desk.folder / said["files"][0]["file"])


def test_thirty_fives_in_one_hour_are_seen(on_both: Desk) -> None:
    found = figures(stuffed(on_both))
    burst = found["burst"]
    assert (burst["day"], burst["hour"], burst["n"]) == ("2026-11-18", 10, 30)
    assert burst["burst_p"] < 0.001
    assert burst["is_joint"]
    assert found["largest_copy"] == max(map(MARKS.count, MARKS)) == 3
    beyond = {flag for flag, is_beyond in found["beyond"].items() if is_beyond}
    assert beyond == {"burst_p", "joint_burst", "largest_copy"}
    assert found["answers"]["5"] == 30 * 14 + sum(one.count(5) for one in MARKS)
    assert found["days"]["2026-11-18"] == 33
    assert sum(found["totals"].values()) == 42
    assert found["sl_share"] == {"marked": 30 + STRAIGHT, "n": 42, "z": None}  # too few peers
    assert found["responses_beyond"]["longstring"]["beyond"] == 30 + LONG
    assert found["responses_beyond"]["rsi"] == {"beyond": 0, "known": 0}
    assert (found["coverage"], found["backcheck"], found["fast_share"]) == (None, None, None)
    assert {one["n"] for one in found["power"]} == {20}


def test_the_paper_says_the_same_with_what_it_means_and_cannot_see(desk: Desk) -> None:
    found = paper(stuffed(desk))
    text = found.text
    assert "30 pada 18 November 2026, 10–11; p ≤ 0,0002 p < 0,001 di luar" in text
    assert f"{30 + STRAIGHT} dari 42; terlalu sedikit pembanding" in text
    assert "angka, bukan putusan" in text
    assert "Yang tidak dapat dilihat" in text
    assert "n = 20 dan rata-rata" in text
    assert "Untuk evaluator" in found.pages[0]
    assert {chart.mode for chart in found.images} == {"L"}
    assert paper(desk).bytes == found.bytes
    assert [file.name for file in (desk.folder / "out").iterdir()] == ["integritas_2026_pkm.pdf"]


def test_a_lokus_with_few_responses_shows_how_many_and_nothing_else(desk: Desk) -> None:
    """What nine people answered changes no byte of any paper."""
    untouched = (stuffed(desk).folder / "loket.db").read_bytes()
    made = []
    for mark in (1, 5):
        (desk.folder / "loket.db").write_bytes(untouched)
        desk.receives(answers("kel", [[mark] * 14] * 9))
        made.append(desk.json("integrity", "report", "--all", "--out", "out"))
    assert made[0] == made[1]
    said = {one["lokus"]: one for one in made[0]["lokus"]}
    assert (said["kel"]["n"], said["kel"]["figures"]) == (9, None)
    papers = {one["lokus"]: read(desk.folder / one["file"]).text for one in made[0]["files"]}
    assert FEW in papers["kel"]
    assert "Yang tidak dapat dilihat" in papers["kel"]
    assert "Jam terpadat" not in papers["kel"]
    assert "Belum ada jawaban." in papers["dukcapil"]


def test_lokus_are_each_others_peers(desk: Desk) -> None:
    furnish(desk)
    codes = [f"p{number}" for number in range(5)]

    async def more(connection: Connection) -> None:
        for code in codes:
            await add_lokus(connection, code, f"Peer {code}", "timur")

    desk.store(more)
    for code in codes:
        desk.receives(answers(code, [MARKS[0]] * 10))
    desk.receives(answers("pkm", [[5] * 14] * 6 + [MARKS[0]] * 4))
    found = figures(desk)
    assert found["sl_share"]["marked"] == 6
    assert found["sl_share"]["z"] > 5.5
    assert found["beyond"]["sl_share_z"]


def test_superseded_responses_are_counted_apart() -> None:
    stands = [row(one, VARIED) for one in range(10)]
    every = [*stands, row(10, (5,) * 14, marks=Marks(superseded=True))]
    flags = list(flags_of(every, OPENING).values())
    (found,) = lokus_flags(every, OPENING).values()
    owner = Instansi(1, "timur", "Kota Timur", "Asia/Jayapura")
    said = account(Lokus(1, "pkm", "Puskesmas", owner), every, flags, found)
    assert (said.n, said.superseded) == (10, 1)
    assert said.figures is not None
    assert said.figures.answers[5] == 10 * VARIED.count(5)
    assert said.figures.marked["longstring"].known == 10
    less = account(Lokus(1, "pkm", "Puskesmas", owner), every[1:], flags[1:], found)
    assert (less.n, less.figures) == (9, None)


def test_tickets_are_the_denominator_and_hours_can_be_said(desk: Desk) -> None:
    stuffed(desk)

    async def printing(connection: Connection) -> None:
        lokus = await places.lokus_of(connection, "pkm")
        period = await periods.period_of(connection, "2026")
        day = date(2026, 11, 16)
        new = issuances.NewIssuance(day, 2, lokus.id, period.id, 1, 30, day, day, "ABCDEF")
        await issuances.record(connection, new)

    desk.store(printing)
    said = desk.json("integrity", "report", "--lokus", "pkm", "--hours", "0-24", "--out", "out")
    found = said["lokus"][0]["figures"]
    assert (found["coverage"], found["beyond"]["coverage"]) == (1.4, True)
    assert "140%" in read(desk.folder / said["files"][0]["file"]).text
    sundays = sum(n for day, n in found["days"].items() if date.fromisoformat(day).weekday() == 6)
    assert found["responses_beyond"]["outside_hours"] == {"beyond": sundays, "known": 42}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "integrity.which"),
        (("--lokus", "pkm", "--all"), "integrity.which"),
        (("--all", "--hours", "16-7"), "hours.bad"),
        (("--all", "--hours", "pagi"), "hours.bad"),
    ],
)
def test_wrong_use_is_refused(quiet: Desk, words: tuple[str, ...], code: str) -> None:
    assert quiet.refused("integrity", "report", *words).endswith(f"[{code}]")


def test_an_unknown_lokus_is_named(quiet: Desk) -> None:
    assert "nowhere" in quiet.refused("integrity", "report", "--lokus", "nowhere")


@pytest.mark.parametrize(
    ("gaps", "measures"),
    [
        ((), Measures((), None, None)),
        ((10, 25), Measures((10, 25), 3, timing_valid=True)),
        ((10, None), Measures((10, None), None, timing_valid=False)),
    ],
)
def test_what_was_measured_reaches_the_flags(
    gaps: tuple[int | None, ...], measures: Measures
) -> None:
    hour = int(BURST.timestamp()) // 3600
    where = ("pkm", "2026", "Asia/Jayapura", 2, hour)
    opening = Opening("0a", marks(*VARIED), Measured(gaps)).text
    row = row_of(Response("0a", *where, "superseded", opening), reader(ITEMS))
    assert (row.day, row.hour, row.answers) == (date(2026, 11, 18), 10, VARIED)
    assert (row.measures, row.marks.assurance, row.marks.superseded) == (measures, 2, True)
