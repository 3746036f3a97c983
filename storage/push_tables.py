"""The tables of what was made for the scoring engine and sent there. Times are seconds, UTC."""

import sqlalchemy as sa

from storage.tables import metadata

# Each making, the same file made again too. `manifest` is the sha256 of MANIFEST.sha256.
bundles = sa.Table(
    "bundles",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("week", sa.String(8), nullable=False),
    sa.Column("is_complete", sa.Boolean, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("manifest", sa.String(64), nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
)

# What somebody wanted sent, and where to: once per bundle and receiver.
pushes = sa.Table(
    "pushes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("week", sa.String(8), nullable=False),
    sa.Column("manifest", sa.String(64), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("asked_at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("manifest", "url"),
)

# Written before anything is sent; without an outcome it runs still, or was cut off.
push_attempts = sa.Table(
    "push_attempts",
    metadata,
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
