"""Posters as files: one per lokus, each with the link that begins the form there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from admin_cli.poster_format import Format
from admin_cli.poster_layout import Poster
from storage.periods import Period
from storage.places import Lokus
from survey_flows import catalog
from survey_flows.links import Link, payload

FORM = "F-03"
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


def print_all(
    wanted: Sequence[Lokus],
    signer: Signer,
    kind: Format,
    folder: Path,
    tell: Callable[[Printed], None] = lambda _: None,
) -> list[Printed]:
    """Write the posters; doing it again replaces each file by an equal one."""
    folder.mkdir(parents=True, exist_ok=True)
    printed = []
    for lokus in wanted:
        printed.append(_print(lokus, signer, kind, folder))
        tell(printed[-1])
    return printed


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


def _print(lokus: Lokus, signer: Signer, kind: Format, folder: Path) -> Printed:
    link = signer.link(lokus)
    items = len(catalog.load(FORM).items)
    poster = Poster(lokus.code, lokus.name, lokus.instansi.name, link, items)
    file = folder / file_name(lokus.code, kind)
    _replace(file, _drawers()[kind](poster))
    return Printed(lokus, link, signer.payload(lokus), file)


def _drawers() -> Mapping[Format, Callable[[Poster], bytes]]:
    from admin_cli.poster_png import png
    from admin_cli.poster_svg import svg

    return {Format.PNG: png, Format.SVG: svg}


def _replace(file: Path, content: bytes) -> None:
    """Whoever opens the file sees the old poster or the new one, never half of one."""
    draft = file.with_name(f".{file.name}.part")
    draft.write_bytes(content)
    draft.replace(file)
