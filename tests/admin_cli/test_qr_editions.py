"""`loket qr make`: kinds of files, sizes, booklets, logos, and what is said meanwhile."""

import json
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner

from storage.database import Connection
from storage.places import add_instansi, add_lokus
from tests.admin_cli.qr_office import Office, app, furnished


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return furnished(tmp_path, monkeypatch)


def test_pdf_posters_come_with_a_booklet_of_all(office: Office) -> None:
    document = office.made("--all", "--format", "pdf", "--size", "a6")
    assert document["size"] == "a6"
    booklet = Path(document["booklet"])
    assert len(PdfReader(booklet).pages) == 2
    before = booklet.read_bytes()
    office.made("--all", "--format", "pdf", "--size", "a6")
    assert booklet.read_bytes() == before
    files = {path.name for path in office.out.iterdir()}
    assert files == {booklet.name, "pkm-melati.pdf", "samsat.pdf"}


def test_one_poster_and_pictures_have_no_booklet(office: Office) -> None:
    assert office.made("--lokus", "samsat", "--format", "pdf")["booklet"] is None
    assert office.made("--all", "--size", "kartu")["booklet"] is None


def test_without_a_folder_the_posters_go_into_one_of_their_own(office: Office) -> None:
    result = CliRunner().invoke(app, ["qr", "make", "--lokus", "samsat", "--json"])
    (made,) = json.loads(result.stdout)["codes"]
    assert made["file"] == "posters/samsat.png"
    assert Path(made["file"]).exists()


def test_a_logo_is_for_the_posters_of_one_instansi(office: Office) -> None:
    office.change(
        lambda tables: add_instansi(tables, "kab", "Pemerintah Kabupaten", "Asia/Makassar"),
        lambda tables: add_lokus(tables, "pdam", "PDAM", "kab"),
    )
    logo = office.out.parent / "logo.png"
    Image.new("RGB", (60, 80), "navy").save(logo)
    refused = office.make("--all", "--logo", str(logo))
    assert refused.exit_code == 2
    assert "--instansi CODE" in refused.stderr
    made = office.make("--all", "--instansi", "kab", "--logo", str(logo), "--json")
    assert [one["lokus"] for one in json.loads(made.stdout)["codes"]] == ["pdam"]
    assert "60 x 80 pixels" in made.stderr


def test_a_bad_logo_stops_before_anything_is_printed(office: Office) -> None:
    logo = office.out.parent / "logo.png"
    logo.write_text("<svg/>")
    result = office.make("--all", "--logo", str(logo))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "poster.logo" in result.stderr
    assert not office.out.exists()


def test_many_posters_show_how_far_they_are(office: Office) -> None:
    async def fill(tables: Connection) -> None:
        for number in range(10):
            await add_lokus(tables, f"loket-{number}", f"Loket {number}", "kota")

    office.change(fill)
    result = office.make("--all", "--format", "svg", "--json")
    assert "100%" in result.stderr
    assert len(json.loads(result.stdout)["codes"]) == 12


def test_letters_that_will_be_boxes_are_named_before(office: Office) -> None:
    office.change(lambda tables: add_lokus(tables, "rs", "RS 🏥 Пуск é", "kota"))
    assert "poster of rs, 🏥 will be boxes" in office.make("--all", "--format", "svg").stderr
    assert "boxes" not in office.make("--lokus", "samsat").stderr


def test_an_interrupted_run_leaves_whole_files_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    office.made("--lokus", "samsat")
    before = {path: path.read_bytes() for path in office.out.iterdir()}
    monkeypatch.setattr(Path, "replace", interrupted)
    assert office.make("--all").exit_code != 0
    assert {path: path.read_bytes() for path in office.out.iterdir()} == before
