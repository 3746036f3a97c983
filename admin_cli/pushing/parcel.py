"""A bundle that is fit to be sent: whole, ours, and of a week that is over."""

from dataclasses import dataclass
from pathlib import Path

from admin_cli.bundle.signing import PublicKey
from admin_cli.bundle.verifying import verify
from admin_cli.door import WrongUse


@dataclass(frozen=True, slots=True)
class Parcel:
    """`manifest` is the digest of its manifest, and its name towards the receiver."""

    file: Path
    week: str
    manifest: str
    size: int


def parcel_of(file: Path, key: PublicKey) -> Parcel:
    """Raises WrongUse if it should not be sent."""
    if not file.is_file():
        cure = "make it again with `loket export week`"
        raise WrongUse(f"{file} is not there any more: {cure}", "bundle.missing")
    found = verify(file, key)
    if found.problems:
        cure = "make it again with `loket export week`"
        raise WrongUse(f"{file} is not sound ({found.problems[0]}): {cure}", "bundle.unsound")
    if not found.complete:
        week = found.week
        raise WrongUse(
            f"{file} is provisional: export it again when {week} is over", "bundle.provisional"
        )
    return Parcel(file.absolute(), found.week, found.manifest, file.stat().st_size)
