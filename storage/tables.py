"""The tables, as SQLAlchemy Core knows them. The migrations make them; a test compares the two."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

instansi = sa.Table(
    "instansi",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("timezone", sa.String(40), nullable=False),
)

lokus = sa.Table(
    "lokus",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("instansi_id", sa.Integer, sa.ForeignKey("instansi.id"), nullable=False, index=True),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
)

periods = sa.Table(
    "periods",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(40), nullable=False, unique=True),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("pepper_check", sa.String(16), nullable=False),
    sa.Column("pepper_until", sa.Date),
    sa.CheckConstraint("last_day >= first_day", name="days"),
)

instruments = sa.Table(
    "instruments",
    metadata,
    sa.Column("form_id", sa.String(8), primary_key=True),
    sa.Column("version", sa.String(16), primary_key=True),
    sa.Column("fingerprint", sa.String(80), nullable=False),
    sa.Column("published_on", sa.Date, nullable=False),
)

# `who` and `account` are keyed hashes (survey_flows.pseudonyms); an hour is the finest time kept.
submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(16), nullable=False, unique=True),
    sa.Column("form_id", sa.String(8), nullable=False),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("lokus_id", sa.Integer, sa.ForeignKey("lokus.id"), nullable=False),
    sa.Column("period_id", sa.Integer, sa.ForeignKey("periods.id"), nullable=False),
    sa.Column("who", sa.String(32), nullable=False),
    sa.Column("channel", sa.SmallInteger, nullable=False),
    sa.Column("outcome", sa.String(10)),
    sa.Column("ended", sa.String(10)),
    sa.CheckConstraint("outcome IN ('submitted', 'abandoned')", name="outcome"),
    sa.ForeignKeyConstraint(
        ["form_id", "version"], ["instruments.form_id", "instruments.version"], name="fk_instrument"
    ),
)
sa.Index("ix_submissions_who", submissions.c.who)
sa.Index("ix_submissions_lokus_id_period_id", submissions.c.lokus_id, submissions.c.period_id)
_OPEN = sa.text("outcome IS NULL")
sa.Index(
    "uq_submissions_open",
    submissions.c.who,
    unique=True,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
_STANDING = sa.text("outcome = 'submitted' AND ended IS NULL")
sa.Index(
    "uq_submissions_standing",
    submissions.c.who,
    unique=True,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
)
# Said in the text of a statement, not bound: whenever a value is bound on which the use of an index
# above depends, SQLite plans the statement anew, and that takes ten times as long as running it.
SUBMITTED: sa.ColumnElement[str] = sa.literal_column("'submitted'")
ABANDONED: sa.ColumnElement[str] = sa.literal_column("'abandoned'")

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("field", sa.String(32), nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("gap", sa.Integer),
)

# A sent response. What it says is in `openings`, what it is bound by in `leaves`.
responses = sa.Table(
    "responses",
    metadata,
    sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("response_id", sa.String(16), nullable=False, unique=True),
    sa.Column("sent_hour", sa.Integer, nullable=False, index=True),
    sa.Column("leaf_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("receipt", sa.String(10), nullable=False, index=True),
)

# What a leaf commits to. It can go only when its response is marked as erased, and never changes.
openings = sa.Table(
    "openings",
    metadata,
    sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("opening", sa.Text, nullable=False),
    sa.Column("salt", sa.LargeBinary(32), nullable=False),
)

# The ledger (docs/adr/0022): numbered from 0 without a gap, and only ever added to.
leaves = sa.Table(
    "leaves",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("about", sa.String(80), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False, index=True),
    sa.Index("ix_leaves_about", "about", "kind"),
)

# One row, which everybody who adds a leaf takes in turn.
ledger_head = sa.Table(
    "ledger_head",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.CheckConstraint("id = 1", name="only_one"),
)

# Heads of the ledger that were signed and given away.
checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("root", sa.String(64), nullable=False),
    sa.Column("made_on", sa.Date, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

# Where a person with an open questionnaire is reading; the row goes when the questionnaire does.
# `place` is the field or evidence slot a member of staff has on screen, empty for citizens;
# `seen` the number of the newest entry about it that the screen shows; `touched` tenths of a second
# since 1970 of the newest fact, from which the gap to the next is told.
bookmarks = sa.Table(
    "bookmarks",
    metadata,
    sa.Column("account", sa.String(32), primary_key=True),
    sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), nullable=False),
    sa.Column("screen", sa.BigInteger),
    sa.Column("is_moving", sa.Boolean, nullable=False),
    sa.Column("kept_until", sa.Date, nullable=False),
    sa.Column("place", sa.String(32), nullable=False, server_default=""),
    sa.Column("seen", sa.Integer, nullable=False, server_default="0"),
    sa.Column("touched", sa.BigInteger),
)

# Exact ids, not "greater than": Telegram restarts them at random after a quiet week.
updates = sa.Table(
    "updates",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("booked_on", sa.Date, nullable=False, index=True),
)

# Updates we could not process, encrypted: they hold names and ids.
parked = sa.Table(
    "parked",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("parked_on", sa.Date, nullable=False),
    sa.Column("reason", sa.String(80), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
