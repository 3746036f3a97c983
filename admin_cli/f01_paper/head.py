"""The head of the first page: whose form it is, and whether it was sent."""

from collections.abc import Iterator

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.faces import BODY, STATE, TITLE, WIDTH, plain
from admin_cli.f01_paper.filled import Filled
from bot.screens import day_text

_WORD = 100
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.6, black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]


def head(filled: Filled) -> Iterator[Flowable]:
    """As the regulation begins the form, with what it leaves to be written by hand."""
    for line in wording.TITLE:
        yield Paragraph(line, TITLE)
    yield Spacer(0, 8)
    names = [[_bold(wording.SUPPORTING), _bold(filled.sheet.form.form_id)]]
    names += [[Paragraph(wording.FORM_NAME, BODY), ""]]
    span = [("SPAN", (0, 1), (1, 1))]
    yield Table(names, [WIDTH - _WORD, _WORD], style=_GRID + span)
    rows = [[Paragraph(word, BODY), Paragraph(said, BODY)] for word, said in _facts(filled)]
    yield Table(rows, [_WORD, WIDTH - _WORD], style=_GRID)
    yield Spacer(0, 8)
    yield _banner(state(filled))


def state(filled: Filled) -> str:
    """Whether this revision was sent, when and by whom."""
    sending = filled.revision.sending
    if sending is None:
        return wording.DRAFT
    return wording.SENT.format(when=filled.moment(sending.at), who=filled.sender)


def _facts(filled: Filled) -> Iterator[tuple[str, str]]:
    first, last = day_text(filled.period.first_day), day_text(filled.period.last_day)
    days = wording.PERIOD_DAYS.format(code=filled.period.code, first=first, last=last)
    form = filled.sheet.form
    yield wording.INSTANSI, f"<b>{plain(filled.lokus.instansi.name)}</b>"
    yield wording.LOKUS, f"<b>{plain(filled.lokus.name)}</b> ({plain(filled.lokus.code)})"
    yield wording.PERIOD, plain(days)
    yield wording.VERSION, plain(f"{form.form_id} {form.version}, {form.source}")
    yield wording.REVISION, "<br/>".join(map(plain, _revision(filled)))


def _revision(filled: Filled) -> Iterator[str]:
    number, newest = filled.revision.number, filled.newest
    said = wording.REVISION_OF.format(number=number, newest=newest)
    if number < newest:
        said += f"; {wording.SUPERSEDED.format(newest=newest)}"
    yield said
    if filled.revision.reason:
        yield wording.REOPENED.format(reason=filled.revision.reason)


def _banner(words: str) -> Table:
    style = [("BOX", (0, 0), (-1, -1), 1.2, black), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
    return Table([[Paragraph(plain(words), STATE)]], [WIDTH], style=style)


def _bold(words: str) -> Paragraph:
    return Paragraph(f"<b>{plain(words)}</b>", BODY)
