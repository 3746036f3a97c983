"""What the responses of a lokus are held against: its visitors, and what citizens said later."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from survey_flows.quality.rows import Backcheck

LEAST_COVERAGE, MOST_COVERAGE = 0.2, 1.0


@dataclass(frozen=True, slots=True)
class Given:
    """Of a lokus and period: tickets issued, and visitors the office reports. None: not known."""

    tickets: int | None = None
    visitors: int | None = None


def coverage(n: int, given: Given) -> float | None:
    """Responses / tickets issued, or else / visitors reported.

    Threshold: below 20 % (who was not asked?) or above 100 % (who answered?). Ours: a denominator
    is what defeats handing the link to happy people only.

    >>> coverage(30, Given(tickets=120)), coverage(30, Given(None, 20)), coverage(30, Given())
    (0.25, 1.5, None)
    """
    whole = given.visitors if given.tickets is None else given.tickets
    return n / whole if whole else None


@dataclass(frozen=True, slots=True)
class Rechecked:
    """The back-check of a lokus: asked, of these answered, of these with help or by staff.

    Threshold: any answer "staff" is to be followed up; the shares have none. Source: back-checks
    of J-PAL, IPA and DIME. Who fears reprisal says "self".
    """

    asked: int
    answered: int
    assisted: int
    staff: int

    @property
    def assisted_share(self) -> float | None:
        """Of those who answered."""
        return self.assisted / self.answered if self.answered else None

    @property
    def staff_share(self) -> float | None:
        """Of those who answered."""
        return self.staff / self.answered if self.answered else None


def rechecked(every: Iterable[Backcheck | None]) -> Rechecked | None:
    """None where nothing is known of any response.

    >>> rechecked([Backcheck.SELF, Backcheck.STAFF, Backcheck.ASKED, Backcheck.NONE])
    Rechecked(asked=3, answered=2, assisted=0, staff=1)
    """
    counts = Counter(one for one in every if one is not None)
    if not counts:
        return None
    assisted, staff = counts[Backcheck.ASSISTED], counts[Backcheck.STAFF]
    answered = counts[Backcheck.SELF] + assisted + staff
    return Rechecked(answered + counts[Backcheck.ASKED], answered, assisted, staff)
