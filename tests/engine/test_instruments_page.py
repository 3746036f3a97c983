"""docs/instruments.md shows a file that works, and names every key, type and operator."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from survey_flows import catalog, checker
from survey_flows.instrument import (
    Aspek,
    Choice,
    EvidenceSlot,
    Field,
    FieldType,
    Instrument,
    Item,
    Mark,
    Operator,
)
from survey_flows.rules.evidence import KINDS
from survey_flows.rules.settings import AUDIENCES

PAGE = (Path(__file__).parents[2] / "docs" / "instruments.md").read_text(encoding="utf-8")
MODEL = (Instrument, Choice, Aspek, Item, Field, EvidenceSlot)
KEYS = {one.name for part in MODEL for one in fields(part)}
WORDS = {*KEYS, *get_args(FieldType), *get_args(Operator), *get_args(Mark), *AUDIENCES}


def example() -> bytes:
    (found,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    return str(found).encode()


def test_the_example_of_the_page_passes_the_checker() -> None:
    assert [str(issue) for issue in checker.check(example())] == []


def test_the_example_reads_as_the_page_says() -> None:
    form = catalog.read("example", example())
    assert form.fields["p02"].label == form.items[1].label
    assert form.fields["p01d"].required is False
    assert form.items[0].evidence[0].most == 3
    assert form.items[1].marks == ("reconstructed",)


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_of_the_format_is_explained(word: str) -> None:
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_evidence_is_named(kind: str) -> None:
    assert re.search(rf"\b{kind}\b", PAGE)
