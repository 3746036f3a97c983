"""What storage refuses, each with a stable code and a cure in the message."""

from datetime import date


class StorageError(Exception):
    """Root of storage's errors."""

    code = "storage.error"


def unusable(setting: str, text: str) -> str:
    """Which setting is wrong. No more than the scheme is told: a password or a key may follow."""
    scheme, found, _ = text.partition("://")
    return f"{setting} (scheme {scheme!r})" if found else setting


class BadDatabaseUrl(StorageError):
    """The URL names no database we can open."""

    code = "database.url"

    def __init__(self, text: str) -> None:
        said = unusable("LOKET_DATABASE_URL", text)
        super().__init__(
            f"{said} is not usable: set it to "
            "sqlite:///folder/loket.db or postgresql://user:password@host/name"
        )


class DatabaseBehind(StorageError):
    """The tables are not those this program was written for."""

    code = "database.behind"

    def __init__(self, found: str | None, wanted: str) -> None:
        super().__init__(
            f"the database is at version {found or 'none'}, this program needs {wanted}: "
            "run `loket db upgrade`"
        )


class StaleTurn(StorageError):
    """A rival turn took the place of ours: judge the reply again."""

    code = "turn.stale"


class CodeTaken(StorageError):
    """A code that must be unique is in use."""

    code = "code.taken"

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(f"{kind} {code!r} exists already: choose another code")


class DaysReversed(StorageError):
    """A period that would end before it begins."""

    code = "period.days"

    def __init__(self, first_day: date, last_day: date) -> None:
        super().__init__(f"the period would end ({last_day}) before it begins ({first_day})")


class NotFound(StorageError):
    """No row with that code."""

    code = "code.unknown"

    def __init__(self, kind: str, code: str, known: list[str] | None = None) -> None:
        listed = f"; known: {', '.join(known)}" if known else f"; there is no {kind} yet"
        super().__init__(f"there is no {kind} {code!r}{listed}")


class DraftEnded(StorageError):
    """The form was sent meanwhile: nothing may be added to it."""

    code = "draft.ended"

    def __init__(self, number: int) -> None:
        super().__init__(f"draft {number} was sent meanwhile")
