"""How far the forms are, as JSON: these names stay."""

from collections.abc import Iterator
from typing import Any

from admin_cli.revisions import Change, Revision, changes
from admin_cli.staff_roll import local
from admin_cli.standings import Standing
from survey_flows.facts import (
    Answered,
    Attached,
    DeclaredMissing,
    Entry,
    Removed,
    RevisionOpened,
    row_of,
)
from survey_flows.worksheet import Progress, place_of

Shape = dict[str, Any]


def standing_shape(one: Standing) -> Shape:
    """One lokus; moments are on its own clock."""
    sheet, last, sending = one.sheet, one.last, one.sending
    return {
        "lokus": one.lokus.code,
        "name": one.lokus.name,
        "instansi": one.lokus.instansi.code,
        "deadline": str(one.office.period.last_day),
        "state": one.state,
        "form_version": sheet.form.version,
        "revision": one.draft.revision if one.draft else 0,
        "items": len(sheet.form.items),
        "items_answered": one.answered,
        "evidence_lacking": one.unproved,
        "aspek": [_aspek(each) for each in sheet.progress()],
        "sent_at": _at(one, sending) if sending else None,
        "sent_by": one.who(sending) if sending else None,
        "reopened_reason": one.revisions[-1].reason,
        "last_activity": _at(one, last)[:10] if last else None,
        "staff": one.office.posts.get(one.lokus.id, 0),
        "uploads_waiting": one.office.waiting.get(one.lokus.id, 0),
    }


def gap_shapes(one: Standing) -> Iterator[Shape]:
    """What is owed, in printed order."""
    for place in one.sheet.owed:
        named = _named(one, place)
        slot = one.sheet.slot(place)
        kind = "evidence" if slot else "contradiction" if one.sheet.breaks(place) else "answer"
        files = {"files": len(one.sheet.files.get(place, ())), "least": slot.least} if slot else {}
        yield named | {"kind": kind} | files


def entry_shapes(one: Standing) -> Iterator[Shape]:
    """Everything anybody did, in order."""
    for entry in one.sheet.entries:
        kind, _, _ = row_of(entry.fact)
        place = place_of(entry.fact)
        named = _named(one, place) if place else {}
        yield (
            {"at": _at(one, entry), "by": one.who(entry), "kind": kind} | named | _said(one, entry)
        )


def revision_shapes(one: Standing) -> Iterator[Shape]:
    """Each with what differs from the one before."""
    before: Revision | None = None
    for each in one.revisions:
        yield {
            "revision": each.number,
            "reason": each.reason,
            "opened_at": _at(one, each.opening) if each.opening else None,
            "sent_at": _at(one, each.sending) if each.sending else None,
            "sent_by": one.who(each.sending) if each.sending else None,
            "changes": [
                _change(one, change)
                for change in (changes(before.sheet, each.sheet) if before else ())
            ],
        }
        before = each


def _aspek(one: Progress) -> Shape:
    return {
        "name": one.aspek.name,
        "label": one.aspek.label,
        "items": one.items,
        "items_answered": one.answered,
        "evidence_lacking": one.unproved,
    }


def _named(one: Standing, place: str) -> Shape:
    return {"item": one.code(place), "place": place, "label": one.label(place)}


def _said(one: Standing, entry: Entry) -> Shape:
    match entry.fact:
        case Answered(_, value):
            return {"value": value}
        case Attached(_, key) | Removed(_, key):
            return {"file": _file(one, key)}
        case DeclaredMissing(_, reason) | RevisionOpened(reason):
            return {"reason": reason}
        case _:
            return {}


def _change(one: Standing, change: Change) -> Shape:
    return _named(one, change.place) | {
        "before": change.before,
        "after": change.after,
        "added": [_file(one, key) for key in change.added],
        "removed": [_file(one, key) for key in change.removed],
    }


def _file(one: Standing, key: str) -> Shape:
    file = one.files[key]
    return {"name": file.name, "bytes": file.content.size, "sha256": file.content.sha256}


def _at(one: Standing, entry: Entry) -> str:
    return local(entry.at, one.lokus).isoformat()
