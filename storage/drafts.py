"""The shared F-01 of a lokus and period: entries by several people, revisions after reopening."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import submissions
from storage.errors import DraftEnded, StaleTurn
from storage.prepared import Prepared
from storage.staff_tables import authors, drafts
from storage.submissions import NewSubmission
from storage.tables import facts as facts_table
from storage.tables import submissions as submissions_table
from survey_flows.facts import Entry, Facts, RevisionOpened, Submitted, fact_of

_NO_CHANNEL = 0

# Every edit and every file asks for these: they are built once.
_OWNED = (drafts.c.lokus_id == sa.bindparam("lokus"), drafts.c.period_id == sa.bindparam("period"))
_OWNER = Prepared(
    sa.select(drafts.c.lokus_id, drafts.c.period_id).where(
        drafts.c.submission_id == sa.bindparam("id")
    )
)
_REVISIONS = Prepared(
    sa.select(submissions_table, drafts.c.revision)
    .join_from(drafts, submissions_table)
    .where(*_OWNED)
    .order_by(drafts.c.revision)
)
_ENTRIES = Prepared(
    sa.select(
        facts_table.c.submission_id,
        facts_table.c.kind,
        facts_table.c.field,
        facts_table.c.value,
        authors.c.staff_id,
        authors.c.at,
    )
    .join_from(drafts, facts_table, drafts.c.submission_id == facts_table.c.submission_id)
    .join(
        authors,
        sa.and_(
            authors.c.submission_id == facts_table.c.submission_id,
            authors.c.seq == facts_table.c.seq,
        ),
    )
    .where(*_OWNED)
    .order_by(facts_table.c.submission_id, facts_table.c.seq)
)
_OUTCOME = Prepared(
    sa.select(submissions_table.c.outcome)
    .where(submissions_table.c.id == sa.bindparam("id"))
    .with_for_update()
)
_LAST = Prepared(
    sa.select(sa.func.coalesce(sa.func.max(facts_table.c.seq), 0).label("seq")).where(
        facts_table.c.submission_id == sa.bindparam("id")
    )
)
_SIGN = Prepared(authors.insert())


@dataclass(frozen=True, slots=True)
class Draft:
    """The newest revision, with the entries of all of them: `entries` run on over a reopening.

    `id` is the submission new entries belong to, `held` how many of them it has already; `ids`
    are those of all revisions. It is `sent` until an admin opens it again.
    """

    id: int
    form_id: str
    version: str
    lokus_id: int
    period_id: int
    revision: int
    outcome: str
    held: int
    ids: tuple[int, ...]
    entries: tuple[Entry, ...]

    @property
    def is_sent(self) -> bool:
        """Frozen, with instrument version and time."""
        return self.outcome == "submitted"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose form it is."""

    lokus_id: int
    period_id: int


@dataclass(frozen=True, slots=True)
class Author:
    """Who adds an entry, and when in seconds since 1970; no `staff_id`: the admin."""

    staff_id: int | None
    at: int


async def of_owner(connection: AsyncConnection, owner: Owner) -> Draft | None:
    """The form of a lokus in a period; None before anybody has opened it."""
    owned = {"lokus": owner.lokus_id, "period": owner.period_id}
    revisions = await _REVISIONS.rows(connection, **owned)
    if not revisions:
        return None
    newest, ids = revisions[-1], tuple(row.id for row in revisions)
    entries = await _ENTRIES.rows(connection, **owned)
    return Draft(
        newest.id,
        newest.form_id,
        newest.version,
        newest.lokus_id,
        newest.period_id,
        newest.revision,
        newest.outcome or "",
        sum(row.submission_id == newest.id for row in entries),
        ids,
        tuple(
            Entry(fact_of(row.kind, row.field, row.value), row.staff_id or 0, row.at)
            for row in entries
        ),
    )


async def by_id(connection: AsyncConnection, number: int) -> Draft | None:
    """The form a button or an upload names, in its newest revision; None for anything else."""
    row = await _OWNER.row(connection, id=number)
    return None if row is None else await of_owner(connection, Owner(row.lokus_id, row.period_id))


async def hold(connection: AsyncConnection, number: int) -> None:
    """Keep rivals from adding to this form, whichever revision `number` is, until we are done.

    Without it PostgreSQL lets many judge the same state at once, and all but one judge in vain.
    """
    own, any_of_it = drafts.alias(), drafts.c
    same = sa.and_(any_of_it.lokus_id == own.c.lokus_id, any_of_it.period_id == own.c.period_id)
    query = (
        sa.select(submissions_table.c.id)
        .join_from(submissions_table, drafts)
        .join(own, same)
        .where(own.c.submission_id == number)
        .order_by(submissions_table.c.id)
    )
    await connection.execute(query.with_for_update(of=submissions_table))


async def begin(connection: AsyncConnection, owner: Owner, form_id: str, version: str) -> Draft:
    """Open the form; StaleTurn when a colleague has just done so."""
    await _add(connection, owner, (form_id, version), 1)
    return await _loaded(connection, owner)


async def append(
    connection: AsyncConnection, number: int, new: Facts, author: Author, after: int | None = None
) -> None:
    """Add entries at the end of the draft `number`; raises DraftEnded once it has been sent.

    `after` is how many entries the judgement was made on: a rival's entry since then raises
    StaleTurn. Without it, what is added depends on nothing that stands there.
    """
    (found,) = await _OUTCOME.rows(connection, id=number)
    if found.outcome is not None:
        raise DraftEnded(number)
    last = await _held(connection, number) if after is None else after
    await submissions.record(connection, number, new, after=last)
    for seq in range(last + 1, last + 1 + len(new)):
        signed = {"seq": seq, "staff_id": author.staff_id, "at": author.at}
        await _SIGN.change(connection, submission_id=number, **signed)


async def send(connection: AsyncConnection, draft: Draft, author: Author) -> None:
    """Freeze the form as it stands."""
    await append(connection, draft.id, (Submitted(),), author, after=draft.held)
    await submissions.finish(connection, draft.id, "submitted")


async def reopen(connection: AsyncConnection, draft: Draft, reason: str, at: int) -> Draft:
    """A new revision of a sent form, on the instrument version it began with."""
    owner = Owner(draft.lokus_id, draft.period_id)
    version = (draft.form_id, draft.version)
    number = await _add(connection, owner, version, draft.revision + 1)
    await append(connection, number, (RevisionOpened(reason),), Author(None, at))
    return await _loaded(connection, owner)


async def _add(
    connection: AsyncConnection, owner: Owner, instrument: tuple[str, str], revision: int
) -> int:
    """`who` is the owner itself: one standing form for each, whoever fills it."""
    who = f"unit:{owner.lokus_id}:{owner.period_id}:{revision}"
    new = NewSubmission(*instrument, owner.lokus_id, owner.period_id, who, _NO_CHANNEL)
    begun = await submissions.begin(connection, new, ())
    row = drafts.insert().values(
        submission_id=begun.id,
        lokus_id=owner.lokus_id,
        period_id=owner.period_id,
        revision=revision,
    )
    try:
        await connection.execute(row)
    except IntegrityError as error:
        raise StaleTurn("a colleague has just opened this form") from error
    return begun.id


async def _loaded(connection: AsyncConnection, owner: Owner) -> Draft:
    found = await of_owner(connection, owner)
    if found is None:
        raise LookupError("the draft just made is gone")
    return found


async def _held(connection: AsyncConnection, number: int) -> int:
    (found,) = await _LAST.rows(connection, id=number)
    return int(found.seq)
