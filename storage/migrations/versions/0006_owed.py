"""What is owed to citizens: a message, a private word afterwards, and their rights on record."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from storage.guards import Rule, create_statements, drop_statements, unreplaceable

revision, down_revision = "0006", "0005"

_NOT_ERASED = (
    "NOT EXISTS (SELECT 1 FROM submissions WHERE id = OLD.submission_id AND ended = 'erased')"
)
_HELD = {
    "backchecks": "EXISTS (SELECT 1 FROM backchecks WHERE submission_id = NEW.submission_id)",
    "requests": "EXISTS (SELECT 1 FROM requests WHERE id = NEW.id)",
}
_OTHER_REQUEST = (
    "OLD.done_on IS NOT NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind"
    " OR NEW.asked_on <> OLD.asked_on"
)
_OTHER_BACKCHECK = (
    "OLD.opening IS NOT NULL OR NEW.submission_id <> OLD.submission_id"
    " OR NEW.asked_on <> OLD.asked_on"
)


def _rules(dialect: str) -> Iterator[Rule]:
    gone = "what was said goes only with a tombstone"
    yield Rule("backchecks_no_delete", "backchecks", "DELETE", gone, _NOT_ERASED)
    yield Rule("backchecks_once", "backchecks", "UPDATE", "it was said once", _OTHER_BACKCHECK)
    yield Rule("requests_no_delete", "requests", "DELETE", "requests stay on record")
    yield Rule("requests_once", "requests", "UPDATE", "requests are done once", _OTHER_REQUEST)
    yield from unreplaceable(dialect, _HELD)


def upgrade() -> None:
    _owed()
    _rights()
    op.add_column("periods", sa.Column("pepper_until", sa.Date))
    op.create_index("ix_submissions_who", "submissions", ["who"])
    op.create_index("ix_submissions_lokus_id_period_id", "submissions", ["lokus_id", "period_id"])
    dialect = op.get_bind().dialect.name
    for statement in create_statements(dialect, _rules(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _rules(dialect)):
        op.execute(statement)
    op.drop_index("ix_submissions_lokus_id_period_id", "submissions")
    op.drop_index("ix_submissions_who", "submissions")
    op.drop_column("periods", "pepper_until")
    for name in ("seen", "requests", "backchecks", "owed"):
        op.drop_table(name)


def _owed() -> None:
    op.create_table(
        "owed",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("due_hour", sa.Integer, nullable=False),
        sa.Column("until_hour", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("kind", "name"),
        sa.CheckConstraint("kind IN ('later', 'backcheck', 'data', 'clear')", name="kind"),
    )


def _rights() -> None:
    op.create_table(
        "backchecks",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("opening", sa.Text),
        sa.Column("salt", sa.LargeBinary(32)),
        sa.Column("leaf_hash", sa.String(64), unique=True),
        sa.CheckConstraint(
            "(opening IS NULL) = (salt IS NULL) AND (salt IS NULL) = (leaf_hash IS NULL)",
            name="said_whole",
        ),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("done_on", sa.Date),
        sa.CheckConstraint("kind IN ('access', 'withdraw', 'erase')", name="kind"),
    )
    op.create_table(
        "seen",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), nullable=False, index=True),
        sa.Column("first_day", sa.Date, nullable=False),
    )
