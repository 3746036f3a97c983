"""What was printed for citizens, and one-time tickets that one account uses."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from storage.guards import (
    Rule,
    append_only,
    create_statements,
    drop_statements,
    frozen,
    unreplaceable,
)

revision, down_revision = "0005", "0004"

_HELD = {
    "issuances": "EXISTS (SELECT 1 FROM issuances WHERE id = NEW.id OR batch = NEW.batch)",
    "tickets": "EXISTS (SELECT 1 FROM tickets WHERE ticket_hash = NEW.ticket_hash)",
}


def _rules(dialect: str) -> Iterator[Rule]:
    yield from append_only("issuances")
    yield from frozen("tickets", ("ticket_hash", "issuance_id"))
    over = "OLD.state IN ('spent', 'revoked') AND NEW.state <> OLD.state"
    yield Rule("tickets_once", "tickets", "UPDATE", "tickets are used once", over)
    taken = "OLD.state = 'held' AND NEW.state = 'held' AND NEW.holder <> OLD.holder"
    yield Rule("tickets_taken", "tickets", "UPDATE", "tickets change no hands", taken)
    yield from unreplaceable(dialect, _HELD)


def upgrade() -> None:
    op.create_table(
        "issuances",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("channel", sa.SmallInteger, nullable=False),
        sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), nullable=False),
        sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), nullable=False),
        sa.Column("key_id", sa.SmallInteger, nullable=False),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("batch", sa.String(8), unique=True),
        sa.CheckConstraint("pieces > 0", name="pieces"),
        sa.CheckConstraint("last_day >= first_day", name="days"),
    )
    op.create_table(
        "tickets",
        sa.Column("ticket_hash", sa.String(64), primary_key=True),
        sa.Column(
            "issuance_id", sa.Integer, sa.ForeignKey("issuances.id"), nullable=False, index=True
        ),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("holder", sa.String(32), index=True),
        sa.CheckConstraint("state IN ('open', 'held', 'spent', 'revoked')", name="state"),
        sa.CheckConstraint("(state = 'held') = (holder IS NOT NULL)", name="holder"),
    )
    dialect = op.get_bind().dialect.name
    for statement in create_statements(dialect, _rules(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _rules(dialect)):
        op.execute(statement)
    for name in ("tickets", "issuances"):
        op.drop_table(name)
