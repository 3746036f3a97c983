"""From the tables to the form that is to be printed."""

from dataclasses import dataclass
from datetime import datetime

from admin_cli.door import WrongUse
from admin_cli.f01_paper.filled import Filled
from admin_cli.periods import newest, today_at
from admin_cli.revisions import Revision, revisions
from storage import drafts, evidence, periods, places, staff
from storage.database import Connection
from storage.drafts import Draft, Owner
from storage.places import Lokus
from survey_flows import catalog


@dataclass(frozen=True, slots=True)
class Wanted:
    """An empty `period` is the open one, `revision` 0 the newest."""

    lokus: str
    period: str
    revision: int
    now: datetime


async def load(connection: Connection, wanted: Wanted) -> Filled:
    """Raises NotFound, or WrongUse for a form or revision that is not there."""
    lokus = await places.lokus_of(connection, wanted.lokus)
    every = await periods.all_periods(connection)
    period, _ = newest(every, wanted.period, today_at(lokus, wanted.now))
    draft = await drafts.of_owner(connection, Owner(lokus.id, period.id))
    if draft is None:
        raise WrongUse(
            f"nobody has opened the F-01 of {lokus.code} in {period.code} yet", "f01.not_opened"
        )
    known = revisions(catalog.load(draft.form_id, draft.version), draft.entries)
    files = await evidence.of_draft(connection, draft.ids)
    return Filled(
        lokus=lokus,
        period=period,
        revision=_chosen(known, wanted.revision),
        newest=len(known),
        stored={one.key: one for one in files},
        names=await staff.names(connection, _people(draft)),
        in_charge=await _in_charge(connection, lokus),
    )


def _chosen(known: list[Revision], number: int) -> Revision:
    if number > len(known):
        raise WrongUse(
            f"there is no revision {number}: the newest is {len(known)}", "f01.no_revision"
        )
    return known[number - 1]


def _people(draft: Draft) -> set[int]:
    return {one.by for one in draft.entries if one.by}


async def _in_charge(connection: Connection, lokus: Lokus) -> list[str]:
    posts = await staff.posts(connection, lokus_code=lokus.code)
    return [one.member.name for one in posts if one.role == "penanggung_jawab"]
