"""Freezing an F-01 and opening it again, each with its leaf in the ledger."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import drafts, evidence, ledger, periods, places, submissions
from storage.drafts import Author, Draft
from survey_flows.instrument import Instrument
from survey_flows.ledger import leaves
from survey_flows.ledger.leaves import SentForm, digest_of
from survey_flows.weeks import day_at
from survey_flows.worksheet import Worksheet


async def send_form(
    connection: AsyncConnection, form: Instrument, draft: Draft, author: Author
) -> None:
    """Freeze the form as it stands, and bind its answers and the files that count."""
    await drafts.send(connection, draft, author)
    sheet = Worksheet(form, draft.entries)
    stored = {one.key: one.content.sha256 for one in await evidence.of_draft(connection, draft.ids)}
    key = (await submissions.by_id(connection, draft.id)).key
    files = sorted({stored[one] for one in _counting(sheet)})
    sent = SentForm(key, draft.revision, digest_of(sheet.answers), files)
    owner, day = await _owner(connection, draft, author.at)
    version = (form.form_id, form.version)
    await ledger.append(connection, leaves.f01(version, owner, sent, day))


async def reopen_form(connection: AsyncConnection, draft: Draft, reason: str, at: int) -> Draft:
    """A new revision of a sent form; the ledger tells that there is one, not why."""
    opened = await drafts.reopen(connection, draft, reason, at)
    key = (await submissions.by_id(connection, opened.id)).key
    owner, day = await _owner(connection, draft, at)
    await ledger.append(connection, leaves.reopen(owner, key, opened.revision, day))
    return opened


async def _owner(connection: AsyncConnection, draft: Draft, at: int) -> tuple[tuple[str, str], str]:
    """Lokus and period by code, and the day there."""
    lokus = await places.lokus_by_id(connection, draft.lokus_id)
    period = await periods.period_by_id(connection, draft.period_id)
    if lokus is None or period is None:
        raise LookupError("a form belongs to a lokus or period that is gone")
    day = day_at(at, ZoneInfo(lokus.instansi.timezone))
    return (lokus.code, period.code), day.isoformat()


def _counting(sheet: Worksheet) -> Iterator[str]:
    """Keys of the files in slots that apply."""
    for item in sheet.form.items:
        for slot in item.evidence:
            if slot.name in sheet.places:
                yield from sheet.files.get(slot.name, ())
