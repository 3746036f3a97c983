"""Posters as files: one per lokus and week, each with the link that begins the form there."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product
from pathlib import Path

from admin_cli.poster.format import Format, Size
from admin_cli.poster.logo import Logo
from admin_cli.poster.words import Form, Poster, validity_of
from admin_cli.whole_file import replacing
from storage.periods import Period
from storage.places import Lokus
from survey_flows import catalog
from survey_flows.links import Channel, Link, payload, week_serial
from survey_flows.weeks import Week

FORM = "F-03"
BOOKLET = "_semua-poster{weeks}.pdf"  # no lokus has a file that begins like this
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose name and key the links carry, and the period they count in."""

    bot: str
    period: Period
    key_id: int
    key: bytes

    def payload(self, lokus: Lokus, week: Week | None = None) -> str:
        """The signed text Telegram delivers after /start; with a week, good in that week only."""
        link = Link(FORM, lokus.id, self.period.id)
        if week is not None:
            link = replace(link, channel=Channel.ROTATING, serial=week_serial(week))
        return payload(link, self.key_id, self.key)

    def link(self, lokus: Lokus, week: Week | None = None) -> str:
        """What the QR code says."""
        return self.address(self.payload(lokus, week))

    def address(self, signed: str) -> str:
        """Where Telegram finds the bot and hands it the signed text."""
        return f"https://t.me/{self.bot}?start={signed}"


@dataclass(frozen=True, slots=True)
class Printed:
    """One poster that is on disk now."""

    lokus: Lokus
    link: str
    payload: str
    file: Path
    week: Week | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """How all posters of one run look. A lokus gets one for each week; None is for good."""

    kind: Format = Format.PNG
    size: Size = Size.A5
    logo: Logo | None = None
    weeks: Sequence[Week | None] = (None,)

    def sheets(self, wanted: Sequence[Lokus]) -> Iterator[tuple[Lokus, Week | None]]:
        """What there is to draw: all weeks of a lokus together, to be handed over as a stack."""
        return product(wanted, self.weeks)


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
    for lokus, week in edition.sheets(wanted):
        file = folder / file_name(lokus.code, edition.kind, week)
        replace_file(file, _drawn(edition, _poster(lokus, week, signer, edition)))
        signed = signer.payload(lokus, week)
        printed.append(Printed(lokus, signer.address(signed), signed, file, week))
        tell(printed[-1])
    return printed


def bind(wanted: Sequence[Lokus], signer: Signer, edition: Edition, folder: Path) -> Path:
    """All posters in one PDF, to be sent to the printer at once."""
    from admin_cli.poster.pdf import pdf

    file = folder / BOOKLET.format(weeks=_weeks_text(edition.weeks))
    sheets = edition.sheets(wanted)
    posters = (_poster(lokus, week, signer, edition) for lokus, week in sheets)
    replace_file(file, pdf(edition.size, posters, f"{FORM} · {signer.period.code}"))
    return file


def file_name(code: str, kind: Format, week: Week | None = None) -> str:
    """The code itself where that is a harmless file name, and the week of a rotating poster.

    >>> file_name("pkm-melati", Format.PNG)
    'pkm-melati.png'
    >>> file_name("../etc", Format.SVG, Week(2026, 48))
    'etc-f7f9121f-2026-W48.svg'
    """
    suffix = f"{_weeks_text([week])}.{kind}"
    if _PLAIN.fullmatch(code):
        return code + suffix
    plain = re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-")
    return f"{plain or 'lokus'}-{sha256(code.encode()).hexdigest()[:8]}{suffix}"


def _weeks_text(weeks: Sequence[Week | None]) -> str:
    named = [str(week) for week in weeks if week is not None]
    return "".join(f"-{week}" for week in dict.fromkeys([*named[:1], *named[-1:]]))


def _poster(lokus: Lokus, week: Week | None, signer: Signer, edition: Edition) -> Poster:
    form = catalog.load(FORM)
    link = signer.link(lokus, week)
    return Poster(
        lokus=lokus.code,
        lokus_name=lokus.name,
        instansi_name=lokus.instansi.name,
        link=link,
        period=signer.period.code,
        serial=f"{signer.key_id}-{sha256(link.encode()).hexdigest()[:6]}",
        form=Form(FORM, form.version, len(form.items)),
        logo=edition.logo,
        validity=validity_of(week.first_day, week.last_day) if week else "",
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


def replace_file(file: Path, content: bytes) -> None:
    """Whoever opens the file sees the old poster or the new one, never half of one."""
    with replacing(file) as draft:
        draft.write_bytes(content)
