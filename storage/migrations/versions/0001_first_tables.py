"""First tables: facts are append-only and one response stands per account, lokus and period."""

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

revision, down_revision = "0001", None

_FROZEN = {  # what a response counts for, or what a pseudonym is made from
    "submissions": ("id", "key", "form_id", "version", "lokus_id", "period_id", "who", "channel"),
    "instruments": ("form_id", "version", "fingerprint", "published_on"),
    "instansi": ("id", "code", "timezone"),
    "lokus": ("id", "code", "instansi_id"),
    "periods": ("id", "code", "pepper_check"),
}
_HELD = {
    "facts": "EXISTS (SELECT 1 FROM facts"
    " WHERE submission_id = NEW.submission_id AND seq = NEW.seq)",
    "responses": "EXISTS (SELECT 1 FROM responses WHERE submission_id = NEW.submission_id"
    " OR response_id = NEW.response_id OR leaf_hash = NEW.leaf_hash)",
    "submissions": "EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id OR key = NEW.key"
    " OR (who = NEW.who AND (outcome IS NULL OR outcome <> 'abandoned')))",
}
_OUTCOME = "(SELECT outcome FROM submissions WHERE id = NEW.submission_id)"


def _rules(dialect: str) -> Iterator[Rule]:
    """Facts and responses are only ever added; a submission only ever gains its outcome."""
    yield from append_only("facts")
    yield from append_only("responses")
    for table, columns in _FROZEN.items():
        yield from frozen(table, columns)
    ended = "the submission has ended"
    yield Rule("outcome_once", "submissions", "UPDATE", ended, "OLD.outcome IS NOT NULL")
    condition = f"{_OUTCOME} IS NOT NULL"
    yield Rule("facts_after_end", "facts", "INSERT", ended, condition, locks=_OUTCOME)
    yield from unreplaceable(dialect, _HELD)


def upgrade() -> None:
    _places()
    _submissions()
    _facts_and_responses()
    _deliveries()
    dialect = op.get_bind().dialect.name
    for statement in create_statements(dialect, _rules(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _rules(dialect)):
        op.execute(statement)
    names = (
        "parked updates bookmarks responses facts submissions instruments periods lokus instansi"
    )
    for name in names.split():
        op.drop_table(name)


def _places() -> None:
    op.create_table(
        "instansi",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("timezone", sa.String(40), nullable=False),
    )
    op.create_table(
        "lokus",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "instansi_id", sa.Integer, sa.ForeignKey("instansi.id"), nullable=False, index=True
        ),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
    )
    op.create_table(
        "periods",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("pepper_check", sa.String(16), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name="days"),
    )
    op.create_table(
        "instruments",
        sa.Column("form_id", sa.String(8), primary_key=True),
        sa.Column("version", sa.String(16), primary_key=True),
        sa.Column("fingerprint", sa.String(80), nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(16), nullable=False, unique=True),
        sa.Column("form_id", sa.String(8), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), nullable=False),
        sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), nullable=False),
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("channel", sa.SmallInteger, nullable=False),
        sa.Column("outcome", sa.String(10)),
        sa.CheckConstraint("outcome IN ('submitted', 'abandoned')", name="outcome"),
        sa.ForeignKeyConstraint(
            ["form_id", "version"],
            ["instruments.form_id", "instruments.version"],
            name="fk_instrument",
        ),
    )
    standing = sa.text("outcome IS NULL OR outcome <> 'abandoned'")
    op.create_index(
        "uq_submissions_standing",
        "submissions",
        ["who"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _facts_and_responses() -> None:
    op.create_table(
        "facts",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "responses",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
        sa.Column("response_id", sa.String(16), nullable=False, unique=True),
        sa.Column("sent_hour", sa.Integer, nullable=False, index=True),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.Column("leaf", sa.Text, nullable=False),
        sa.Column("leaf_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("receipt", sa.String(10), nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "bookmarks",
        sa.Column("account", sa.String(32), primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), nullable=False),
        sa.Column("screen", sa.BigInteger),
        sa.Column("is_moving", sa.Boolean, nullable=False),
        sa.Column("kept_until", sa.Date, nullable=False),
    )
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("booked_on", sa.Date, nullable=False, index=True),
    )
    op.create_table(
        "parked",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("parked_on", sa.Date, nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
