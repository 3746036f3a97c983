"""A file becomes a sheet: by what is in it, whatever its name says."""

from pathlib import Path

from admin_cli.door import WrongUse
from admin_cli.importing.sheet import MOST_BYTES, Sheet

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_sheet(path: Path) -> Sheet:
    """Raises WrongUse with the cure, or OSError."""
    if path.is_dir():
        raise WrongUse(f"{path} is a folder: name the file in it", "import.file")
    content = _content(path)
    if content.startswith((_ZIP, _OLD_OFFICE)):
        from admin_cli.importing.xlsx_file import read_xlsx

        return read_xlsx(path, content)
    from admin_cli.importing.csv_file import read_csv

    return read_csv(content)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if not content:
        raise WrongUse(f"{path} is empty: save it again", "import.file")
    if len(content) > MOST_BYTES:
        said = f"{path} is larger than {MOST_BYTES // 1_000_000} MB: keep only the list of lokus"
        raise WrongUse(said, "import.file")
    return content
