"""`loket instrument` as people and scripts use it."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from admin_cli import instrument
from admin_cli.door import Door
from storage.database import Database
from storage.migrate import upgrade
from survey_flows import catalog, xlsform
from survey_flows.fingerprint import fingerprint
from survey_flows.instrument import Instrument

F09 = (Path(__file__).parents[1] / "engine" / "f09.toml").read_text(encoding="utf-8")
# As `loket` has it, without the other commands.
loket = typer.Typer(cls=Door, pretty_exceptions_enable=False)
loket.add_typer(instrument.app, name="instrument")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(loket, ["instrument", *map(str, words)])


def printed(*words: str | Path) -> Any:  # noqa: ANN401  a JSON document
    result = run(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation before its first `db upgrade`."""
    for name in [name for name in os.environ if name.startswith("LOKET_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LOKET_DATABASE_URL", f"sqlite:///{tmp_path}/loket.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def database(folder: Path) -> Path:
    async def build() -> None:
        database = Database(f"sqlite:///{folder}/loket.db")
        await upgrade(database)
        await database.close()

    asyncio.run(build())
    return folder / "loket.db"


@pytest.fixture
def edited(database: Path, monkeypatch: pytest.MonkeyPatch) -> Instrument:
    """F-03 was published; then somebody changed a word in the shipped file."""
    assert run("publish", "F-03").exit_code == 0
    name, source = next(one for one in catalog.sources().items() if one[0].startswith("f03"))
    other = catalog.read(name, source.replace(b"mudah dipenuhi", b"sulit dipenuhi"))
    monkeypatch.setattr(catalog, "shipped", lambda: (other,))
    catalog.load.cache_clear()
    return other


@pytest.fixture(autouse=True)
def forget() -> Any:  # noqa: ANN401  a fixture that only cleans up
    yield
    catalog.load.cache_clear()


def test_list_names_every_shipped_version() -> None:
    listed = printed("list")
    assert [(one["form_id"], one["version"]) for one in listed] == [
        (form.form_id, form.version) for form in catalog.shipped()
    ]
    assert listed[0]["published"] is None
    assert "2023061901" in run("list").stdout


def test_show_f03_gives_the_official_form_as_json() -> None:
    shown = printed("show", "F-03")
    assert [one["items"] for one in shown["aspek"]] == [4, 3, 4, 2, 1]
    assert [one["code"] for one in shown["items"]][-2:] == ["14.d.T", "15.e.K"]
    assert shown["items"][0]["label"].startswith("Persyaratan yang diperlukan")
    assert [one["name"] for one in shown["choices"]["derajat"]] == list("12345")
    assert shown["fingerprint"] == fingerprint(catalog.load("F-03"))
    assert shown["published"] is None


def test_show_f01_gives_items_fields_and_slots() -> None:
    shown = printed("show", "F-01")
    assert [one["items"] for one in shown["aspek"]] == [9, 5, 6, 4, 4, 2, 1]
    assert shown["items"][30]["number"] is None
    words = run("show", "F-01").stdout
    assert "i15f1" in words
    assert "i26daring" in words
    assert "None" not in words


def test_publish_freezes_f01(database: Path) -> None:
    assert printed("publish", "F-01")["published"]["edited"] is False
    assert [bool(one["published"]) for one in printed("list")] == [True, False]
    assert printed("check")["ok"] is True


def test_f01_leaves_as_an_xlsform_with_all_its_rows(folder: Path) -> None:
    result = run("export", "F-01", "--format", "xlsform", "--out", "f01.xlsx")
    assert (result.exit_code, result.stdout) == (0, "f01.xlsx\n")
    book = load_workbook(folder / "f01.xlsx")
    names = [row[1] for row in book["survey"].iter_rows(values_only=True)]
    form = catalog.load("F-01")
    assert {*form.fields} <= {*names}
    assert {f"{one.name}_1" for item in form for one in item.evidence} <= {*names}


def test_show_prints_every_wording_for_people() -> None:
    words = " ".join(run("show", "F-03").stdout.replace("│", " ").split())
    assert "Petugas layanan responsif" in words
    assert "15.e.K" in words


@pytest.mark.parametrize(
    "words",
    [
        ["show", "f3"],
        ["export", "F-30", "--format", "json", "--out", "x.json"],
        ["publish", "F-33"],
    ],
)
def test_an_unknown_form_is_wrong_use_with_a_suggestion(words: Sequence[str]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'known: F-01, F-03; did you mean "F-03"?' in result.stderr


def test_an_unknown_version_is_wrong_use() -> None:
    result = run("show", "F-03", "--version", "2000010100")
    assert result.exit_code == 2
    assert "known: 2023061901" in result.stderr


def test_check_passes_what_is_shipped_and_leaves_no_database_behind(folder: Path) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "f03-2023061901.toml: ok" in result.stdout
    assert printed("check")["ok"] is True
    assert list(folder.iterdir()) == []


def test_check_reports_all_issues_of_all_files(folder: Path) -> None:
    (folder / "good.toml").write_text(F09, encoding="utf-8")
    (folder / "bad.toml").write_text(
        F09.replace('"pdf"', '"pfd"').replace('choices = "skala"', 'choices = "skla"'),
        encoding="utf-8",
    )
    (folder / "worse.toml").write_text("form_id =", encoding="utf-8")
    result = run("check", "good.toml", "bad.toml", "worse.toml")
    assert result.exit_code == 1
    assert "good.toml: ok" in result.stdout
    assert 'did you mean "pdf"?' in result.stdout
    assert 'did you mean "skala"?' in result.stdout
    assert "worse.toml: last line" in result.stdout

    result = run("check", "bad.toml", "--json")
    assert result.exit_code == 1
    (checked,) = json.loads(result.stdout)["files"]
    assert [set(one) for one in checked["issues"]] == [{"code", "place", "cause", "cure"}] * 3


def test_check_of_a_file_that_is_not_there_is_wrong_use() -> None:
    assert run("check", "absent.toml").exit_code == 2


def test_publish_needs_a_database() -> None:
    result = run("publish", "F-03")
    assert result.exit_code == 2
    assert "loket init" in result.stderr


def test_publish_freezes_a_version_once(database: Path) -> None:
    first, second = printed("publish", "F-03"), printed("publish", "F-03")
    assert first == second
    assert first["published"]["edited"] is False
    assert printed("show", "F-03")["published"] == first["published"]
    assert first["published"]["on"] in run("list").stdout
    assert run("publish", "F-03").stdout.split("\t")[:2] == ["F-03", "2023061901"]


def test_an_edited_published_version_is_refused_and_shown(edited: Instrument) -> None:
    result = run("publish", "F-03")
    assert result.exit_code == 2
    assert "F-03 2023061901 changed after publishing" in result.stderr
    assert printed("show", "F-03")["published"]["edited"] is True
    assert "EDITED" in run("list").stdout
    result = run("check")
    assert result.exit_code == 1
    assert "restore the file or raise `version` [instrument.edited]" in result.stdout


def test_a_published_version_that_is_no_longer_shipped_is_reported(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("publish", "F-03").exit_code == 0
    monkeypatch.setattr(catalog, "shipped", lambda: ())
    catalog.load.cache_clear()
    result = run("check")
    assert result.exit_code == 1
    assert "put its file back" in result.stdout


def test_export_writes_the_sheets_as_xlsform(folder: Path) -> None:
    result = run("export", "F-03", "--format", "xlsform", "--out", "f03.xlsx")
    assert (result.exit_code, result.stdout) == (0, "f03.xlsx\n")
    book = load_workbook(folder / "f03.xlsx")
    wanted = xlsform.sheets(catalog.load("F-03"))
    assert {page.title: page.max_row for page in book} == {
        name: len(rows) for name, rows in wanted.items()
    }


def test_export_writes_json_that_equals_what_is_shown(folder: Path) -> None:
    assert run("export", "F-03", "--format", "json", "--out", "f03.json").exit_code == 0
    written = json.loads((folder / "f03.json").read_text(encoding="utf-8"))
    assert written | {"published": None} == printed("show", "F-03")


def test_export_into_a_missing_folder_is_wrong_use() -> None:
    result = run("export", "F-03", "--format", "json", "--out", "absent/f03.json")
    assert result.exit_code == 2
    assert "absent/f03.json" in result.stderr


def test_a_bad_setting_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", "mysql://x")
    result = run("publish", "F-03")
    assert result.exit_code == 2
    assert "LOKET_DATABASE_URL" in result.stderr


def test_a_database_that_does_not_answer_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", "postgresql://x:y@127.0.0.1:1/z")
    assert run("publish", "F-03").exit_code == 2
    shown = run("show", "F-03", "--json")
    assert json.loads(shown.stdout)["form_id"] == "F-03"
    assert "unknown" in shown.stderr


def test_looking_at_the_commands_loads_neither_database_nor_bot() -> None:
    code = (
        "import sys, admin_cli.instrument as _; "
        "print(sorted({'aiogram', 'sqlalchemy', 'xlsxwriter', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
