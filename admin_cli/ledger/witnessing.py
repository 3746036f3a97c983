"""`loket ledger cosign`: a witness signs under a head of somebody else's ledger.

Run by the witness, on a machine and with a key of their own. Their line says that they saw this
head then; whoever shows them another history later has two signed texts against them.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import clock
from admin_cli.door import WrongUse
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.ledger.notes import VerifierKey

_SEED_BYTES = 32

Head = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A signed head.")
]
LedgerKey = Annotated[
    str, typer.Option("--ledger-key", metavar="KEY", help="As `loket ledger key` prints it.")
]
Name = Annotated[str, typer.Option(help="What the witness is called, such as inspektorat.")]
KeyFile = Annotated[
    Path, typer.Option("--key-file", dir_okay=False, help="The witness' own key; made if new.")
]
Out = Annotated[
    Path | None, typer.Option("--out", dir_okay=False, help="Write the note there instead.")
]


def cosign(
    head: Head,
    *,
    name: Name,
    ledger_key: LedgerKey,
    key_file: KeyFile = Path("witness.key"),
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """As a witness: sign under a head you were given, once auditor/verify_bundle.py found it sound.

    Needs no server and no database.
    """
    from admin_cli.ledger import notes

    log, note = notes.read_key(ledger_key), _read(head)
    notes.verify(note, log.name, log.raw)
    seed = _seed(key_file)
    made = notes.cosign(note, name, seed, int(clock.now().timestamp()))
    public = notes.verifier_key(name, seed, notes.WITNESS).text
    if out is not None:
        out.write_text(made, encoding="utf-8", newline="\n")
    if as_json:
        document({"note": made, "key": public})
        return
    if out is None:
        typer.echo(made, nl=False)
    say(f"your key, for those who check your line: {public}")


def witnessed(files: Sequence[Path], keys: Sequence[str]) -> Iterator[tuple["VerifierKey", str]]:
    """Of each witness the newest of these heads they signed, and the day; empty for none."""
    from admin_cli.ledger.notes import read_key

    for key in map(read_key, keys):
        yield key, next(filter(None, (_said(one, key) for one in reversed(files))), "")


def _said(file: Path, key: "VerifierKey") -> str:
    from admin_cli.ledger.notes import BadNote, witnessed_at
    from survey_flows.ledger.checkpoints import read_checkpoint

    note = _read(file)
    try:
        at = witnessed_at(note, key)
    except BadNote:
        return ""
    size = read_checkpoint(note.rpartition("\n\n")[0] + "\n").size
    return f"a head over {size} leaves, seen {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"


def _read(file: Path) -> str:
    from admin_cli.ledger.notes import BadNote

    try:
        return file.read_text(encoding="utf-8")
    except UnicodeError:
        raise BadNote(f"{file} is not text") from None


def _seed(file: Path) -> bytes:
    """A new key is for its owner's eyes only."""
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as made:
            made.write(os.urandom(_SEED_BYTES).hex() + "\n")
        say(f"made {file}: keep it, and keep it to yourself")
    try:
        seed = bytes.fromhex(file.read_text(encoding="ascii"))
    except ValueError:
        seed = b""
    if len(seed) != _SEED_BYTES:
        raise WrongUse(f"{file} is no key: 64 hex digits", "witness.key")
    return seed
