"""A reader finds the old file or the new one, and no half one beside it."""

from pathlib import Path

import pytest

from admin_cli.whole_file import replacing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "poster.png"
    file.write_text("old")
    return file


def test_the_new_file_takes_the_place_of_the_old_one_at_the_end(file: Path) -> None:
    with replacing(file) as draft:
        draft.write_text("new")
        assert file.read_text() == "old"
    assert (file.read_text(), list(file.parent.iterdir())) == ("new", [file])


def test_what_fails_half_way_leaves_nothing_but_the_old_file(file: Path) -> None:
    def fail(draft: Path) -> None:
        draft.write_text("ne")
        raise InterruptedError

    with pytest.raises(InterruptedError), replacing(file) as draft:
        fail(draft)
    assert (file.read_text(), list(file.parent.iterdir())) == ("old", [file])


def test_what_a_killed_program_left_is_not_taken_over(file: Path) -> None:
    file.with_name(".poster.png.part").touch(mode=0o644)
    with replacing(file) as draft:
        draft.touch(mode=0o600)
    assert file.stat().st_mode & 0o777 == 0o600
