"""`loket ledger`: the list of all that was taken in, and the head of it that others keep."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import office
from admin_cli.door import PROBLEM_FOUND
from admin_cli.ledger import witnessing
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.ledger.heads import Head
    from storage.database import Connection
    from storage.ledger import Checkpoint
    from survey_flows.weeks import Week

MOST_SHOWN = 50
ABOUT = "The ledger: head, verify, checkpoint, cosign, receipts, key."

app = typer.Typer(no_args_is_help=True, help=ABOUT)

Out = Annotated[
    Path | None,
    typer.Option("--out", dir_okay=False, help="Write the note there too, e.g. to be sent."),
]

Witnesses = Annotated[
    list[str] | None,
    typer.Option("--witness", metavar="KEY", help="Whose line must be under a head; repeatable."),
]


@app.callback(help=ABOUT)
def group() -> None:
    """Group of commands."""


app.command("cosign")(witnessing.cosign)


@app.command()
def head(as_json: AsJson = False) -> None:
    """Show size and root of the ledger, and the newest head that was signed."""
    now, newest = office.reading(partial(_now, seed=_seed()))
    size = now.checkpoint.size
    if as_json:
        document({**_shape(now), "newest_checkpoint": _kept(newest)})
        return
    typer.echo(f"{size} leaves, root {now.checkpoint.root.hex()}")
    if newest is None:
        say("no head was signed yet: loket ledger checkpoint")
    else:
        say(f"newest signed head: {newest.size} leaves, {newest.made_on}")


@app.command()
def verify(witness: Witnesses = None, *, as_json: AsJson = False) -> None:
    """Check every leaf, response and mark, and the heads that were signed."""
    from admin_cli.ledger.heads import published_files, published_roots

    folder = office.settings().checkpoint_dir
    known, seen = published_roots(folder), dict[str, str]()
    size, found = office.reading(partial(_problems, published=known))
    for key, said in witnessing.witnessed([*published_files(folder)], witness or ()):
        seen[key.name] = said
        found += [] if said else [f"no head in {folder} is signed by the witness {key.name}"]
    if as_json:
        document({"leaves": size, "published": len(known), "problems": found, "witnesses": seen})
    else:
        for name, said in seen.items():
            say(f"witness {name}: {said or 'none'}")
        for one in found[:MOST_SHOWN]:
            typer.echo(one)
        say(f"{size} leaves, {len(known)} published heads, {len(found)} problems")
    if found:
        raise typer.Exit(PROBLEM_FOUND)


@app.command()
def checkpoint(out: Out = None, as_json: AsJson = False) -> None:
    """Sign the head as it is now, for the berita acara and the public channel."""
    from admin_cli.ledger.heads import publish

    settings = office.settings()
    made = office.writing(partial(_sign, seed=_seed(), timezone=settings.timezone))
    kept = publish(made, settings.checkpoint_dir)
    if out is not None:
        out.write_text(made.note, encoding="utf-8", newline="\n")
    if as_json:
        document({**_shape(made), "note": made.note, "file": str(kept)})
        return
    typer.echo(made.note, nl=False)
    say(f"for the berita acara: {made.checkpoint.short}")
    say(f"kept in {kept}; give the text to people outside the office: a channel, the Inspektorat")


@app.command()
def key(as_json: AsJson = False) -> None:
    """Print the key by which others believe our heads; hand it over once, in person."""
    from admin_cli.ledger.heads import key_of

    text = key_of(_seed()).text
    if as_json:
        document({"key": text})
    else:
        typer.echo(text)


@app.command()
def receipts(
    week: Annotated[str, typer.Argument(metavar="WEEK", help="ISO week, e.g. 2026-W47.")],
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """List the receipts of a week, to be published: whoever has one finds that it was taken in.

    Sorted, without lokus: it proves that an answer is there, and nothing about it.
    """
    from survey_flows.weeks import Week

    found = office.reading(partial(_receipts, week=Week.read(week)))
    if out is not None:
        out.write_text("".join(f"{one}\n" for one in found), encoding="ascii", newline="\n")
        say(f"{len(found)} receipts are in {out}")
    if as_json:
        document({"week": week, "receipts": found})
    elif out is None:
        for one in found:
            typer.echo(one)


async def _receipts(connection: "Connection", week: "Week") -> list[str]:
    import json

    from storage import ledger
    from survey_flows.receipts import receipt_of

    found = list[str]()
    async for one in ledger.stream(connection, await ledger.size(connection)):
        if one.kind == "answer":
            day = date.fromisoformat(json.loads(one.body)["day"])
            found += [receipt_of(one.hash)] if week.first_day <= day <= week.last_day else []
    return sorted(found)


def _seed() -> bytes:
    office.require_database()
    return office.keys(office.settings()).ledger


async def _now(connection: "Connection", seed: bytes) -> "tuple[Head, Checkpoint | None]":
    from admin_cli.ledger.heads import signed_head
    from storage import ledger

    tree = await ledger.head(connection, await ledger.size(connection))
    return signed_head(tree, seed), await ledger.newest_checkpoint(connection)


async def _sign(connection: "Connection", seed: bytes, timezone: str) -> "Head":
    from storage import ledger
    from storage.ledger import Checkpoint

    made, _ = await _now(connection, seed)
    size, root = made.checkpoint.size, made.checkpoint.root.hex()
    kept = Checkpoint(size, root, office.today(timezone), made.note)
    await ledger.keep_checkpoint(connection, kept)
    return made


async def _problems(connection: "Connection", published: "dict[int, str]") -> tuple[int, list[str]]:
    from storage import ledger, ledger_check

    found = [one async for one in ledger_check.problems(connection, published)]
    return await ledger.size(connection), found


def _kept(newest: "Checkpoint | None") -> dict[str, Any] | None:
    if newest is None:
        return None
    return {"size": newest.size, "root": newest.root, "day": str(newest.made_on)}


def _shape(made: "Head") -> dict[str, Any]:
    one = made.checkpoint
    return {"origin": one.origin, "size": one.size, "root": one.root.hex(), "short": one.short}
