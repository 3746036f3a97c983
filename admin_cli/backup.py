"""`loket backup`: copies of everything, made while the bot works, and the way back."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import clock, office
from admin_cli.backup_text import list_rows, shape, tell_created, tell_restored
from admin_cli.backup_work import created, pruned, restored, verified
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.passphrases import read_passphrase
from admin_cli.printing import AsJson, document, say, table

if TYPE_CHECKING:
    from storage.backups.shelf import Backup

app = typer.Typer(
    no_args_is_help=True,
    help="Copies of everything but the keys: create, list, verify, restore, drill.",
)

Shelf = Annotated[
    Path | None,
    typer.Option("--out", file_okay=False, help="Folder of the backups; LOKET_BACKUP_DIR if none."),
]
From = Annotated[
    Path | None,
    typer.Option("--from", file_okay=False, help="Folder of backups; LOKET_BACKUP_DIR if none."),
]
Passphrase = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", dir_okay=False, exists=True, help="File that holds the passphrase."
    ),
]
Given = Annotated[Path, typer.Argument(metavar="BACKUP", exists=True, help="Folder of a backup.")]
Evidence = Annotated[
    bool,
    typer.Option(
        "--with-evidence/--evidence-list",
        help="Copy the files of F-01 that are not on the shelf yet, or only list them.",
    ),
]
Keep = Annotated[
    int | None, typer.Option("--keep", min=1, help="Afterwards, remove all but the newest N.")
]


@app.callback()
def backup() -> None:
    """Copies of everything but the keys: create, list, verify, restore, drill."""


@app.command()
def create(
    out: Shelf = None,
    *,
    with_evidence: Evidence = True,
    passphrase_file: Passphrase = None,
    keep: Keep = None,
    as_json: AsJson = False,
) -> None:
    """Make a backup while the bot works: written, read back, opened, and only then named.

    The keys are not in it, on purpose: who has both can tell whose answers they are. Copy the
    folder of the keys by hand, to another place. Exit 1 if evidence is missing.
    """
    shelf, passphrase = _shelf(out), _passphrase(passphrase_file)
    made = asyncio.run(created(shelf, passphrase, with_evidence=with_evidence))
    gone = [one.name for one in asyncio.run(pruned(shelf, keep)).backups] if keep else []
    tell_created(made, office.settings().keys_dir, gone)
    if as_json:
        document(shape(made) | {"removed": gone})
    else:
        typer.echo(made.folder)
    if made.receipt and made.receipt.missing:
        raise typer.Exit(PROBLEM_FOUND)


@app.command("list")
def list_all(source: From = None, as_json: AsJson = False) -> None:
    """Every backup, newest first; exit 1 if something is wrong with one."""
    from storage.backups.shelf import backups

    shelf = _shelf(source)
    every = backups(shelf)
    if as_json:
        document({"folder": str(shelf.absolute()), "backups": [shape(one) for one in every]})
    else:
        heads = ("backup", "age", "size", "encrypted", "evidence", "verified")
        table(
            heads, list_rows(every, clock.now()), empty="no backup yet: run `loket backup create`"
        )
    if any(one.problem for one in every):
        raise typer.Exit(PROBLEM_FOUND)


@app.command()
def verify(given: Given, passphrase_file: Passphrase = None, as_json: AsJson = False) -> None:
    """Read every byte of a backup and of its evidence, and open it; exit 1 if ill."""
    found = _given(given)
    problems = asyncio.run(verified(found, _passphrase(passphrase_file)))
    if as_json:
        document({"ok": not problems, "backup": found.name, "problems": problems})
    else:
        rows = [tuple(line.rsplit(": ", 1)) for line in problems]
        table(("what", "problem"), rows, empty=f"{found.name} is whole")
    if problems:
        raise typer.Exit(PROBLEM_FOUND)


@app.command()
def restore(
    given: Given,
    *,
    into: Annotated[
        Path | None, typer.Option(file_okay=False, help="A new folder: loket.db and evidence.")
    ] = None,
    database_url: Annotated[
        str, typer.Option(help="Or a database without a table; evidence goes to --evidence-url.")
    ] = "",
    evidence_url: Annotated[
        str, typer.Option(help="Where evidence goes; LOKET_EVIDENCE_URL if none.")
    ] = "",
    passphrase_file: Passphrase = None,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back, into SQLite or PostgreSQL, wherever it came from.

    Never over data: the folder or the database must be new. All of it comes back, or nothing.
    """
    if (into is None) == (not database_url):
        raise WrongUse("say where to: --into FOLDER or --database-url URL")
    settings = office.settings()
    url = f"sqlite:///{into / 'loket.db'}" if into else database_url
    place = evidence_url or (str(into / "evidence") if into else settings.evidence_url)
    found, passphrase = _given(given), _passphrase(passphrase_file)
    back, after = asyncio.run(restored(found, passphrase, url, place))
    tell_restored(back, after, into)
    if as_json:
        document(
            {
                "backup": found.name,
                "rows": dict(back.manifest.rows),
                "evidence": back.evidence,
                "missing": list(back.missing),
                "erased_again": after.erased,
                "leaves_lacking": after.lacking,
            }
        )
    if back.missing:
        raise typer.Exit(PROBLEM_FOUND)


@app.command()
def drill(
    source: From = None,
    *,
    sample: Annotated[
        int, typer.Option(min=0, help="How many files of evidence are read and compared.")
    ] = 50,
    passphrase_file: Passphrase = None,
    as_json: AsJson = False,
) -> None:
    """Prove that the newest backup works: restored for a moment, and held against the live data.

    Last week's bundle is made from both and must be the same file. Exit 1 with the reasons.
    """
    from admin_cli.backup_drill import drilled

    done = asyncio.run(drilled(_shelf(source), _passphrase(passphrase_file), sample))
    if as_json:
        document(done.shape())
    else:
        for problem in done.problems:
            say(f"problem: {problem}")
        said = "works" if not done.problems else "does not do: see above"
        rows, files = sum(done.rows.values()), done.evidence_read
        typer.echo(f"{done.backup} {said}: {rows} rows, {files} files read, {done.week} compared")
    if done.problems:
        raise typer.Exit(PROBLEM_FOUND)


def _shelf(given: Path | None) -> Path:
    return given or office.settings().backup_dir


def _passphrase(given: Path | None) -> str:
    return read_passphrase(given or office.settings().backup_passphrase_file)


def _given(path: Path) -> "Backup":
    """People name the folder, or the file in it."""
    from storage.backups.shelf import backup_in

    return backup_in((path if path.is_dir() else path.parent).absolute())
