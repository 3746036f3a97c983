"""What a staff screen is drawn from, and the ways a turn of staff can end otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.desk.taps import Look
from storage.drafts import Draft
from storage.evidence import Evidence
from storage.invitations import Invite, InviteProblem
from storage.periods import Period
from storage.places import Lokus
from storage.staff import Post
from storage.uploads import Upload
from survey_flows.facts import Fact
from survey_flows.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Room:
    """A draft, and who looks at it: all a screen of it shows.

    `names` gives staff by id; `waiting` counts files still on their way into safety, and `unplaced`
    names what the viewer sent without saying what it proves.
    """

    post: Post
    period: Period
    draft: Draft
    sheet: Worksheet
    names: Mapping[int, str]
    files: Mapping[str, Evidence]
    waiting: int
    unplaced: Sequence[str]
    now: datetime
    has_others: bool

    @property
    def zone(self) -> ZoneInfo:
        """Where the clock on the wall of this lokus is."""
        return ZoneInfo(self.post.lokus.instansi.timezone)

    @property
    def is_closed(self) -> bool:
        """The period is over, or has not begun: the form can be read, not changed."""
        return not self.period.is_open(self.now.astimezone(self.zone).date())

    @property
    def may_send(self) -> bool:
        """Only the person in charge sends the form."""
        return self.post.role == "penanggung_jawab"


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen of the draft; `said` is what the turn added, `refused` says why it did not.

    `watchers` have the place that `changed` on screen.
    """

    room: Room
    look: Look
    screen: int | None = None
    said: Fact | None = None
    refused: str = ""
    copies: Sequence[Upload] = ()
    changed: str = ""
    watchers: Sequence["Seen"] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A colleague's screen that shows the place this turn has changed; `chat` is their chat id."""

    account: str
    chat: int
    screen: int


@dataclass(frozen=True, slots=True)
class Tasks:
    """Every lokus of somebody who serves several."""

    posts: Sequence[Post]
    is_reminded: bool
    screen: int | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """The link was good: the code to read out to the admin, until the end of that day."""

    invite: Invite
    until: date


@dataclass(frozen=True, slots=True)
class NotInvited:
    """The link lets nobody in."""

    problem: InviteProblem


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why there is no form to show."""

    reason: Literal["no_post", "no_period", "no_form", "gone"]
    lokus: Lokus | None = None


@dataclass(frozen=True, slots=True)
class ChooseSlot:
    """A file came while no slot was on screen: which one is it for?"""

    room: Room
    key: str
    slots: Sequence[str]
    screen: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A file is noted down; the tick comes when it is safe."""


DeskOutcome = Shown | Tasks | Invited | NotInvited | Elsewhere | ChooseSlot | Taken
