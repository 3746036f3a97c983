"""F-01 into the CSV files: the revisions sent in the week, one at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from admin_cli.bundle.f01_columns import ANSWERS, EVIDENCE, MISSING, SUBMISSIONS, TABLES
from admin_cli.bundle.f01_likes import likes_of
from admin_cli.bundle.f01_rows import (
    Proof,
    SentForm,
    answer_rows,
    evidence_rows,
    missing_rows,
    submission_row,
)
from admin_cli.bundle.filling import Cells, csv_file
from admin_cli.bundle.plan import Plan
from admin_cli.f01_versions import versions
from admin_cli.revisions import revisions
from storage import drafts, evidence, progress
from storage.database import Connection
from storage.progress import Sending
from survey_flows.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Needed:
    """A file the bundle is to hold, and who would miss it."""

    lokus: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows each table has, and the files they name."""

    rows: Mapping[str, int]
    files: Sequence[Needed]


async def fill_forms(
    connection: Connection,
    folder: Path,
    sendings: Sequence[Sending],
    plan: Plan,
    *,
    with_files: bool,
) -> Filled:
    """Write the four tables; they are there, and empty, in a week without F-01 too."""
    names, forms = await progress.names(connection), await versions(connection)
    likes = await likes_of(connection, sendings, plan)
    counted: Counter[str] = Counter()
    needed: list[Needed] = []
    with ExitStack() as stack:
        writers = {one.name: stack.enter_context(csv_file(folder, one)) for one in TABLES}
        for sending in sendings:
            one = await _load(connection, sending, forms, names)
            for table, rows in _rows(one, plan, likes, with_files=with_files).items():
                for row in rows:
                    writers[table].writerow(row)
                    counted[table] += 1
            needed += [Needed(sending.lokus, proof) for proof in one.proofs if with_files]
    return Filled({one.name: counted[one.name] for one in TABLES}, needed)


async def _load(
    connection: Connection,
    sending: Sending,
    forms: Mapping[str, Instrument],
    names: Mapping[int, str],
) -> SentForm:
    """The form as it was sent, out of everything that was ever said in it."""
    draft = await drafts.of_owner(connection, sending.owner)
    if draft is None:
        raise LookupError("a form that was sent is gone")
    stored = await evidence.of_draft(connection, draft.ids)
    every = revisions(forms[sending.version], draft.entries)
    by_key = {one.key: one for one in stored}
    return SentForm(sending, every[sending.revision - 1], by_key, names)


def _rows(
    one: SentForm, plan: Plan, likes: Mapping[str, str], *, with_files: bool
) -> Mapping[str, Iterable[Cells]]:
    return {
        SUBMISSIONS.name: [submission_row(one, plan.week)],
        ANSWERS.name: answer_rows(one),
        EVIDENCE.name: evidence_rows(one, likes, with_files=with_files),
        MISSING.name: missing_rows(one),
    }
