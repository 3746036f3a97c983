"""Staff get another account hash with its key, and only if the ledger has just said so."""

from collections.abc import Iterator

from alembic import op

from storage.guards import Rule, create_statements, drop_statements

revision, down_revision = "0007", "0006"

_KEPT = "OLD.id <> NEW.id OR OLD.added_at <> NEW.added_at"
_NAMED = "OLD.account <> NEW.account"
_TAKEN = "OLD.account IS NOT NULL AND OLD.account <> COALESCE(NEW.account, '')"
_SETTLED = "(OLD.outcome IS NOT NULL AND OLD.outcome <> COALESCE(NEW.outcome, ''))"
_UNTOLD = (
    "NOT EXISTS (SELECT 1 FROM leaves WHERE kind = 'key' AND about = 'account'"
    " AND seq = (SELECT MAX(seq) FROM leaves))"
)


def _rules(unless: str = "") -> Iterator[Rule]:
    renamed, retaken = f"({_NAMED}{unless})", f"({_TAKEN}{unless})"
    kept, settled = "staff keep what others rely on", "staff_invites are settled once"
    yield Rule("staff_frozen", "staff", "UPDATE", kept, f"{_KEPT} OR {renamed}")
    yield Rule("staff_invites_once", "staff_invites", "UPDATE", settled, f"{retaken} OR {_SETTLED}")


def upgrade() -> None:
    _replace(f" AND {_UNTOLD}")


def downgrade() -> None:
    _replace("")


def _replace(unless: str) -> None:
    dialect = op.get_bind().dialect.name
    for statement in drop_statements(dialect, _rules()):
        op.execute(statement)
    for statement in create_statements(dialect, _rules(unless)):
        op.execute(statement)
