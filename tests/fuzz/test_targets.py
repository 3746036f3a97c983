"""A short run of each fuzzing target on every push; `make fuzz` is the long one."""

from itertools import islice
from random import Random

import pytest

from tests.fuzz.campaign import main
from tests.fuzz.mutating import mutated
from tests.fuzz.targets import GENUINE, TARGETS, Slip, links


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_make_a_reader_slip(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--target", name, "--runs", "3000", "--seed", "7"]) == 0
    assert f"{name} · runs 3000 · findings 0" in capsys.readouterr().out


def test_a_reader_that_slips_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.targets.GENUINE", "another")
    with pytest.raises(Slip):
        links(GENUINE.encode())


def test_the_same_seed_changes_the_same_bytes() -> None:
    once, again = (list(islice(mutated([b"seed"], Random(1)), 50)) for _ in range(2))
    assert once == again
    assert len(set(once)) > 40
