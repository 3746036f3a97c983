"""`loket report`: what people print."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import clock, office
from admin_cli.codes import code_of
from admin_cli.door import PROBLEM_FOUND
from admin_cli.periods import OfPeriod
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.f01_paper.filled import Filled, Proof
    from admin_cli.f01_paper.sights import Sights

app = typer.Typer(no_args_is_help=True, help="Papers to print: f01.")

OfLokus = Annotated[str, typer.Option("--lokus", metavar="CODE", help="Whose form.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", dir_okay=False, help="The PDF; f01-LOKUS-PERIOD-rN.pdf if none."),
]
OfRevision = Annotated[
    int, typer.Option(min=0, metavar="N", help="As it was sent then; the newest if none.")
]
MANY = 20


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that is on disk now; `bad` are the files it could not show."""

    file: Path
    pages: int
    filled: "Filled"
    bad: "Sequence[Proof]"


@app.callback()
def report() -> None:
    """Papers to print: f01."""


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
    for proof in printed.bad:
        say(_trouble(proof))
    if printed.bad:
        raise typer.Exit(PROBLEM_FOUND)


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
    """Whoever opens the file sees the old paper or the new one, never half of one."""
    from admin_cli.f01_paper.pages import write

    file = out or Path(_name(filled))
    draft = file.with_name(f".{file.name}.part")
    file.parent.mkdir(parents=True, exist_ok=True)
    pages = write(filled, seen, clock.now(), draft)
    draft.replace(file)
    bad = [one for one in filled.proofs if seen[one.file.content.sha256].trouble]
    return Printed(file, pages, filled, bad)


def _name(filled: "Filled") -> str:
    return f"f01-{filled.lokus.code}-{filled.period.code}-r{filled.revision.number}.pdf"


def _trouble(proof: "Proof") -> str:
    content = proof.file.content
    return (
        f"file {proof.number} of item {proof.item.code}, slot {proof.slot.name}, is missing, "
        f"damaged or no readable picture: see {content.file} in the evidence store, restore it "
        "from a backup and print again"
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
        "bad_files": [one.file.content.sha256 for one in printed.bad],
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
