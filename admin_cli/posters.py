"""Posters as files: one per lokus, each with the link that begins the form there."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from admin_cli.poster.format import Format, Size
from admin_cli.poster.logo import Logo
from admin_cli.poster.words import Form, Poster
from storage.periods import Period
from storage.places import Lokus
from survey_flows import catalog
from survey_flows.links import Link, payload

FORM = "F-03"
BOOKLET = "_semua-poster.pdf"  # no lokus has a file that begins like this
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose name and key the links carry, and the period they count in."""

    bot: str
    period: Period
    key_id: int
    key: bytes

    def payload(self, lokus: Lokus) -> str:
        """The signed text Telegram delivers after /start."""
        return payload(Link(FORM, lokus.id, self.period.id), self.key_id, self.key)

    def link(self, lokus: Lokus) -> str:
        """What the QR code says."""
        return f"https://t.me/{self.bot}?start={self.payload(lokus)}"


@dataclass(frozen=True, slots=True)
class Printed:
    """One poster that is on disk now."""

    lokus: Lokus
    link: str
    payload: str
    file: Path


@dataclass(frozen=True, slots=True)
class Edition:
    """How all posters of one run look."""

    kind: Format = Format.PNG
    size: Size = Size.A5
    logo: Logo | None = None


def print_all(
    wanted: Sequence[Lokus],
    signer: Signer,
    edition: Edition,
    folder: Path,
    tell: Callable[[Printed], None] = lambda _: None,
) -> list[Printed]:
    """Write the posters; doing it again replaces each file by an equal one."""
    folder.mkdir(parents=True, exist_ok=True)
    printed = []
    for lokus in wanted:
        file = folder / file_name(lokus.code, edition.kind)
        _replace(file, _drawn(edition, _poster(lokus, signer, edition)))
        printed.append(Printed(lokus, signer.link(lokus), signer.payload(lokus), file))
        tell(printed[-1])
    return printed


def bind(wanted: Sequence[Lokus], signer: Signer, edition: Edition, folder: Path) -> Path:
    """All posters in one PDF, to be sent to the printer at once."""
    from admin_cli.poster.pdf import pdf

    file = folder / BOOKLET
    posters = (_poster(lokus, signer, edition) for lokus in wanted)
    _replace(file, pdf(edition.size, posters, f"{FORM} · {signer.period.code}"))
    return file


def file_name(code: str, kind: Format) -> str:
    """The code itself where that is a harmless file name.

    >>> file_name("pkm-melati", Format.PNG)
    'pkm-melati.png'
    >>> file_name("../etc", Format.SVG)
    'etc-f7f9121f.svg'
    """
    if _PLAIN.fullmatch(code):
        return f"{code}.{kind}"
    plain = re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-")
    return f"{plain or 'lokus'}-{sha256(code.encode()).hexdigest()[:8]}.{kind}"


def _poster(lokus: Lokus, signer: Signer, edition: Edition) -> Poster:
    form = catalog.load(FORM)
    link = signer.link(lokus)
    return Poster(
        lokus=lokus.code,
        lokus_name=lokus.name,
        instansi_name=lokus.instansi.name,
        link=link,
        period=signer.period.code,
        serial=f"{signer.key_id}-{sha256(link.encode()).hexdigest()[:6]}",
        form=Form(FORM, form.version, len(form.items)),
        logo=edition.logo,
    )


def _drawn(edition: Edition, poster: Poster) -> bytes:
    from admin_cli.poster.pdf import pdf
    from admin_cli.poster.png import png
    from admin_cli.poster.sheet import SHEETS
    from admin_cli.poster.svg import svg

    sheet = SHEETS[edition.size]
    match edition.kind:
        case Format.PNG:
            return png(sheet, poster)
        case Format.SVG:
            return svg(sheet, poster)
        case Format.PDF:
            return pdf(edition.size, [poster], f"{poster.lokus_name} · {poster.period}")


def _replace(file: Path, content: bytes) -> None:
    """Whoever opens the file sees the old poster or the new one, never half of one."""
    draft = file.with_name(f".{file.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
