"""The ledger: what was sent is bound by leaves, and may end only where a leaf says so."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from storage.guards import Rule, append_only, create_statements, drop_statements, unreplaceable
from survey_flows.receipts import canonical

revision, down_revision = "0004", "0003"

_UNMARKED = (
    "NEW.ended IS NOT NULL AND (OLD.ended IS NULL OR OLD.ended <> NEW.ended) AND NOT EXISTS"
    " (SELECT 1 FROM leaves JOIN responses ON responses.leaf_hash = leaves.about"
    " WHERE responses.submission_id = NEW.id AND leaves.kind = CASE NEW.ended"
    " WHEN 'superseded' THEN 'supersede' WHEN 'withdrawn' THEN 'withdraw' ELSE 'erase' END)"
)
_UNKNOWN = "NEW.ended NOT IN ('superseded', 'withdrawn', 'erased')"
_UNDONE = (
    "OLD.ended IS NOT NULL AND (NEW.ended IS NULL"
    " OR (NEW.ended <> OLD.ended AND NEW.ended <> 'erased'))"
)
_OTHER_OUTCOME = "OLD.outcome IS NOT NULL AND (NEW.outcome IS NULL OR NEW.outcome <> OLD.outcome)"
_NEXT = "(SELECT COALESCE(MAX(seq) + 1, 0) FROM leaves)"
_KEPT = (
    "NOT EXISTS (SELECT 1 FROM submissions WHERE id = OLD.submission_id"
    " AND (ended = 'erased' OR outcome = 'abandoned'))"
)
_HELD = {
    "leaves": "EXISTS (SELECT 1 FROM leaves WHERE seq = NEW.seq)",
    "openings": "EXISTS (SELECT 1 FROM openings WHERE submission_id = NEW.submission_id)",
    "checkpoints": "EXISTS (SELECT 1 FROM checkpoints WHERE size = NEW.size)",
}
_SENT_TWICE = (
    "NEW.outcome = 'submitted' AND NEW.ended IS NULL AND EXISTS (SELECT 1 FROM submissions"
    " WHERE who = NEW.who AND outcome = 'submitted' AND ended IS NULL AND id <> NEW.id)"
)
_OPEN_TWICE = (
    "EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id OR key = NEW.key"
    " OR (who = NEW.who AND outcome IS NULL AND NEW.outcome IS NULL)"
    " OR (who = NEW.who AND outcome = 'submitted' AND ended IS NULL"
    " AND NEW.outcome = 'submitted'))"
)
_BEFORE = (
    "EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id OR key = NEW.key"
    " OR (who = NEW.who AND (outcome IS NULL OR outcome <> 'abandoned')))"
)
_ENDED = "the submission has ended"
_FIRST_LEAVES = (
    "INSERT INTO leaves SELECT ROW_NUMBER() OVER (ORDER BY submission_id) - 1, 'answer', '',"
    " leaf, leaf_hash FROM responses"
)


def _rules(dialect: str) -> Iterator[Rule]:
    for table in ("leaves", "checkpoints"):
        yield from append_only(table)
    yield Rule("leaves_in_order", "leaves", "INSERT", "leaves leave no gap", f"NEW.seq <> {_NEXT}")
    yield Rule("openings_no_update", "openings", "UPDATE", "openings are append-only")
    gone = "what was said goes only with a tombstone"
    yield Rule("openings_no_delete", "openings", "DELETE", gone, _KEPT)
    yield Rule("ledger_head_grows", "ledger_head", "UPDATE", "it grows", "NEW.size <= OLD.size")
    yield Rule("ledger_head_no_delete", "ledger_head", "DELETE", "the ledger has a head")
    yield Rule("ended_is_marked", "submissions", "UPDATE", "the ledger does not say so", _UNMARKED)
    yield Rule("ended_is_known", "submissions", "UPDATE", "no such end", _UNKNOWN)
    yield Rule("ended_once", "submissions", "UPDATE", _ENDED, _UNDONE)
    yield from unreplaceable(dialect, _HELD)
    if dialect == "sqlite":
        yield Rule("submissions_sent_once", "submissions", "UPDATE", _ENDED, _SENT_TWICE)


def _changed(dialect: str, *, before: bool) -> Iterator[Rule]:
    """Rules of the first tables that this step puts in other words."""
    outcome = "OLD.outcome IS NOT NULL" if before else _OTHER_OUTCOME
    yield Rule("outcome_once", "submissions", "UPDATE", _ENDED, outcome)
    kept = "" if before else _KEPT
    message = "facts are append-only" if before else "what was said goes only with a tombstone"
    yield Rule("facts_no_delete", "facts", "DELETE", message, kept)
    if dialect == "sqlite":
        held = _BEFORE if before else _OPEN_TWICE
        message = "submissions hold that row"
        yield Rule("submissions_no_replace", "submissions", "INSERT", message, held)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _run(drop_statements(dialect, _changed(dialect, before=True)))
    _tables()
    _move_answers_out()
    op.add_column("submissions", sa.Column("ended", sa.String(10)))
    op.add_column("facts", sa.Column("gap", sa.Integer))
    op.add_column("bookmarks", sa.Column("touched", sa.BigInteger))
    op.drop_index("uq_submissions_standing", "submissions")
    _unique("uq_submissions_open", "outcome IS NULL")
    _unique("uq_submissions_standing", "outcome = 'submitted' AND ended IS NULL")
    _run(create_statements(dialect, [*_changed(dialect, before=False), *_rules(dialect)]))


def downgrade() -> None:
    """Fails, and leaves everything, where somebody answered twice: the older rules forbid it."""
    dialect = op.get_bind().dialect.name
    rules = [*_changed(dialect, before=False), *_rules(dialect)]
    _run(drop_statements(dialect, rules))
    op.drop_index("uq_submissions_standing", "submissions")
    op.drop_index("uq_submissions_open", "submissions")
    for table, column in (("bookmarks", "touched"), ("facts", "gap"), ("submissions", "ended")):
        op.drop_column(table, column)
    _unique("uq_submissions_standing", "outcome IS NULL OR outcome <> 'abandoned'")
    _move_answers_back()
    for name in ("checkpoints", "ledger_head", "leaves", "openings"):
        op.drop_table(name)
    _run(create_statements(dialect, _changed(dialect, before=True)))


def _run(statements: Iterator[str]) -> None:
    for statement in statements:
        op.execute(statement)


def _unique(name: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name,
        "submissions",
        ["who"],
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _tables() -> None:
    op.create_table(
        "openings",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
        sa.Column("opening", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "leaves",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("about", sa.String(80), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, index=True),
        sa.Index("ix_leaves_about", "about", "kind"),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.CheckConstraint("id = 1", name="only_one"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )


def _move_answers_out() -> None:
    """Responses of before become the first leaves, in the order they were begun."""
    for statement in (
        "INSERT INTO openings SELECT submission_id, answers, salt FROM responses",
        _FIRST_LEAVES,
        "INSERT INTO ledger_head SELECT 1, COUNT(*) FROM leaves",
    ):
        op.execute(statement)
    for column in ("answers", "salt", "leaf"):
        op.drop_column("responses", column)
    op.create_index("ix_responses_receipt", "responses", ["receipt"])


def _move_answers_back() -> None:
    dialect = op.get_bind().dialect.name
    frozen = [rule for rule in append_only("responses") if rule.event == "UPDATE"]
    _run(drop_statements(dialect, frozen))
    op.drop_index("ix_responses_receipt", "responses")
    empty = sa.text("''")
    for column in (
        sa.Column("answers", sa.Text, nullable=False, server_default=empty),
        sa.Column("salt", sa.LargeBinary(32), nullable=False, server_default=empty),
        sa.Column("leaf", sa.Text, nullable=False, server_default=empty),
    ):
        op.add_column("responses", column)
    op.execute(
        "UPDATE responses SET leaf = (SELECT body FROM leaves WHERE hash = responses.leaf_hash)"
    )
    rows = op.get_bind().execute(sa.text("SELECT submission_id, opening, salt FROM openings"))
    for number, opening, salt in rows.all():
        said = json.loads(opening)
        values = {"n": number, "a": canonical(said.get("answers", said)), "s": salt}
        back = "UPDATE responses SET answers = :a, salt = :s WHERE submission_id = :n"
        op.get_bind().execute(sa.text(back), values)
    _run(create_statements(dialect, frozen))
