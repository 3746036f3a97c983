"""The tables of what was printed for citizens, and of one-time tickets."""

import sqlalchemy as sa

from storage.tables import metadata

# Each printing, the same posters printed again too. `batch` is what stands on a sheet of tickets.
issuances = sa.Table(
    "issuances",
    metadata,
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

# `holder` is the pseudonym whose questionnaire is open; how it ends, the row forgets whose it was.
tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("ticket_hash", sa.String(64), primary_key=True),
    sa.Column("issuance_id", sa.Integer, sa.ForeignKey("issuances.id"), nullable=False, index=True),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("holder", sa.String(32), index=True),
    sa.CheckConstraint("state IN ('open', 'held', 'spent', 'revoked')", name="state"),
    sa.CheckConstraint("(state = 'held') = (holder IS NOT NULL)", name="holder"),
)
