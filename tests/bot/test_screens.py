"""Every screen of F-03 is one that Telegram takes, whatever the lokus is called."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot import rights_screens, rights_wording, screens
from bot.outcomes import AlreadyAnswered
from bot.screens import Screen
from storage.holdings import Holding
from storage.ledger import Checkpoint
from storage.places import Instansi, Lokus
from survey_flows import catalog
from survey_flows.facts import Answered, Consented, Withdrawn
from survey_flows.instrument import Choice, Instrument
from survey_flows.links import Link, payload
from survey_flows.prompts import Ask, Review
from tests.bot.html import plain, troubles_of

FORM = catalog.load("F-03")
KEY = "k" * 16
LINK = payload(Link("F-03", 2**32 - 1, 2**16 - 1), 255, b"k" * 32)
LOKUS = "Kantor <b>&\"'</i> " + "x" * 180
URL = "https://www.lapor.go.id/"
LONGEST_TEXT = 4096
ANSWERS = dict.fromkeys(FORM.fields, "5")
THERE = Lokus(1, "pkm", LOKUS, Instansi(1, "kota", LOKUS, "Asia/Makassar"))
HELD = Holding(1, KEY, "w" * 32, THERE, 1, "submitted", "", "0" * 64, "ABCDE23456", 1)


def every_screen() -> Iterator[Screen]:
    """Each screen, with the longest and nastiest of names."""
    yield screens.confirm_lokus(LOKUS, LOKUS, LINK)
    yield screens.consent(FORM, LOKUS, LINK)
    yield screens.later(date(2026, 12, 31), LINK)
    for name in FORM.fields:
        for before in ("", *(one.name for one in FORM.choices_of(name))):
            yield screens.ask(FORM, KEY, LOKUS, Ask(name, before))
    yield screens.review(FORM, KEY, LOKUS, Review(ANSWERS, seen=999_999))
    yield screens.done(LOKUS, "ABCDE23456", URL)
    yield screens.ask_stop(LOKUS, KEY)
    yield screens.reminder(LOKUS, LINK)
    for is_final in (True, False):
        yield rights_screens.already(
            AlreadyAnswered(THERE, "ABCDE23456", KEY, date(2026, 12, 31), is_final), URL
        )
    yield rights_screens.consent_again(FORM, LOKUS, KEY)
    yield rights_screens.ask_withdraw(HELD)
    yield rights_screens.choose_withdraw([HELD] * 5)
    yield rights_screens.ask_erase(999, 999)
    yield rights_screens.backcheck(LOKUS, KEY)


def every_page() -> Iterator[Screen]:
    """Screens with nothing to press."""
    yield rights_screens.ended(LOKUS, "superseded")
    yield rights_screens.withdrawn(LOKUS)
    yield rights_screens.data([], "")
    for ended in ("", "superseded", "withdrawn"):
        held = replace(HELD, ended=ended)
        yield rights_screens.data([held] * 99, rights_wording.CONTENT_TONIGHT)
        yield rights_screens.content(LOKUS, [(held, FORM, ANSWERS)] * 9)
    yield rights_screens.checked("ABCDE23456", None)
    covering = Checkpoint(10**9, "ab" * 32, date(2026, 12, 31), "note")
    yield rights_screens.checked("ABCDE23456", covering)


SCREENS = list(every_screen())


@pytest.mark.parametrize("screen", [*SCREENS, *every_page()])
def test_the_text_is_html_telegram_takes(screen: Screen) -> None:
    assert troubles_of(screen.text) == []
    assert 0 < len(plain(screen.text)) <= LONGEST_TEXT
    assert "{" not in screen.text


@pytest.mark.parametrize("screen", SCREENS)
def test_every_button_says_something_and_fits(screen: Screen) -> None:
    buttons = [button for row in screen.rows for button in row]
    assert buttons
    for button in buttons:
        assert 0 < len(button.text) <= 64
        assert bool(button.data) != bool(button.url)
        assert len(button.data.encode()) <= 64


@pytest.mark.parametrize("screen", [one for one in SCREENS if "Kantor" in one.text])
def test_the_name_of_a_lokus_is_read_as_it_is_written(screen: Screen) -> None:
    assert LOKUS in plain(screen.text)


@pytest.mark.parametrize("number", range(1, 15))
def test_an_item_says_where_it_stands_and_what_it_asks(number: int) -> None:
    name = f"i{number:02}"
    aspek, item = FORM.places[name]
    screen = screens.ask(FORM, KEY, LOKUS, Ask(name))
    read = plain(screen.text)
    assert f"{number}/14" in read
    assert aspek.label in read
    assert item.label in read
    assert read.count("●") == number
    assert [button.text for button in screen.rows[0]] == ["😞 1", "🙁 2", "😐 3", "🙂 4", "😀 5"]


def test_the_first_item_has_nothing_to_go_back_to() -> None:
    assert len(screens.ask(FORM, KEY, LOKUS, Ask("i01", can_go_back=False)).rows) == 1
    assert len(screens.ask(FORM, KEY, LOKUS, Ask("i02")).rows) == 2


def test_the_review_has_a_number_for_every_answer() -> None:
    *numbers, send = screens.review(FORM, KEY, "Kantor", Review(ANSWERS, seen=15)).rows
    assert [button.text for row in numbers for button in row] == [str(n) for n in range(1, 15)]
    assert [button.data for button in send] == [f"s:{KEY}:15"]


def with_labels(text: str) -> Instrument:
    """F-03 with a choice whose words are no HTML."""
    nasty = tuple(Choice(one.name, text, one.symbol, hint=text) for one in FORM.choices_of("i01"))
    return replace(FORM, choices={"derajat": nasty})


def test_the_words_of_a_choice_are_escaped_in_texts_and_plain_on_buttons() -> None:
    form = with_labels("< 1 jam & lebih")
    asked = screens.ask(form, KEY, LOKUS, Ask("i01", before="4"))
    shown = screens.review(form, KEY, "Kantor", Review({"i01": "4"}, seen=2))
    for screen in (asked, shown):
        assert troubles_of(screen.text) == []
        assert "< 1 jam & lebih" in plain(screen.text)
        assert "< 1 jam" not in screen.text
    assert asked.rows[0][3].text == "🙂 < 1 jam & lebih"
    assert "&lt; 1 jam" in screens.said_line(form, Answered("i01", "4"))


def test_what_changed_is_said_in_a_line() -> None:
    assert screens.said_line(FORM, Answered("i03", "4")) == "✓ Nomor 3 tersimpan: 🙂 4"
    assert "Nomor 3" in screens.said_line(FORM, Withdrawn("i03"))
    assert screens.said_line(FORM, Consented("text")) == screens.said_line(FORM, None) == ""


def test_a_note_stands_on_top_and_keeps_the_buttons() -> None:
    screen = screens.ask(FORM, KEY, LOKUS, Ask("i01"))
    assert screen.noting("halo").text == f"halo\n\n{screen.text}"
    assert screen.noting("halo").rows == screen.rows
    assert screen.noting("") == screen
