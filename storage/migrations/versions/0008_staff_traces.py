"""What was erased forgets its pseudonym; what accounts of the staff had answered is kept."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from storage.guards import Rule, append_only, create_statements, drop_statements, unreplaceable

revision, down_revision = "0008", "0007"

_KEPT = ("id", "key", "form_id", "version", "lokus_id", "period_id", "channel")
_MOVED = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in _KEPT)
_RENAMED = "OLD.who <> NEW.who"
_NOT_GONE = (
    "(NEW.who <> '' OR (COALESCE(NEW.ended, '') <> 'erased'"
    " AND COALESCE(NEW.outcome, '') <> 'abandoned'))"
)
_NOT_ERASED = (
    "NOT EXISTS (SELECT 1 FROM submissions WHERE id = OLD.submission_id AND ended = 'erased')"
)
_HELD = {
    "by_staff": "EXISTS (SELECT 1 FROM by_staff WHERE submission_id = NEW.submission_id)",
    "staff_looks": "EXISTS (SELECT 1 FROM staff_looks"
    " WHERE period_id = NEW.period_id AND seq = NEW.seq)",
}


def _frozen(renamed: str) -> Iterator[Rule]:
    message = "submissions keep what others rely on"
    yield Rule("submissions_frozen", "submissions", "UPDATE", message, f"{_MOVED} OR {renamed}")


def _rules(dialect: str) -> Iterator[Rule]:
    yield from append_only("staff_looks")
    yield Rule("by_staff_no_update", "by_staff", "UPDATE", "by_staff are append-only")
    gone = "it goes only with what was said"
    yield Rule("by_staff_no_delete", "by_staff", "DELETE", gone, _NOT_ERASED)
    yield from unreplaceable(dialect, _HELD)


def upgrade() -> None:
    _tables()
    _replace(f"({_RENAMED} AND {_NOT_GONE})")
    op.execute("UPDATE submissions SET who = '' WHERE ended = 'erased'")
    dialect = op.get_bind().dialect.name
    for statement in create_statements(dialect, _rules(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _rules(dialect)):
        op.execute(statement)
    _replace(_RENAMED)
    for name in ("by_staff", "staff_looks"):
        op.drop_table(name)


def _replace(renamed: str) -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _frozen(renamed)):
        op.execute(statement)
    for statement in create_statements(dialect, _frozen(renamed)):
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "by_staff",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("noted_on", sa.Date, nullable=False),
    )
    op.create_table(
        "staff_looks",
        sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    )
