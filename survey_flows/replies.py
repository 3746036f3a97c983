"""What a respondent did. The engine judges it; only what it accepts becomes a fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chose:
    """A tap on a choice; it names its field, so an old keyboard still means what it says."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A text written under the question now on screen."""

    text: str


@dataclass(frozen=True, slots=True)
class WentBack:
    """Kembali, pressed on the screen that asked `field`."""

    field: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """A number in the review, pressed to change that answer."""

    field: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Kirim, pressed on a review drawn when `seen` facts existed."""

    seen: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Ya, batalkan."""


Reply = Chose | Typed | WentBack | Reopened | Sent | Stopped
