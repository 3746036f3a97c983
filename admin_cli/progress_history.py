"""What was done to a form, for people: who, when, what, and what each reopening changed."""

from collections.abc import Iterator
from itertools import pairwise

from rich.text import Text

from admin_cli.progress_text import draw, grid, lines, readable
from admin_cli.revisions import Change, Revision, changes
from admin_cli.staff_roll import local
from admin_cli.standings import Standing
from bot.desk.words import size_text, value_text
from survey_flows.facts import (
    Answered,
    Attached,
    DeclaredMissing,
    Entry,
    Fact,
    Removed,
    RevisionOpened,
    Submitted,
)
from survey_flows.worksheet import place_of

NOTHING = "(tidak ada)"


def show(one: Standing) -> None:
    """Every entry, then the differences between what was sent."""
    lines("", "Riwayat")
    table = grid("waktu", "siapa", "butir", "apa")
    for entry in one.sheet.entries:
        when = local(entry.at, one.lokus).strftime("%d-%m-%Y %H:%M")
        code = one.code(place_of(entry.fact))
        table.add_row(*map(Text, (when, readable(one.who(entry)), code, entry_text(one, entry))))
    draw(table)
    for before, after in pairwise(one.revisions):
        lines("", _title(before, after), *_differences(one, before, after))


def entry_text(one: Standing, entry: Entry) -> str:
    """One entry in words."""
    match entry.fact:
        case Submitted():
            return "dikirim"
        case RevisionOpened(reason):
            return f"dibuka lagi: {readable(reason)}"
        case Answered(place, value):
            return f"{one.label(place)} → {_value(one, place, value)}"
        case said:
            return f"{one.label(place_of(said))}: {_done(one, said)}"


def _done(one: Standing, said: Fact) -> str:
    match said:
        case Attached(_, key):
            return f"berkas masuk, {_file(one, key)}"
        case Removed(_, key):
            return f"berkas dilepas, {_file(one, key)}"
        case DeclaredMissing(_, reason):
            return f"dinyatakan tidak ada, {readable(reason)}"
        case _:
            return "ditarik kembali"


def _title(before: Revision, after: Revision) -> str:
    until = "" if after.sending else ", belum dikirim"
    return f"Perubahan revisi {before.number} → {after.number}{until} ({readable(after.reason)})"


def _differences(one: Standing, before: Revision, after: Revision) -> list[str]:
    found = changes(before.sheet, after.sheet)
    return [line for change in found for line in _change(one, change)] or ["  tidak ada"]


def _change(one: Standing, change: Change) -> Iterator[str]:
    head = f"  {one.code(change.place)} {one.label(change.place)}"
    if change.before != change.after:
        told = (_told(one, change.place, said) for said in (change.before, change.after))
        yield f"{head}: {' → '.join(told)}"
    yield from (f"{head}: + {_file(one, key)}" for key in change.added)
    yield from (f"{head}: − {_file(one, key)}" for key in change.removed)


def _told(one: Standing, place: str, said: str | None) -> str:
    if said is None:
        return NOTHING
    return f"tanpa bukti ({readable(said)})" if one.sheet.slot(place) else _value(one, place, said)


def _value(one: Standing, place: str, value: str) -> str:
    form = one.sheet.form
    return readable(value_text(form, form.fields[place], value))


def _file(one: Standing, key: str) -> str:
    file = one.files[key]
    return f"{readable(file.name) or file.content.kind} ({size_text(file.content.size)})"
