"""How a turn can end, as values; `bot.answers` says each of them in words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from storage.periods import Period
from storage.places import Lokus
from survey_flows.facts import Fact
from survey_flows.instrument import Instrument
from survey_flows.prompts import Turn

LinkProblem = Literal[
    "bad",
    "wrong_form",
    "unknown_place",
    "expired",
    "early",
    "ticket_expired",
    "ticket_used",
    "ticket_void",
]


@dataclass(frozen=True, slots=True)
class Scene:
    """A questionnaire of the sender's own after the turn.

    `last` is the newest fact, which every screen confirms; `screen` is the message it stood in.
    """

    key: str
    form: Instrument
    lokus: Lokus
    turn: Turn
    last: Fact
    receipt: str = ""
    screen: int | None = None


@dataclass(frozen=True, slots=True)
class Welcome:
    """A good link, and nothing answered there yet; Mulai works through the day `until`."""

    lokus: Lokus
    period: Period
    payload: str
    until: date


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """One standing response per account, lokus and period.

    `key` names it; through the day `until` it can be replaced or taken back, unless that is over.
    """

    lokus: Lokus
    receipt: str
    key: str
    until: date
    is_final: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A response that stands no more; `how` is superseded or withdrawn."""

    lokus: Lokus
    how: str


@dataclass(frozen=True, slots=True)
class NotOpenYet:
    """The period begins later."""

    lokus: Lokus
    period: Period


@dataclass(frozen=True, slots=True)
class Closed:
    """The period is over."""

    lokus: Lokus
    period: Period


@dataclass(frozen=True, slots=True)
class OwnInstansi:
    """Staff do not answer F-03 for the instansi they serve."""

    lokus: Lokus


@dataclass(frozen=True, slots=True)
class RefusedLink:
    """A link that leads nowhere; nothing about it is told to whoever made it."""

    reason: LinkProblem


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing of the sender's own is meant; `is_foreign`: it is somebody else's."""

    is_foreign: bool = False


Placed = Welcome | AlreadyAnswered | NotOpenYet | Closed | OwnInstansi | RefusedLink
Outcome = Scene | Placed | Ended | Gone
