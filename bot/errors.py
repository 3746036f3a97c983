"""What keeps the bot from working, each with a stable code and the cure in its message."""

from collections.abc import Sequence
from pathlib import Path


class BotError(Exception):
    """Root of the edge's errors."""

    code = "bot.error"


class BadSettings(BotError):
    """Settings that are missing or wrong, all of them at once."""

    code = "settings.bad"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class KeyMissing(BotError):
    """A key file is not there. Without it we refuse rather than fall back."""

    code = "key.missing"

    def __init__(self, path: Path, cure: str) -> None:
        super().__init__(f"the key file {path.name} is not in {path.parent}: {cure}")


class KeyUnreadable(BotError):
    """A key file we may not read: made by another account of this machine, most often."""

    code = "key.unreadable"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} cannot be read ({reason}): give it to the account that runs this program"
        )


class KeyOpenToOthers(BotError):
    """A key file that others on this machine may read is no secret."""

    code = "key.mode"

    def __init__(self, path: Path) -> None:
        super().__init__(f"others may read {path}: run `chmod 600 {path}`")


class KeyDamaged(BotError):
    """A key file does not hold 32 bytes in hexadecimal."""

    code = "key.damaged"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not hold a key: restore it from your copy of the keys")


class KeyExists(BotError):
    """A key is never overwritten."""

    code = "key.exists"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already: move it away first if you mean to replace it")


class KeyUnfinished(BotError):
    """Half of what hangs on a key hangs on the older one still."""

    code = "key.unfinished"

    def __init__(self, name: str) -> None:
        super().__init__(f"the rotation of a key was cut off: run `loket key rotate {name} --yes`")


class KeysUsedUp(BotError):
    """A link has one byte for the number of its key."""

    code = "key.used_up"

    def __init__(self, last: int) -> None:
        super().__init__(f"key {last} was the last: links have room for no more key numbers")


class WrongPepper(BotError):
    """The pepper file is not the one this period began with: answers would be counted twice."""

    code = "pepper.wrong"

    def __init__(self, period: str) -> None:
        super().__init__(
            f"the pepper of period {period} is not the one it was opened with: restore the file"
        )


class NothingPublished(BotError):
    """No instrument was published, so there is nothing to ask."""

    code = "instrument.none"

    def __init__(self) -> None:
        super().__init__("no instrument is published: run `loket instrument publish F-03`")


class AnotherBot(BotError):
    """Two programs that take updates of one bot would take them from each other."""

    code = "bot.another"

    def __init__(self) -> None:
        super().__init__(
            "another `loket bot run` works on this database: stop that one first"
            " (several at once: `--mode webhook` with LOKET_REDIS_URL)"
        )
