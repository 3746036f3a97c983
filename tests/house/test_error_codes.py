"""Every error code is on its page with a cure, and a stale page is noticed."""

from pathlib import Path

import pytest

from scripts import error_codes
from scripts.error_codes import CURES, PAGE, SAID, errors_in, every_error, explained, main, page

FOUND = every_error()

CLASS = '''
class TeaCold(Exception):
    """Nobody drank it.

    More.
    """

    code = "tea.cold"

    def __init__(self, cup: Path) -> None:
        super().__init__(f"the tea in {cup.name} is {self._degrees()} degrees: warm it")
'''
USES = '''
_MOST = 9

def pour(cups):
    """Serve."""
    if cups > _MOST:
        said = f"{cups} cups are more than {_MOST}: take a pot"
        raise WrongUse(said, "tea.many")
    raise WrongUse(_empty(cups), "tea.none") from None

def _empty(cups) -> str:
    return f"no cup of {cups} is left: wash one"

def stir():
    raise WrongUse("there is no spoon")
'''


def test_the_page_is_what_the_code_says() -> None:
    assert main(["--check"], page(FOUND), PAGE) == 0, error_codes.STALE


@pytest.mark.parametrize("code", FOUND)
def test_every_code_says_what_is_wrong_and_what_to_do(code: str) -> None:
    said, cure = explained(code, FOUND[code])
    assert said
    assert len(cure) >= len("restore"), f"no cure in the message of {code}, nor in CURES"


def test_no_words_are_kept_for_a_code_that_is_gone() -> None:
    assert {*SAID, *CURES} - set(FOUND) == set()


def test_a_class_with_a_code_is_found() -> None:
    (found,) = errors_in(CLASS)
    assert (found.code, found.means) == ("tea.cold", "Nobody drank it.")
    assert explained("tea.cold", [found]) == ("the tea in CUP is … degrees", "warm it")


def test_a_refusal_is_followed_to_its_words() -> None:
    found = {one.code: one.message for one in errors_in(USES)}
    assert found == {
        "tea.many": "CUPS cups are more than 9: take a pot",
        "tea.none": "no cup of CUPS is left: wash one",
        "use.wrong": "there is no spoon",
    }


def test_a_stale_page_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "errors.md"
    assert main(["--check"], page(FOUND), target) == 1
    assert "run `python -m scripts.error_codes`" in capsys.readouterr().err
    main([], page(FOUND), target)
    assert main(["--check"], page(FOUND), target) == 0
