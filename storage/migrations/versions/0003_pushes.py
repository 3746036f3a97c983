"""Weekly bundles and their way to the scoring engine: a history that nobody can make prettier."""

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

revision, down_revision = "0003", "0002"

_BEGUN = ("id", "push_id", "begun_at")
_HELD = {
    "bundles": "EXISTS (SELECT 1 FROM bundles WHERE id = NEW.id)",
    "pushes": "EXISTS (SELECT 1 FROM pushes WHERE id = NEW.id"
    " OR (manifest = NEW.manifest AND url = NEW.url))",
    "push_attempts": "EXISTS (SELECT 1 FROM push_attempts WHERE id = NEW.id)",
}


def _rules(dialect: str) -> Iterator[Rule]:
    yield from append_only("bundles")
    yield from append_only("pushes")
    yield from frozen("push_attempts", _BEGUN)
    once = "OLD.outcome IS NOT NULL"
    yield Rule("push_attempts_once", "push_attempts", "UPDATE", "attempts are settled once", once)
    yield from unreplaceable(dialect, _HELD)


def upgrade() -> None:
    op.create_table(
        "bundles",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("manifest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "pushes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("manifest", sa.String(64), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("manifest", "url"),
    )
    op.create_table(
        "push_attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("push_id", sa.Integer, sa.ForeignKey("pushes.id"), nullable=False, index=True),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.String(10)),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("status", sa.SmallInteger),
        sa.Column("body_sha256", sa.String(64)),
        sa.Column("said", sa.Text),
        sa.CheckConstraint("outcome IN ('delivered', 'refused', 'failed')", name="outcome"),
    )
    dialect = op.get_bind().dialect.name
    for statement in create_statements(dialect, _rules(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _rules(dialect)):
        op.execute(statement)
    for name in ("push_attempts", "pushes", "bundles"):
        op.drop_table(name)
