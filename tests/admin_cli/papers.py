"""A printed F-01 taken apart, and files of every kind to put into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from bot.inspection.verdict import Kind
from storage.evidence import Content
from tests.admin_cli.conftest import Desk
from tests.admin_cli.counter import Photo


@dataclass(frozen=True)
class Paper:
    """What a reader of the PDF sees: `pages` is the text of each, in one line."""

    pages: Sequence[str]
    images: Sequence[Image.Image]
    bytes: bytes

    @property
    def text(self) -> str:
        return " ".join(self.pages)


@dataclass(frozen=True)
class Document(Photo):
    """A file that is no JPEG."""

    kind: Kind = "pdf"
    sheets: int = 0

    @property
    def content(self) -> Content:
        what = (self.kind, "application/octet-stream", self.kind)
        return Content(self.sha256, len(self.bytes), *what, pages=self.sheets)


def read(file: Path) -> Paper:
    reader = PdfReader(file)
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    images = [one.image for page in reader.pages for one in page.images]
    return Paper(texts, [one for one in images if one], file.read_bytes())


def printed(desk: Desk, *words: str) -> Paper:
    """`loket report f01 --lokus pkm`, when all is well."""
    return read(desk.folder / desk.json("report", "f01", "--lokus", "pkm", *words)["file"])
