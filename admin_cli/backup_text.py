"""What the backup commands tell people."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from admin_cli.printing import say

if TYPE_CHECKING:
    from admin_cli.aftermath import Aftermath
    from storage.backups.restoring import Restored
    from storage.backups.shelf import Backup

_DAY = timedelta(days=1)


def shape(one: "Backup") -> dict[str, object]:
    """As JSON shows a backup."""
    receipt = one.receipt.shape() if one.receipt else {}
    return {"backup": str(one.folder.absolute()), "problem": one.problem, **receipt}


def list_rows(every: "Iterable[Backup]", now: datetime) -> "Iterator[Sequence[str]]":
    """A line of the table for each."""
    for one in every:
        receipt = one.receipt
        if one.problem or receipt is None:
            yield one.name, age(now - one.made_at), "", "", "", f"no: {one.problem}"
            continue
        files = f"{receipt.evidence} files" if receipt.has_evidence else "listed only"
        lacking = f", {len(receipt.missing)} missing" if receipt.missing else ""
        yield (
            one.name,
            age(now - one.made_at),
            size(receipt.bytes),
            "yes" if receipt.is_encrypted else "no",
            files + lacking,
            receipt.verified_at[:16].replace("T", " "),
        )


def tell_created(made: "Backup", keys: Path, gone: Sequence[str]) -> None:
    """Where it is, what is not in it, and what was removed."""
    receipt = made.receipt
    if receipt is None:
        return
    rows = sum(receipt.rows.values())
    say(
        f"{rows} rows, {size(receipt.bytes)}, {receipt.evidence} files of evidence needed: verified"
    )
    for name in receipt.missing:
        say(f"evidence missing or damaged: {name}; see `loket evidence check --read`")
    if gone:
        say(f"removed: {', '.join(gone)}")
    if not receipt.is_encrypted:
        say("it is not encrypted: see --passphrase-file")
    say(f"copy it to another machine. The keys in {keys.absolute()} are not in it, on purpose:")
    say("copy them by hand, to a place of their own; without them nobody can answer on")


def tell_restored(back: "Restored", after: "Aftermath", into: Path | None) -> None:
    """What came back, and what an admin does next."""
    rows = sum(back.manifest.rows.values())
    say(f"{rows} rows as of {back.manifest.made_at}, and {back.evidence} files, are back")
    for name in back.missing:
        say(f"evidence missing: {name}")
    if after.erased:
        say(f"{after.erased} responses that were erased after this backup are erased again")
    if after.lacking:
        say("these data are older than the head of the ledger that was given away: the last")
        say(f"{after.lacking} entries are not there. Look for a newer backup; else tell those")
        say("who keep the heads, and go on as docs/operations.md says: Data older than a head")
    if into is None:
        say("next: set LOKET_DATABASE_URL to it, then run `loket doctor`, then `loket bot run`")
        return
    say(f"next: 1. copy your saved keys to {into.absolute() / 'keys'} (never make new ones)")
    say(f"      2. cd {into.absolute()} && loket init    (writes .env, keeps everything)")
    say("      3. put LOKET_BOT_TOKEN into .env, run `loket doctor`, then `loket bot run`")


def age(passed: timedelta) -> str:
    """In the words of a table.

    >>> age(timedelta(hours=5)), age(timedelta(days=3, hours=2))
    ('5 h', '3 d')
    """
    return f"{passed.days} d" if passed >= 2 * _DAY else f"{int(passed.total_seconds() // 3600)} h"


def size(count: int) -> str:
    """Bytes, rounded.

    >>> size(900), size(51_200), size(7_340_032)
    ('900 B', '51 kB', '7.3 MB')
    """
    if count < 1000:  # noqa: PLR2004 - the step between units
        return f"{count} B"
    return f"{count // 1000} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"  # noqa: PLR2004 - the next step
