"""What a campaign found, and the one line it closes with."""

import sys
import time
from collections.abc import Mapping, Sequence
from typing import Protocol

WORSE = ("lost", "doubled", "damaged")
_SHOWN = 5  # of each kind; the first ones tell most


class Findings(Protocol):
    """A line for each thing that is not as it was told."""

    @property
    def lost(self) -> list[str]: ...
    @property
    def doubled(self) -> list[str]: ...
    @property
    def damaged(self) -> list[str]: ...


def close(
    began: float,
    found: Sequence[Findings],
    tried: Mapping[str, int],
    trouble: Mapping[str, int] | None = None,
) -> int:
    """Print it; 0 only if nothing was found and there was no other trouble."""
    broken = {word: _all(word, found) for word in WORSE}
    for word, lines in broken.items():
        sys.stderr.writelines(f"{word}: {line}\n" for line in lines[:_SHOWN])
    counted = {word: len(lines) for word, lines in broken.items()} | dict(trouble or {})
    said = [f"{word} {number}" for word, number in {**tried, **counted}.items()]
    sys.stdout.write(" · ".join([*said, f"{time.monotonic() - began:.0f} s"]) + "\n")
    return int(any(counted.values()))


def _all(word: str, found: Sequence[Findings]) -> list[str]:
    return [line for one in found for line in getattr(one, word)]
