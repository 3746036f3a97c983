"""What to show next, and how a turn ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from survey_flows.facts import Fact, Facts


@dataclass(frozen=True, slots=True)
class AskConsent:
    """Nothing may be asked before the respondent agrees."""


@dataclass(frozen=True, slots=True)
class Ask:
    """`field` is the first thing owed; `before` is the answer it had until it was withdrawn."""

    field: str
    before: str = ""
    can_go_back: bool = True


@dataclass(frozen=True, slots=True)
class Review:
    """Nothing is owed: all answers, in printed order. `seen` counts the facts behind them."""

    answers: Mapping[str, str]
    seen: int


@dataclass(frozen=True, slots=True)
class Done:
    """The questionnaire has ended and stays as it is."""

    outcome: Literal["submitted", "abandoned"]


Prompt = AskConsent | Ask | Review | Done
RefusalCode = Literal[
    "consent.first",
    "choice.unknown",
    "field.not_asked",
    "back.stale",
    "text.not_a_choice",
    "review.incomplete",
    "review.moved_on",
    "review.use_buttons",
    "closed.submitted",
    "closed.abandoned",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A slip of the respondent: a value, never an exception. Its wording lives at the edge."""

    code: RefusalCode


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of one reply: facts to append (perhaps none), a refusal, and what to show."""

    prompt: Prompt
    new: Facts = ()
    refusal: Refusal | None = None

    @property
    def said(self) -> Fact | None:
        """The fact this turn may confirm to the respondent."""
        return self.new[-1] if self.new else None
