"""Where else a file of the week's F-01 is: the same bytes, or a picture that looks alike."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from admin_cli.bundle.plan import Plan
from admin_cli.f01_versions import FORM
from storage import progress
from storage.database import Connection
from storage.evidence_twins import Twin, twins
from storage.progress import Sending
from survey_flows import catalog

_HOUR = 3600


async def likes_of(
    connection: Connection, sendings: Sequence[Sending], plan: Plan
) -> Mapping[str, str]:
    """The cell `same_as` by key of the file: as known when the week ended, so that it stays."""
    owners, items = await progress.owner_codes(connection), _items()
    found: dict[str, set[str]] = defaultdict(set)
    for zone, span in plan.spans.items():
        theirs = {f"{one.lokus}/{one.period}" for one in sendings if one.timezone == zone}
        numbers = [number for number, owner in owners.items() if owner in theirs]
        end = span.end * _HOUR
        for twin in await twins(connection, numbers, items.__getitem__, before=end):
            there = owners[twin.other.submission_id]
            found[twin.one.key].add(f"{_kind(twin)}:{there}/{items[twin.other.slot]}")
    return {key: " ".join(sorted(said)) for key, said in found.items()}


def _kind(twin: Twin) -> str:
    return "exact" if twin.is_same_file else "similar"


def _items() -> Mapping[str, str]:
    """The code of the item each slot belongs to, in whatever version."""
    return {
        slot.name: item.code
        for version in catalog.versions(FORM)
        for item in catalog.load(FORM, version).items
        for slot in item.evidence
    }
