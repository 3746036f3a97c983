"""How a rule of integrity becomes triggers that hold against everyone, our own code included.

Each migration lists its own rules (design §6) and never changes them afterwards; what is here only
turns a rule into DDL for SQLite or PostgreSQL.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Refuse `event` on `table` where `condition` holds; an empty one always holds.

    A parent row that a condition reads must not change under PostgreSQL's feet: `locks` names the
    subquery to be read FOR UPDATE there.
    """

    name: str
    table: str
    event: str
    message: str
    condition: str = ""
    locks: str = ""


def append_only(table: str) -> Iterator[Rule]:
    """Rows are added, and then stay."""
    for event in ("UPDATE", "DELETE"):
        yield Rule(f"{table}_no_{event.lower()}", table, event, f"{table} are append-only")


def frozen(table: str, columns: Iterable[str]) -> Iterator[Rule]:
    """These columns keep their value, and the row stays."""
    changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    message = f"{table} keep what others rely on"
    yield Rule(f"{table}_frozen", table, "UPDATE", message, changed)
    yield Rule(f"{table}_no_delete", table, "DELETE", f"{table} cannot be deleted")


def unreplaceable(dialect: str, held: Mapping[str, str]) -> Iterator[Rule]:
    """Against the back doors: `held` says, per table, when an inserted row is there already.

    SQLite's INSERT OR REPLACE throws the older row away without asking the DELETE trigger;
    PostgreSQL's TRUNCATE asks no row trigger at all.
    """
    for table, condition in held.items():
        if dialect == "postgresql":
            message = f"{table} cannot be emptied"
            yield Rule(f"{table}_no_truncate", table, "TRUNCATE", message)
        else:
            yield Rule(f"{table}_no_replace", table, "INSERT", f"{table} hold that row", condition)


def create_statements(dialect: str, rules: Iterable[Rule]) -> Iterator[str]:
    """DDL for `sqlite` or `postgresql`, in order."""
    refuse = _refuse_postgresql if dialect == "postgresql" else _refuse_sqlite
    for rule in rules:
        yield from refuse(rule)


def drop_statements(dialect: str, rules: Iterable[Rule]) -> Iterator[str]:
    """Undo `create_statements`."""
    for rule in rules:
        if dialect == "postgresql":
            yield f"DROP TRIGGER {rule.name} ON {rule.table}"
            yield f"DROP FUNCTION {rule.name}()"
        else:
            yield f"DROP TRIGGER {rule.name}"


def _refuse_sqlite(rule: Rule) -> Iterator[str]:
    when = f"WHEN {rule.condition} " if rule.condition else ""
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
    )


def _refuse_postgresql(rule: Rule) -> Iterator[str]:
    """A function per rule: PostgreSQL allows no subquery in a trigger's own WHEN."""
    condition = rule.condition or "TRUE"
    if rule.locks:
        condition = condition.replace(rule.locks, rule.locks[:-1] + " FOR UPDATE)")
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
