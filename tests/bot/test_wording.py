"""Every sentence a citizen reads: tags that close, lengths Telegram takes, and no English."""

import re
import string
from collections.abc import Iterator, Mapping

import pytest

from bot import rights_wording, wording
from tests.bot.html import plain, troubles_of

LONGEST_TOAST = 200
TOASTS = (*wording.REFUSALS.values(), wording.TOO_FAST, wording.TROUBLE, wording.NOT_YOURS)
ENGLISH = re.compile(
    r"\b(the|you|your|please|answer|button|error|question|send|sent|thanks?|is|are|not|and|to)\b",
    re.IGNORECASE,
)


def texts() -> Iterator[tuple[str, str]]:
    for name, value in (*vars(wording).items(), *vars(rights_wording).items()):
        if name.isupper() and not name.startswith("_") and name != "CONSENT_VERSION":
            parts = value.values() if isinstance(value, Mapping) else value
            for one in [parts] if isinstance(parts, str) else parts:
                yield name, one


TEXTS = list(texts())


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_every_tag_is_telegrams_and_closed(name: str, text: str) -> None:
    assert troubles_of(text) == []


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_no_sentence_is_left_in_english(name: str, text: str) -> None:
    assert ENGLISH.findall(plain(re.sub(r"\{\w+\}", "", text))) == []


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_places_to_fill_in_have_names(name: str, text: str) -> None:
    assert all(field != "" for _, field, _, _ in string.Formatter().parse(text))


@pytest.mark.parametrize("text", [*TOASTS, wording.OLD_BUTTON])
def test_a_toast_fits_and_is_plain(text: str) -> None:
    assert 0 < len(text) <= LONGEST_TOAST
    assert "<" not in text


def test_the_menu_fits_what_telegram_takes() -> None:
    for command, description in wording.COMMANDS.items():
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command)
        assert 1 <= len(description) <= 256
    assert len(wording.SHORT_DESCRIPTION) <= 120
    assert len(wording.DESCRIPTION) <= 512


def test_every_command_that_is_mentioned_exists() -> None:
    mentioned = {one for _, text in TEXTS for one in re.findall(r"(?<![\w<])/([a-z_]+)", text)}
    assert mentioned <= set(wording.COMMANDS)
    assert mentioned >= {
        "mulai",
        "bantuan",
        "privasi",
        "batal",
        "tarik",
        "hapus",
        "cek",
        "data_saya",
    }


def test_a_consent_text_that_changes_gets_another_fingerprint() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", wording.CONSENT_VERSION)


@pytest.mark.parametrize("text", ["<b>open", "</b>", "<h1>no</h1>", "<b><i>crossed</b></i>"])
def test_a_bad_tag_would_be_seen(text: str) -> None:
    assert troubles_of(text)


def test_an_english_word_would_be_seen() -> None:
    assert ENGLISH.findall("Mohon press the tombol")
