"""The roll of staff: posts and invitations under the number each has from its invitation on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from admin_cli.door import WrongUse

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.places import Lokus
    from storage.staff import Invite, Post
    from survey_flows.invitations import Role

_WHEN = {"waiting": "until", "claimed": "until"}  # the other states are so since a moment


@dataclass(frozen=True, slots=True)
class Entry:
    """`state` is serves or that of the invitation; `post_id` is 0 while there is no post."""

    number: int
    name: str
    role: "Role"
    lokus: "Lokus"
    state: str
    at: int
    post_id: int = 0

    @property
    def is_open(self) -> bool:
        """Whether there is anything left to revoke."""
        return self.state != "revoked"

    def shape(self) -> dict[str, str | int]:
        """As JSON shows it; `at` is the end of what still waits, and the beginning of the rest."""
        return {
            "number": self.number,
            "name": self.name,
            "role": self.role,
            "lokus": self.lokus.code,
            "state": self.state,
            "at": local(self.at, self.lokus).isoformat(),
        }

    def row(self) -> tuple[str, ...]:
        """As the table shows it."""
        when = f"{_WHEN.get(self.state, 'since')} {moment(self.at, self.lokus)}"
        return str(self.number), self.name, self.role, self.lokus.code, self.state, when


async def roll(tables: "Connection", now: int, lokus: str = "") -> Sequence[Entry]:
    """Everybody who was ever invited, by number. Raises NotFound for the lokus."""
    from storage import places, staff

    if lokus:
        await places.lokus_of(tables, lokus)
    posts = await staff.posts(tables, include_revoked=True)
    invites = await staff.invites(tables, now, include_settled=True)
    entries = [*map(of_post, posts), *(of_invite(one, now) for one in invites if _is_left(one))]
    there = (one for one in entries if lokus in {"", one.lokus.code})
    return sorted(there, key=lambda one: one.number)


def pick(entries: Sequence[Entry], number: int, name: str) -> Entry:
    """The one that was meant, open before revoked. Raises NumberUnknown, or WrongUse for a name."""
    from storage.staff import NumberUnknown

    if number:
        found = [one for one in entries if one.number == number]
        if not found:
            raise NumberUnknown(number)
        return found[0]
    found = [one for one in entries if one.name.casefold() == name.strip().casefold()]
    still = [one for one in found if one.is_open] or found[-1:]
    if len(still) == 1:
        return still[0]
    if not still:
        known = ", ".join(dict.fromkeys(one.name for one in entries)) or "nobody"
        raise WrongUse(f"nobody there is called {name!r}; known: {known}", "staff.unknown")
    numbers = ", ".join(str(one.number) for one in still)
    raise WrongUse(f"several are called {name!r} there: say which by number ({numbers})")


def local(at: int, lokus: "Lokus") -> datetime:
    """The moment as the clock of the lokus shows it."""
    return datetime.fromtimestamp(at, ZoneInfo(lokus.instansi.timezone))


def moment(at: int, lokus: "Lokus") -> str:
    """The moment for people, in the time zone of the lokus."""
    return local(at, lokus).strftime("%Y-%m-%d %H:%M")


def _is_left(invite: "Invite") -> bool:
    """A confirmed one is shown as its post."""
    return invite.outcome != "confirmed"


def of_post(post: "Post") -> Entry:
    """The post under the number of its invitation."""
    state = "serves" if post.revoked_at is None else "revoked"
    at = post.revoked_at or post.confirmed_at
    return Entry(post.number, post.member.name, post.role, post.lokus, state, at, post.id)


def of_invite(invite: "Invite", now: int) -> Entry:
    """The invitation, which no post has come of."""
    at = invite.settled_at or invite.lapses_at
    return Entry(invite.id, invite.name, invite.role, invite.lokus, invite.state(now), at)
