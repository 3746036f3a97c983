"""The tables of staff and their form F-01. Times are seconds since 1970, UTC.

Who did something and when stands in tables of their own, so that a citizen's answer has no column
that could name anybody.
"""

import sqlalchemy as sa

from storage.tables import metadata

_OPEN_POST = sa.text("revoked_at IS NULL")
_ROLES = "role IN ('petugas', 'penanggung_jawab')"

# `account` is the keyed hash of a Telegram account, `chat` its id, encrypted.
staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account", sa.String(32), nullable=False, unique=True),
    sa.Column("chat", sa.LargeBinary, nullable=False),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("is_reminded", sa.Boolean, nullable=False),
    sa.Column("added_at", sa.BigInteger, nullable=False),
)

# An invitation works once; `code` is what the admin hears from the person and confirms.
staff_invites = sa.Table(
    "staff_invites",
    metadata,
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

# Who serves where, and since when not any more.
staff_posts = sa.Table(
    "staff_posts",
    metadata,
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
sa.Index(
    "uq_staff_posts_open",
    staff_posts.c.staff_id,
    staff_posts.c.lokus_id,
    unique=True,
    sqlite_where=_OPEN_POST,
    postgresql_where=_OPEN_POST,
)

# Responses of accounts that served the instansi in the period, before or after; `seq` is the
# newest leaf there was when it was noted.
by_staff = sa.Table(
    "by_staff",
    metadata,
    sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("noted_on", sa.Date, nullable=False),
)

# When all responses of a period were held against all of the staff: the newest leaf there was then.
staff_looks = sa.Table(
    "staff_looks",
    metadata,
    sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
)

# The one F-01 of a lokus and period; reopening a sent one makes the next revision.
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), nullable=False),
    sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.UniqueConstraint("lokus_id", "period_id", "revision"),
)

# Who a fact of F-01 is from; `staff_id` is empty for what the admin did.
authors = sa.Table(
    "authors",
    metadata,
    sa.Column("submission_id", sa.Integer, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id")),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.ForeignKeyConstraint(
        ["submission_id", "seq"], ["facts.submission_id", "facts.seq"], name="fk_fact"
    ),
)

# Files people sent, from the message on: `waiting` until stored, refused, lost or called off.
uploads = sa.Table(
    "uploads",
    metadata,
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

# Files that are safe. The bytes lie in the evidence store under their sha256.
evidence = sa.Table(
    "evidence",
    metadata,
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
sa.Index("ix_evidence_submission_id", evidence.c.submission_id)

# What somebody was reminded of already; `kind` is h7, h1 or the day an idle draft was named.
reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), primary_key=True),
    sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), primary_key=True),
    sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("sent_at", sa.BigInteger, nullable=False),
)
