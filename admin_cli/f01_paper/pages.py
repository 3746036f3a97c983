"""The whole paper as a PDF; the same form printed at the same moment gives the same bytes."""

from datetime import datetime
from pathlib import Path

from reportlab.platypus import Flowable

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.ends import ends
from admin_cli.f01_paper.faces import register
from admin_cli.f01_paper.filled import Filled
from admin_cli.f01_paper.frame import Frames, build
from admin_cli.f01_paper.head import head
from admin_cli.f01_paper.items import body
from admin_cli.f01_paper.sights import Sights
from admin_cli.f01_paper.signatures import signatures
from admin_cli.poster.text import cleaned
from bot.desk.words import short

_LONGEST = 100


def write(filled: Filled, seen: Sights, now: datetime, file: Path) -> int:
    """How many pages the file has."""
    register()
    return build(_story(filled, seen), _frames(filled, now), file)


def _story(filled: Filled, seen: Sights) -> list[Flowable]:
    return [*head(filled), *body(filled, seen), *ends(filled, seen), signatures(filled)]


def _frames(filled: Filled, now: datetime) -> Frames:
    return Frames(
        title=cleaned(_named(wording.PDF_TITLE, filled)),
        author=cleaned(filled.lokus.instansi.name),
        running=short(cleaned(_named(wording.RUNNING, filled)), _LONGEST),
        foot=wording.FOOT.format(code=filled.code, when=filled.moment(now.timestamp())),
        subject=filled.code,
        watermark="" if filled.is_sent else wording.WATERMARK,
    )


def _named(words: str, filled: Filled) -> str:
    return words.format(
        lokus=filled.lokus.name, period=filled.period.code, revision=filled.revision.number
    )
