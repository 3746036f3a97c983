"""Triggers that make the rules of integrity hold against everyone, our own code included.

Facts and responses are only ever added; a submission only ever gains its outcome (design §6); the
codes that say where a response counts, and the register of instruments, stay as they were.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_APPEND_ONLY = ("facts", "responses")
_HELD = {  # SQLite's INSERT OR REPLACE throws an older row away without asking the DELETE trigger
    "facts": "EXISTS (SELECT 1 FROM facts"
    " WHERE submission_id = NEW.submission_id AND seq = NEW.seq)",
    "responses": "EXISTS (SELECT 1 FROM responses WHERE submission_id = NEW.submission_id"
    " OR response_id = NEW.response_id OR leaf_hash = NEW.leaf_hash)",
    "submissions": "EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id OR key = NEW.key"
    " OR (who = NEW.who AND (outcome IS NULL OR outcome <> 'abandoned')))",
}
_ENDED = "(SELECT outcome FROM submissions WHERE id = NEW.submission_id)"
_FROZEN = {  # what a response counts for, or what a pseudonym is made from
    "submissions": ("id", "key", "form_id", "version", "lokus_id", "period_id", "who", "channel"),
    "instruments": ("form_id", "version", "fingerprint", "published_on"),
    "instansi": ("id", "code", "timezone"),
    "lokus": ("id", "code", "instansi_id"),
    "periods": ("id", "code", "pepper_check"),
}


def create_statements(dialect: str) -> Iterator[str]:
    """DDL for `sqlite` or `postgresql`, in order."""
    refuse = _refuse_postgresql if dialect == "postgresql" else _refuse_sqlite
    for rule in _rules(dialect):
        yield from refuse(rule)


def drop_statements(dialect: str) -> Iterator[str]:
    """Undo `create_statements`."""
    for rule in _rules(dialect):
        if dialect == "postgresql":
            yield f"DROP TRIGGER {rule.name} ON {rule.table}"
            yield f"DROP FUNCTION {rule.name}()"
        else:
            yield f"DROP TRIGGER {rule.name}"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Refuse `event` on `table` where `condition` holds; an empty one always holds."""

    name: str
    table: str
    event: str
    message: str
    condition: str = ""


def _rules(dialect: str) -> Iterator[_Rule]:
    for table in _APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            yield _Rule(f"{table}_no_{event.lower()}", table, event, f"{table} are append-only")
    for table, columns in _FROZEN.items():
        changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
        message = f"{table} keep what others rely on"
        yield _Rule(f"{table}_frozen", table, "UPDATE", message, changed)
        yield _Rule(f"{table}_no_delete", table, "DELETE", f"{table} cannot be deleted")
    message = "the submission has ended"
    yield _Rule("outcome_once", "submissions", "UPDATE", message, "OLD.outcome IS NOT NULL")
    yield _Rule(
        "facts_after_end", "facts", "INSERT", "the submission has ended", f"{_ENDED} IS NOT NULL"
    )
    yield from _rules_of_postgresql() if dialect == "postgresql" else _rules_of_sqlite()


def _rules_of_postgresql() -> Iterator[_Rule]:
    for table in (*_APPEND_ONLY, "submissions"):
        yield _Rule(f"{table}_no_truncate", table, "TRUNCATE", f"{table} cannot be emptied")


def _rules_of_sqlite() -> Iterator[_Rule]:
    for table, held in _HELD.items():
        yield _Rule(f"{table}_no_replace", table, "INSERT", f"{table} hold that row", held)


def _refuse_sqlite(rule: _Rule) -> Iterator[str]:
    when = f"WHEN {rule.condition} " if rule.condition else ""
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
    )


def _refuse_postgresql(rule: _Rule) -> Iterator[str]:
    """A function per rule: PostgreSQL allows no subquery in a trigger's own WHEN."""
    condition = rule.condition.replace(_ENDED, _ENDED[:-1] + " FOR UPDATE)") or "TRUE"
    kept = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(rule.event, "NEW")
    each = "STATEMENT" if rule.event == "TRUNCATE" else "ROW"
    yield (
        f"CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{rule.message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {kept}; END $$"
    )
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {rule.name}()"
    )
