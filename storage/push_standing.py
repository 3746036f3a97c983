"""How a push stands, and when it is tried again: read off the attempts, stored nowhere."""

from typing import Literal

from storage.pushes import Push

State = Literal["delivered", "refused", "pending", "given_up"]

_HOUR = 3600
SOONEST, LATEST, LIMIT = 60, 12 * _HOUR, 7 * 24 * _HOUR


def state(push: Push, now: int) -> State:
    """What was delivered once stays delivered."""
    outcomes = [one.receipt.outcome for one in push.attempts if one.receipt]
    if "delivered" in outcomes:
        return "delivered"
    if push.attempts and push.attempts[-1].receipt and outcomes[-1] == "refused":
        return "refused"
    return "pending" if now < push.asked.asked_at + LIMIT else "given_up"


def due_at(push: Push) -> int:
    """The longer it has been in vain, the longer the pause: half that time."""
    if not push.attempts:
        return push.asked.asked_at
    last = push.attempts[-1].begun_at
    return last + min(max(SOONEST, (last - push.asked.asked_at) // 2), LATEST)


def is_due(push: Push, now: int) -> bool:
    """Whether `loket export push --pending` tries it now."""
    return state(push, now) == "pending" and due_at(push) <= now
