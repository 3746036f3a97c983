"""Who is to be reminded of what, and when: rules over the calendar, the clock and the form. Pure.

Never at night, never at the weekend; only the last call may fall on one, as the deadline does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from storage.periods import Period
from storage.reminders import Reminder
from storage.staff import Post
from survey_flows.instrument import Item
from survey_flows.worksheet import UNTOUCHED, Touch, Worksheet

_OPENS, _CLOSES = 8, 17  # hours on the clock of the lokus
_SATURDAY = 5
_EARLY, _LATE = 7, 1  # days before the last one
_LEFT_ALONE = timedelta(hours=24)
_REST = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody's post, the form of its lokus in a period, and the time there.

    `heard` is everything this person was reminded of about this lokus.
    """

    post: Post
    period: Period
    sheet: Worksheet
    here: datetime
    heard: Sequence[Reminder]


@dataclass(frozen=True, slots=True)
class DeadlineNear:
    """The last day is so many days away; nothing owed: it only needs sending."""

    kind: Literal["h7", "h1"]
    days: int
    answers: int
    proofs: int


@dataclass(frozen=True, slots=True)
class LeftHalfDone:
    """An item this person touched last lies there unfinished; `place` is its first gap."""

    kind: str
    item: Item
    place: str


Due = DeadlineNear | LeftHalfDone


def due(case: Case) -> Due | None:
    """What is to be said to this person now, if anything; a deadline goes before an item."""
    is_wanted = case.post.member.is_reminded and not case.sheet.is_sent
    if not (is_wanted and case.period.is_open(case.here.date()) and _is_daytime(case.here)):
        return None
    return _deadline(case) or _left(case)


def _deadline(case: Case) -> DeadlineNear | None:
    """Said late rather than never, as long as it is still true."""
    days = (case.period.last_day - case.here.date()).days
    kind: Literal["h7", "h1"] = "h1" if days <= _LATE else "h7"
    is_quiet = kind == "h7" and _is_weekend(case.here)
    if days > _EARLY or is_quiet or kind in _kinds(case):
        return None
    owed = case.sheet.owed
    if not owed and case.post.role != "penanggung_jawab":
        return None
    answers = sum(place in case.sheet.form.fields for place in owed)
    return DeadlineNear(kind, days, answers, len(owed) - answers)


def _left(case: Case) -> LeftHalfDone | None:
    """The newest item this person began and nobody has finished."""
    if _is_weekend(case.here) or _is_resting(case):
        return None
    before = (case.here - _LEFT_ALONE).timestamp()
    halves = [
        (touch.number, item)
        for item in case.sheet.form.items
        if _is_half_done(case.sheet, item)
        and (touch := _last_touch(case.sheet, item)).by == case.post.member.id
        and touch.at <= before
    ]
    if not halves:
        return None
    _, item = max(halves, key=lambda half: half[0])
    gap = next(place for place in case.sheet.places_in(item) if case.sheet.is_owed(place))
    return LeftHalfDone(f"idle:{case.here.date().isoformat()}", item, gap)


def _is_half_done(sheet: Worksheet, item: Item) -> bool:
    is_begun = any(place in sheet.answers for place in sheet.places_in(item))
    return is_begun and not sheet.is_answered(item)


def _last_touch(sheet: Worksheet, item: Item) -> Touch:
    places = (*(one.name for one in item.fields), *(one.name for one in item.evidence))
    touches = (sheet.touch(place) for place in places)
    return max(touches, key=lambda touch: touch.number, default=UNTOUCHED)


def _kinds(case: Case) -> set[str]:
    return {one.kind for one in case.heard if one.owner.period_id == case.period.id}


def _is_resting(case: Case) -> bool:
    """Whatever was said last about this lokus, an item can wait some days after it."""
    since = (case.here - _REST).timestamp()
    return any(one.sent_at > since for one in case.heard)


def _is_daytime(here: datetime) -> bool:
    return _OPENS <= here.hour < _CLOSES


def _is_weekend(here: datetime) -> bool:
    return here.weekday() >= _SATURDAY
