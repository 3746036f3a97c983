"""Staff and their form F-01: who may fill it, shared drafts, authors of facts, evidence."""

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

revision, down_revision = "0002", "0001"

_ROLES = "role IN ('petugas', 'penanggung_jawab')"
_INVITED = ("id", "token_hash", "lokus_id", "role", "name", "made_at", "expires_at")
_POSTED = ("id", "staff_id", "lokus_id", "role", "invite_id", "confirmed_at")
_UPLOADED = ("id", "key", "submission_id", "staff_id", "file_id", "message_id", "sent_at")
_FROZEN = {
    "staff": ("id", "account", "added_at"),
    "staff_invites": _INVITED,
    "staff_posts": _POSTED,
    "uploads": _UPLOADED,
}
_HELD = {
    "authors": "EXISTS (SELECT 1 FROM authors"
    " WHERE submission_id = NEW.submission_id AND seq = NEW.seq)",
    "drafts": "EXISTS (SELECT 1 FROM drafts WHERE submission_id = NEW.submission_id"
    " OR (lokus_id = NEW.lokus_id AND period_id = NEW.period_id AND revision = NEW.revision))",
    "evidence": "EXISTS (SELECT 1 FROM evidence WHERE key = NEW.key)",
}
_ONCE = {  # what happens once and is not taken back
    "staff_invites": "(OLD.account IS NOT NULL AND OLD.account <> COALESCE(NEW.account, ''))"
    " OR (OLD.outcome IS NOT NULL AND OLD.outcome <> COALESCE(NEW.outcome, ''))",
    "staff_posts": "OLD.revoked_at IS NOT NULL AND OLD.revoked_at <> COALESCE(NEW.revoked_at, 0)",
    "uploads": "OLD.state <> 'waiting' AND NEW.state <> OLD.state",
}


def _rules(dialect: str) -> Iterator[Rule]:
    for table in ("authors", "drafts", "evidence"):
        yield from append_only(table)
    for table, columns in _FROZEN.items():
        yield from frozen(table, columns)
    for table, condition in _ONCE.items():
        yield Rule(f"{table}_once", table, "UPDATE", f"{table} are settled once", condition)
    yield from unreplaceable(dialect, _HELD)


def upgrade() -> None:
    op.add_column("bookmarks", sa.Column("place", sa.String(32), nullable=False, server_default=""))
    op.add_column("bookmarks", sa.Column("seen", sa.Integer, nullable=False, server_default="0"))
    _people()
    _posts()
    _drafts()
    _uploads()
    _evidence()
    dialect = op.get_bind().dialect.name
    for statement in create_statements(dialect, _rules(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _rules(dialect)):
        op.execute(statement)
    names = "reminders evidence uploads authors drafts staff_posts staff_invites staff"
    for name in names.split():
        op.drop_table(name)
    op.drop_column("bookmarks", "seen")
    op.drop_column("bookmarks", "place")


def _people() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.String(32), nullable=False, unique=True),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("is_reminded", sa.Boolean, nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "staff_invites",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("account", sa.String(32)),
        sa.Column("chat", sa.LargeBinary),
        sa.Column("code", sa.String(10), unique=True),
        sa.Column("claimed_at", sa.BigInteger),
        sa.Column("outcome", sa.String(10)),
        sa.Column("settled_at", sa.BigInteger),
        sa.CheckConstraint(_ROLES, name="role"),
        sa.CheckConstraint("outcome IN ('confirmed', 'revoked')", name="outcome"),
    )


def _posts() -> None:
    op.create_table(
        "staff_posts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), nullable=False, index=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("invite_id", sa.Integer, sa.ForeignKey("staff_invites.id"), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sa.Column("is_told", sa.Boolean, nullable=False),
        sa.CheckConstraint(_ROLES, name="role"),
    )
    is_open = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_staff_posts_open",
        "staff_posts",
        ["staff_id", "lokus_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
        sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), nullable=False),
        sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.UniqueConstraint("lokus_id", "period_id", "revision"),
    )
    op.create_table(
        "authors",
        sa.Column("submission_id", sa.Integer, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id", "seq"], ["facts.submission_id", "facts.seq"], name="fk_fact"
        ),
    )
    op.create_table(
        "reminders",
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), primary_key=True),
        sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("sent_at", sa.BigInteger, nullable=False),
    )


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(16), nullable=False, unique=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), nullable=False),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("slot", sa.String(32), nullable=False),
        sa.Column("file_id", sa.Text, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("caption", sa.Text, nullable=False),
        sa.Column("album", sa.String(64), nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.BigInteger, nullable=False),
        sa.Column("is_reported", sa.Boolean, nullable=False, index=True),
        sa.UniqueConstraint("staff_id", "message_id"),
        sa.CheckConstraint("state IN ('waiting', 'stored', 'refused', 'lost')", name="state"),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), nullable=False),
        sa.Column("slot", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("stored_at", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("extension", sa.String(8), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String(16), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("caption", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["uploads.key"], name="fk_upload"),
    )
    op.create_index("ix_evidence_submission_id", "evidence", ["submission_id"])
