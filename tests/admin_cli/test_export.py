"""`loket export week`: read by a stranger's reader, and counted again by hand."""

import hashlib
import statistics
import subprocess
from pathlib import Path

import frictionless
import pytest

from admin_cli.bundle.making import tables
from tests.admin_cli.bundles import SENT, SPREAD, WEEK, exported, package, rows, unpacked
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import ITEMS


@pytest.fixture
def counted(on_both: Desk) -> Desk:
    """Two weeks of answers, looked at on the Monday after, on both databases."""
    furnish(on_both)
    on_both.receives(SENT)
    return on_both


def test_a_stranger_finds_every_table_valid(counted: Desk) -> None:
    folder = unpacked(exported(counted, WEEK))
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["message"]) == []
    assert report.stats["tasks"] == 10


def test_a_spoilt_table_is_found_invalid(counted: Desk) -> None:
    folder = unpacked(exported(counted, WEEK))
    table = folder / "data" / "f03_responses.csv"
    table.write_text(table.read_text().replace(",false,", ",false,7", 1))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_responses_carry_exactly_the_tapped_values(counted: Desk) -> None:
    found = rows(exported(counted, WEEK), "f03_responses")
    values = {(one["lokus"], one["day"]): [one[item] for item in ITEMS] for one in found}
    assert values == {
        ("pkm", "2026-11-16"): ["4"] * 14,
        ("pkm", "2026-11-18"): list(SPREAD.values()),
        ("pkm", "2026-11-19"): ["5", *["3"] * 13],
        ("kel", "2026-11-20"): ["2"] * 14,
    }
    assert [one["response_id"] for one in found] == sorted(one["response_id"] for one in found)
    assert sorted(one["assurance"] for one in found) == ["0", "0", "1", "2"]
    assert {(one["period"], one["week"], one["superseded"]) for one in found} == {
        ("2026", WEEK, "false")
    }
    assert all("receipt" not in one for one in found)  # it would lead from a phone to its answers


def test_the_index_is_that_of_a_hand_calculation(counted: Desk) -> None:
    bundle = exported(counted, WEEK)
    answers = [one for one in rows(bundle, "f03_responses") if one["lokus"] == "pkm"]
    means = [statistics.fmean(int(one[item]) for one in answers) for item in ITEMS]
    line = next(one for one in rows(bundle, "f03_index") if one["lokus"] == "pkm")
    assert line["n"] == "3"
    assert [float(line[item]) for item in ITEMS] == pytest.approx(means, abs=1e-9)
    assert float(line["index"]) == pytest.approx(sum(means) / 14, abs=1e-9)
    since = [*([1.0] * 14), *(float(one[item]) for one in answers for item in ITEMS)]
    assert line["n_period"] == "4"
    assert float(line["index_period"]) == pytest.approx(statistics.fmean(since), abs=1e-9)


def test_the_written_index_has_ten_exact_places(counted: Desk) -> None:
    line = next(one for one in rows(exported(counted, WEEK), "f03_index") if one["lokus"] == "pkm")
    # (56 + 50 + 44) / 42, and with the first week (56 + 50 + 44 + 14) / 56
    assert (line["i01"], line["index"]) == ("3.3333333333", "3.5714285714")
    assert line["index_period"] == "2.9285714286"


def test_a_lokus_without_answers_has_a_line_of_empty_cells(counted: Desk) -> None:
    line = next(
        one for one in rows(exported(counted, WEEK), "f03_index") if one["lokus"] == "dukcapil"
    )
    assert [line[item] for item in ITEMS] == [""] * 14
    assert (line["n"], line["index"]) == ("0", "")
    assert (line["n_period"], line["index_period"]) == ("0", "")


def test_the_manifest_satisfies_sha256sum(counted: Desk) -> None:
    folder = unpacked(exported(counted, WEEK))
    command = ["sha256sum", "-c", "MANIFEST.sha256"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout.count(": OK")) == (0, 14), said.stderr
    described = package(folder.with_suffix(".zip"))["resources"]
    for one in described:
        content = (folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_contract_page_names_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scoring-contract.md").read_text(encoding="utf-8")
    heads = {head for table in tables() for head in table.heads}
    assert {head for head in heads - set(ITEMS) if f"`{head}`" not in page} == set()
    assert heads >= set(ITEMS) == {f"i{number:02}" for number in range(1, 15)}


def test_names_stay_as_they_are_for_machines(counted: Desk) -> None:
    found = {one["lokus"]: one["name"] for one in rows(exported(counted, WEEK), "lokus")}
    assert found == {
        "pkm": 'Puskesmas "Melati", Timur',
        "kel": "=cmd|'/c calc'!A1",
        "dukcapil": "Dukcapil",
    }
