"""`loket export push`: bundles to the scoring engine, once and for all."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import clock, office
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.export_verify import own_key
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.pushing.parcel import Parcel
    from admin_cli.pushing.rounds import Done, Round
    from admin_cli.pushing.target import Target
    from storage.database import Connection

_HINTS = {
    "refused": "the receiver does not want it: mend what it says, then push it again",
    "pending": "not there yet: `loket export push --pending` tries again, best from a timer",
    "given_up": "seven days in vain: ask the receiver's people, then push it again",
}

BundleFile = Annotated[
    Path | None, typer.Argument(metavar="[BUNDLE]", dir_okay=False, help="The zip of a week.")
]
Last = Annotated[bool, typer.Option("--last", help="The newest complete week that was exported.")]
Pending = Annotated[
    bool, typer.Option("--pending", help="Whatever failed earlier and is due; for a timer.")
]
Url = Annotated[str, typer.Option(help="The receiver, if not LOKET_SCORING_URL.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be sent.")]
AllowHttp = Annotated[
    bool, typer.Option("--allow-http", help="Without encryption, off this machine too.")
]
AgainToo = Annotated[
    bool, typer.Option("--again", help="Although it was delivered: the receiver has lost it.")
]
Tries = Annotated[int, typer.Option(min=1, max=20, help="How often within this run.")]


def push(
    bundle: BundleFile = None,
    *,
    last: Last = False,
    pending: Pending = False,
    url: Url = "",
    dry_run: DryRun = False,
    allow_http: AllowHttp = False,
    again: AgainToo = False,
    tries: Tries = 3,
    as_json: AsJson = False,
) -> None:
    """Send a bundle, signed; what fails for now is tried again with --pending for seven days.

    Safe to repeat: the receiver knows a bundle by the digest of its manifest.
    """
    if [bundle is not None, last, pending].count(True) != 1:
        raise WrongUse("name a bundle, or say --last or --pending: one of them")
    from admin_cli.pushing.rounds import Round

    key, settings = own_key(), office.settings()
    rounds = Round(settings, key, clock.now, tries, allow_http=allow_http)
    if pending:
        done = asyncio.run(rounds.pending(url, dry_run=dry_run))
    else:
        parcel, target = _parcel(rounds, bundle), rounds.target(url)
        if dry_run:
            _tell_plan(parcel, target, as_json=as_json)
            return
        done = [asyncio.run(rounds.push(parcel, target, again=again))]
    _tell(done, as_json=as_json, is_over=not dry_run)


def _parcel(rounds: "Round", bundle: Path | None) -> "Parcel":
    from admin_cli.pushing.parcel import parcel_of

    return parcel_of(bundle or office.reading(_newest), rounds.key)


async def _newest(tables: "Connection") -> Path:
    from storage.pushes import all_bundles

    made = [one for one in await all_bundles(tables) if one.is_complete]
    if not made:
        raise WrongUse("no complete week was exported yet: run `loket export week --last`")
    return Path(max(made, key=lambda one: (one.week, one.made_at)).file)


def _tell_plan(parcel: "Parcel", target: "Target", *, as_json: bool) -> None:
    from admin_cli.pushing.target import shown

    plan = {
        "dry_run": True,
        "file": str(parcel.file),
        "week": parcel.week,
        "bytes": parcel.size,
        "url": shown(target.url),
        "webhook_id": parcel.manifest,
    }
    if as_json:
        document(plan)
    else:
        say(f"would send {parcel.file} ({parcel.size} bytes) to {plan['url']}; nothing was sent")


def _tell(done: "list[Done]", *, as_json: bool, is_over: bool) -> None:
    """Exit 1 unless all of it is at the receiver, if it was tried at all."""
    if as_json:
        document({"pushes": [_shape(one) for one in done]})
    else:
        for one in done:
            typer.echo(one.line)
    for one in done:
        if hint := _HINTS.get(one.state):
            say(f"{Path(one.asked.file).name}: {hint}")
    if is_over and any(one.state != "delivered" for one in done):
        raise typer.Exit(PROBLEM_FOUND)
    if not done:
        say("nothing is due")


def _shape(one: "Done") -> dict[str, object]:
    from admin_cli.pushing.target import shown

    return {
        "file": one.asked.file,
        "week": one.asked.week,
        "url": shown(one.asked.url),
        "manifest_sha256": one.asked.manifest,
        "state": one.state,
        "attempts": one.attempts,
        "status": one.status,
        "said": one.said,
    }
