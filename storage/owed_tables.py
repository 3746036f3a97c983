"""The tables of what is owed to citizens: messages, a private word afterwards, their rights."""

import sqlalchemy as sa

from storage.tables import metadata

# A message the bot still has to send. `name` is a keyed hash, `sealed` the chat and what to say,
# encrypted; the row goes once it is sent, of no use any more, or too late. Hours since 1970 UTC.
owed = sa.Table(
    "owed",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    sa.Column("due_hour", sa.Integer, nullable=False),
    sa.Column("until_hour", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("kind", "name"),
    sa.CheckConstraint("kind IN ('later', 'backcheck', 'data', 'clear')", name="kind"),
)

# Who was asked afterwards who had filled it in, and the answer, bound by a leaf of its own.
backchecks = sa.Table(
    "backchecks",
    metadata,
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

# What people asked for by right (UU 27/2022), and when it was done; not who.
requests = sa.Table(
    "requests",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("asked_on", sa.Date, nullable=False),
    sa.Column("done_on", sa.Date),
    sa.CheckConstraint("kind IN ('access', 'withdraw', 'erase')", name="kind"),
)

# The first day an account began anything in a period, by a hash of its own.
seen = sa.Table(
    "seen",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), nullable=False, index=True),
    sa.Column("first_day", sa.Date, nullable=False),
)
