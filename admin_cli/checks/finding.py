"""What a check found."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is a stable name; `cure` says what to do and is empty where all is well."""

    check: str
    level: Level
    said: str
    cure: str = ""

    def shape(self) -> dict[str, str]:
        """As JSON shows it."""
        return asdict(self)


def ok(check: str, said: str) -> Finding:
    return Finding(check, Level.OK, said)


def warn(check: str, said: str, cure: str) -> Finding:
    return Finding(check, Level.WARN, said, cure)


def fail(check: str, said: str, cure: str) -> Finding:
    return Finding(check, Level.FAIL, said, cure)


def failed(check: str, error: Exception) -> Finding:
    """An error of ours carries its cure after the colon."""
    said, _, cure = str(error).partition(": ")
    return fail(check, said, cure or said)
