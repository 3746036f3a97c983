"""How the F-01 of each lokus stood at the end of the week, whatever was done since."""

from dataclasses import dataclass, replace

from admin_cli.standings import Standing
from survey_flows.facts import RevisionOpened, Submitted
from survey_flows.instrument import Aspek, EvidenceSlot, Item
from survey_flows.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class SlotState:
    """A place for evidence that applies. `reason` is why there is none, `files` what there is."""

    aspek: Aspek
    item: Item
    slot: EvidenceSlot
    files: tuple[str, ...]
    reason: str
    is_owed: bool


def as_of(standing: Standing, end: float) -> Standing:
    """Without what was entered at `end` or later, in seconds since 1970."""
    if standing.draft is None:
        return standing
    entries = tuple(one for one in standing.draft.entries if one.at < end)
    if not entries:
        return replace(standing, draft=None)
    reopened = sum(isinstance(one.fact, RevisionOpened) for one in entries)
    outcome = "submitted" if isinstance(entries[-1].fact, Submitted) else ""
    draft = replace(standing.draft, entries=entries, revision=1 + reopened, outcome=outcome)
    return replace(standing, draft=draft)


def slots(standing: Standing) -> list[SlotState]:
    """In printed order; none while nobody has opened the form."""
    sheet = standing.sheet
    if standing.draft is None:
        return []
    return [
        _state(standing, sheet, item, slot)
        for item in sheet.form.items
        for slot in item.evidence
        if slot.name in sheet.places
    ]


def _state(standing: Standing, sheet: Worksheet, item: Item, slot: EvidenceSlot) -> SlotState:
    files = tuple(_shown(standing, key) for key in sheet.files.get(slot.name, ()))
    return SlotState(
        sheet.aspek_of(item),
        item,
        slot,
        files,
        sheet.missing.get(slot.name, ""),
        sheet.is_owed(slot.name),
    )


def _shown(standing: Standing, key: str) -> str:
    """What its sender called the file and wrote under it."""
    file = standing.files[key]
    return ": ".join(filter(None, (file.name or file.content.kind, file.caption)))
