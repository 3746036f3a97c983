"""`loket export verify` and `loket export key`: is a bundle whole and ours?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import office
from admin_cli.door import PROBLEM_FOUND
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.bundle.signing import PublicKey

BundleFile = Annotated[
    Path, typer.Argument(metavar="BUNDLE", exists=True, dir_okay=False, help="The zip of a week.")
]
KeyOption = Annotated[
    str,
    typer.Option(metavar="FILE|HEX", help="Whose signature it must bear; this server's if none."),
]


def verify(bundle: BundleFile, public_key: KeyOption = "", as_json: AsJson = False) -> None:
    """Hold a bundle against its manifest, signature and descriptor; exit 1 if it is not sound."""
    from admin_cli.bundle.archive import digest_of
    from admin_cli.bundle.signing import read_public_key
    from admin_cli.bundle.verifying import verify as verified

    key = read_public_key(public_key) if public_key else own_key()
    found = verified(bundle, key)
    if as_json:
        content = {
            "ok": not found.problems,
            "file": str(bundle),
            "week": found.week,
            "complete": found.complete,
            "rows": dict(found.rows),
            "sha256": digest_of(bundle),
            "manifest_sha256": found.manifest,
            "public_key": key.text,
            "problems": list(found.problems),
        }
        document(content)
    elif not found.problems:
        typer.echo(f"{bundle}\tsound\t{found.week}\t{found.manifest}")
    for problem in found.problems:
        say(f"{bundle}: {problem}")
    if found.problems:
        raise typer.Exit(PROBLEM_FOUND)


def key(as_json: AsJson = False) -> None:
    """Print the public key that bundles of this server are checked with, for their receiver."""
    own = own_key()
    if as_json:
        document({"public_key": own.text, "pem": own.pem})
    else:
        typer.echo(own.pem, nl=False)
        say(f"in one line, for auditor/verify_bundle.py: {own.text}")


def own_key() -> "PublicKey":
    """The key that this server's bundles are checked with; raises KeyMissing."""
    from admin_cli.bundle.signing import public_key

    return public_key(office.keys(office.settings()).bundle)
