"""The ledger in the bundle: every leaf up to the cut of the week, and what opens those of the week.

A complete week is cut once: its bundle has the leaves up to that cut, however often it is made. An
erasure that concerns it moves the end to its tombstone, so that what is missing is accounted for.
"""

from datetime import date
from pathlib import Path

from admin_cli.bundle.plan import Plan
from admin_cli.ledger.heads import Head, signed_head
from storage import ledger, openings
from storage.database import Connection
from storage.responses import Scope
from survey_flows.ledger import leaves
from survey_flows.ledger.tree import Frontier

FOLDER = "ledger"
LEAVES, OPENINGS, CHECKPOINT = "leaves.jsonl", "openings.jsonl", "checkpoint.txt"


async def cut(connection: Connection, week: str, instansi: str, today: date) -> None:
    """Say in the ledger that the week ends here, once."""
    name = leaves.cut_name(week, instansi)
    if not await ledger.about(connection, "cut", name):
        await ledger.append(connection, leaves.cut(week, instansi, today.isoformat()))


async def tell(connection: Connection, made: leaves.Leaf, head: Head, today: date) -> None:
    """Say in the ledger which bundle went out, and remember its head; the same one only once."""
    told = {one.body for one in await ledger.about(connection, made.kind, made.about)}
    if made.body not in told:
        await ledger.append(connection, made)
    root = head.checkpoint.root.hex()
    kept = ledger.Checkpoint(head.checkpoint.size, root, today, head.note)
    await ledger.keep_checkpoint(connection, kept)


async def fill_ledger(
    connection: Connection, folder: Path, week: Scope, size: int, seed: bytes
) -> Head:
    """Write the three files."""
    place = folder / FOLDER
    place.mkdir()
    tree = Frontier()
    with (place / LEAVES).open("w", encoding="utf-8", newline="\n") as file:
        async for leaf in ledger.stream(connection, until=size):
            file.write(f"{leaf.body}\n")
            tree.add(bytes.fromhex(leaf.hash))
    with (place / OPENINGS).open("w", encoding="utf-8", newline="\n") as file:
        async for one in openings.stream_openings(connection, week):
            opening = f'"leaf":{one.seq},"opening":{one.opening},"salt":"{one.salt.hex()}"'
            file.write(f"{{{opening}}}\n")
    head = signed_head(tree, seed)
    (place / CHECKPOINT).write_text(head.note, encoding="utf-8", newline="\n")
    return head


async def size_of(connection: Connection, planned: Plan, scope: Scope) -> int:
    """How many leaves the bundle has; `scope` is everything its counts are over."""
    if not planned.complete:
        return await ledger.size(connection)
    cuts = await ledger.about(connection, "cut", leaves.cut_name(str(planned.week), scope.instansi))
    if not cuts:
        return await ledger.size(connection)
    everything = Scope(scope.form_id, scope.spans, scope.instansi)
    return max(cuts[0].seq, await openings.last_erasure(connection, everything)) + 1
