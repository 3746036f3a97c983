"""The one door: what goes wrong is one line, and no secret or traceback passes it."""

import pytest
import typer
from typer.testing import CliRunner

from admin_cli.door import Door, WrongUse
from bot.errors import BotError
from bot.scrub import scrubbed
from storage.errors import NotFound
from storage.migrate import head
from survey_flows.errors import BrokenInstrument, SurveyError
from survey_flows.weeks import UnknownWeek
from tests.admin_cli.conftest import Desk

TOKEN = "12345678:AAbbCCddEEffGGhhIIjjKKllMM"


def refusal(error: BaseException) -> tuple[int, str]:
    """How a program ends in which this error happens."""
    app = typer.Typer(cls=Door, pretty_exceptions_enable=False)

    @app.callback()
    def about() -> None:
        """A program."""

    @app.command()
    def fall() -> None:
        raise error

    assert callable(about)
    assert callable(fall)
    result = CliRunner().invoke(app, ["fall"])
    assert result.stdout == ""
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (WrongUse("write it so", "day.bad"), "write it so [day.bad]"),
        (NotFound("lokus", "x", ["a"]), "there is no lokus 'x'; known: a [code.unknown]"),
        (UnknownWeek("w"), "'w' is not an ISO week: write it like 2026-W47 [week.unknown]"),
        (BotError("no"), "no [bot.error]"),
        (SurveyError("no"), "no [survey.error]"),
        (BrokenInstrument("f.toml", []), "f.toml has 0 issue(s): [instrument.broken]"),
        (typer.BadParameter("bad."), "Invalid value: bad; see `root fall --help` [use.wrong]"),
        (PermissionError(13, "Permission denied", "keys"), "keys: Permission denied [file]"),
    ],
)
def test_an_expected_error_is_one_line_with_its_code(error: Exception, said: str) -> None:
    assert refusal(error) == (2, f"error: {said}\n")


def test_an_unexpected_error_gives_a_reference_and_no_traceback() -> None:
    code, said = refusal(KeyError("siti"))
    assert code == 2
    assert said.startswith("error: something went wrong inside (KeyError): run it again with")
    assert said.endswith(" [unexpected]\n")
    assert "siti" not in said
    assert refusal(KeyError("budi"))[1] == said, "the same place, the same reference"
    assert refusal(ValueError("budi"))[1] != said


def test_the_traceback_is_for_those_who_ask_and_without_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOKET_DEBUG", "1")
    _, said = refusal(RuntimeError(f"GET /bot{TOKEN}/getMe for postgresql://a:s3cret@db/x"))
    assert "Traceback" in said
    assert "RuntimeError: GET /bot[token]/getMe for postgresql://a:***@db/x" in said


def test_a_message_is_scrubbed_too() -> None:
    assert refusal(BotError(f"no answer from /bot{TOKEN}"))[1] == (
        "error: no answer from /bot[token] [bot.error]\n"
    )


def test_scrubbing_leaves_plain_words_alone() -> None:
    plain = "at 12:30, see https://t.me/layanan_bot?start=AQMAAAAAAAcAAQAAd_9BvFr_U_9STu-i"
    assert scrubbed(plain) == plain


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "No such command 'nonsense'; see `loket --help`"),
        (["lokus", "add"], "Missing argument 'CODE'; see `loket lokus add --help`"),
        (["doctor", "--fast"], "No such option: --fast; see `loket doctor --help`"),
    ],
)
def test_wrong_words_lead_to_the_help(bare: Desk, words: list[str], said: str) -> None:
    assert bare.refused(*words) == f"error: {said} [use.wrong]"


def test_a_group_alone_shows_what_it_can_do(bare: Desk) -> None:
    result = bare("period")
    assert (result.exit_code, result.stderr) == (2, "")
    assert "Usage: loket period" in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["instansi", "list"],
        ["lokus", "add", "a", "A", "--instansi", "b"],
        ["period", "close", "2026"],
        ["export", "week"],
    ],
)
def test_without_a_database_every_command_says_so_and_makes_none(
    bare: Desk, words: list[str]
) -> None:
    assert bare.refused(*words) == (
        "error: there is no database loket.db: run `loket init`, or point LOKET_DATABASE_URL at "
        "yours [database.missing]"
    )
    assert list(bare.folder.iterdir()) == []


def test_an_empty_database_needs_an_upgrade(bare: Desk) -> None:
    (bare.folder / "loket.db").touch()
    assert bare.refused("lokus", "list") == (
        f"error: the database is at version none, this program needs {head()}: "
        "run `loket db upgrade` [database.behind]"
    )


def test_a_file_that_is_no_database_is_named(bare: Desk) -> None:
    (bare.folder / "loket.db").write_text("Dear diary, " * 1000)
    assert bare.refused("lokus", "list") == (
        "error: the database sqlite:///loket.db cannot be used (file is not a database): check "
        "LOKET_DATABASE_URL, and that the server runs [database.unreachable]"
    )


@pytest.mark.parametrize("wrong", ["mysql://a:s3cret@b/c", "sqlite://", "nonsense"])
def test_a_database_url_we_cannot_use_is_refused(bare: Desk, wrong: str) -> None:
    bare.monkeypatch.setenv("LOKET_DATABASE_URL", wrong)
    said = bare.refused("lokus", "list")
    assert said.endswith("[database.url]")
    assert "s3cret" not in said


def test_settings_that_are_wrong_are_all_named(bare: Desk) -> None:
    bare.monkeypatch.setenv("LOKET_TIMEZONE", "Mars")
    bare.monkeypatch.setenv("LOKET_MESSAGES_PER_SECOND", "0")
    assert bare.refused("period", "list") == (
        "error: LOKET_TIMEZONE: not an IANA time zone such as Asia/Makassar; "
        "LOKET_MESSAGES_PER_SECOND: Input should be greater than or equal to 1 [settings.bad]"
    )


def test_a_server_that_does_not_answer_is_named_without_its_password(bare: Desk) -> None:
    bare.monkeypatch.setenv("LOKET_DATABASE_URL", "postgresql://loket:s3cret@127.0.0.1:1/loket")
    said = bare.refused("lokus", "list")
    assert said.startswith("error: the database postgresql://loket:***@127.0.0.1:1/loket cannot be")
    assert said.endswith("[database.unreachable]")


def test_a_database_that_does_not_exist_on_the_server_is_named(
    bare: Desk, postgres_url: str
) -> None:
    bare.monkeypatch.setenv("LOKET_DATABASE_URL", f"{postgres_url}/nowhere")
    said = bare.refused("lokus", "list")
    assert '(database "nowhere" does not exist)' in said
    assert said.endswith("[database.unreachable]")
