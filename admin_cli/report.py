"""`loket report`: what people print."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import clock, office
from admin_cli.codes import OfLokus, code_of
from admin_cli.door import PROBLEM_FOUND
from admin_cli.periods import OfPeriod
from admin_cli.printing import AsJson, document, say
from admin_cli.report_week import week

if TYPE_CHECKING:
    from admin_cli.f01_paper.filled import Filled, Proof
    from admin_cli.f01_paper.sights import Sights
    from admin_cli.f01_paper.wording import Trouble

app = typer.Typer(no_args_is_help=True, help="Papers to print: f01, week.")

Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", dir_okay=False, help="The PDF; f01-LOKUS-PERIOD-rN.pdf if none."),
]
OfRevision = Annotated[
    int, typer.Option(min=0, metavar="N", help="As it was sent then; the newest if none.")
]
MANY = 20
TROUBLES: "Mapping[Trouble, str]" = {
    "missing": "is not in the evidence store, restore it from a backup",
    "damaged": "is damaged in the evidence store, restore it from a backup",
    "unreadable": "is whole, but no picture that can be shown",
}


@dataclass(frozen=True, slots=True)
class Bad:
    """A file the paper could not show."""

    proof: "Proof"
    trouble: "Trouble"


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that is on disk now, and what was found wrong while it was made."""

    file: Path
    pages: int
    filled: "Filled"
    bad: "Sequence[Bad]"


@app.callback()
def report() -> None:
    """Papers to print: f01, week."""


@app.command()
def f01(
    lokus: OfLokus,
    period: OfPeriod = "",
    out: Out = None,
    revision: OfRevision = 0,
    as_json: AsJson = False,
) -> None:
    """Write the filled F-01 as a PDF with thumbnails, to be printed and signed.

    A draft says so on every page. Exit 1 when a file is missing or damaged: the paper shows where.
    """
    from admin_cli.f01_paper.loading import Wanted, load

    wanted = Wanted(code_of(lokus), period, revision, clock.now())
    filled = office.reading(lambda tables: load(tables, wanted))
    printed = _print(filled, _seen(filled), out)
    if as_json:
        document(_shape(printed))
    else:
        typer.echo(f"{printed.file}\t{printed.pages}\t{filled.code}")
    for one in printed.bad:
        say(_told(one))
    if printed.bad:
        raise typer.Exit(PROBLEM_FOUND)


app.command()(week)


def _seen(filled: "Filled") -> "Sights":
    from admin_cli.f01_paper.sights import sights
    from bot.evidence.place import store_of

    files = [one.file.content for one in filled.proofs]
    with typer.progressbar(
        length=len(files),
        label="files",
        file=typer.get_text_stream("stderr"),
        hidden=len(files) < MANY,
    ) as bar:
        look = sights(store_of(office.settings()), files, lambda: bar.update(1))
        return asyncio.run(look)


def _print(filled: "Filled", seen: "Sights", out: Path | None) -> Printed:
    from admin_cli.f01_paper.pages import write

    file = out or Path(_name(filled))
    pages = write(filled, seen, clock.now(), file)
    return Printed(file, pages, filled, list(_bad(filled, seen)))


def _bad(filled: "Filled", seen: "Sights") -> "Iterator[Bad]":
    for proof in filled.proofs:
        if trouble := seen[proof.file.content.sha256].trouble:
            yield Bad(proof, trouble)


def _name(filled: "Filled") -> str:
    return f"f01-{filled.lokus.code}-{filled.period.code}-r{filled.revision.number}.pdf"


def _told(bad: Bad) -> str:
    proof, file = bad.proof, bad.proof.file.content.file
    return (
        f"file {proof.number} (item {proof.item.code}, slot {proof.slot.name}, {file}) "
        f"{TROUBLES[bad.trouble]}: the paper shows a box in its place"
    )


def _shape(printed: Printed) -> dict[str, Any]:
    filled, content = printed.filled, printed.file.read_bytes()
    sending = filled.revision.sending
    return {
        "file": str(printed.file),
        "lokus": filled.lokus.code,
        "period": filled.period.code,
        "form_version": filled.sheet.form.version,
        "revision": filled.revision.number,
        "newest_revision": filled.newest,
        "sent_at": sending.at if sending else None,
        "sent_by": filled.sender or None,
        "document_code": filled.code,
        "pages": printed.pages,
        "files": len(filled.proofs),
        "bad_files": [_bad_shape(one) for one in printed.bad],
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _bad_shape(bad: Bad) -> dict[str, Any]:
    proof = bad.proof
    return {
        "number": proof.number,
        "slot": proof.slot.name,
        "sha256": proof.file.content.sha256,
        "trouble": bad.trouble,
    }
