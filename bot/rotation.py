"""A key takes the place of another; what a crash leaves behind is usable, and can be finished.

While a rotation is unfinished the older key lies beside the new one as `NAME-old.key`. It ends as
`retired-NAME-DAY.key`, which older backups need.
"""

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from bot.key_files import put_key, random_key, read_key
from storage.durable import sync_folder


@dataclass(frozen=True, slots=True)
class Rotation:
    """Of the key `NAME.key` in the folder of the keys."""

    folder: Path
    name: str

    @property
    def current(self) -> Path:
        """The file everybody uses."""
        return self.folder / f"{self.name}.key"

    @property
    def older(self) -> Path:
        """There only while a rotation is unfinished."""
        return self.folder / f"{self.name}-old.key"

    @property
    def is_unfinished(self) -> bool:
        """Whether it began and did not end."""
        return self.older.exists()

    def begin(self) -> None:
        """Put a new key in place and the older beside it; repeated, it goes on where it stopped."""
        if not self.is_unfinished:
            put_key(self.older, read_key(self.current))
        if read_key(self.older) == read_key(self.current):
            put_key(self.current, random_key())

    def finish(self, today: date) -> Path:
        """Nothing needs the older key any more, but for older backups: where it is kept."""
        retired = self._free_name(today)
        self.older.rename(retired)
        sync_folder(self.folder)
        return retired

    def _free_name(self, today: date) -> Path:
        first = self.folder / f"retired-{self.name}-{today}.key"
        others = (first.with_stem(f"{first.stem}-{number}") for number in count(2))
        return first if not first.exists() else next(one for one in others if not one.exists())
