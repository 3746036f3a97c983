"""Faults on demand: each rule strikes a number of times or by chance, repeatable from its seed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.simulator.chance import Chance
from bot.simulator.refusals import ConnectionLost, Json, Refused, too_many_requests

BEFORE = ("400", "404", "429", "500", "502", "timeout", "disconnect")
AFTER = ("drop_reply",)
DELIVERY = ("duplicate", "reorder", "outage")
STREAM = ("cut", "stall", "short", "wrong_length", "trickle", "endless")
DOWNLOAD = "download"
WORDS = {
    "400": "Bad Request: wrong file_id or the file is temporarily unavailable",
    "404": "Not Found",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}


@dataclass
class Fault:
    kind: str
    method: str = "*"
    times: int | None = None
    probability: float = 1.0
    retry_after: int = 1
    seconds: float = 30.0
    size: int = 1000
    seed: int = 1
    struck: int = field(default=0, init=False)
    _chance: Chance = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.kind not in (*BEFORE, *AFTER, *DELIVERY, *STREAM):
            raise ValueError(f"unknown kind of fault: {self.kind}")
        self.times = None if self.times is None else int(self.times)
        self.probability, self.seconds = float(self.probability), float(self.seconds)
        self.retry_after, self.size = int(self.retry_after), int(self.size)
        self._chance = Chance(self.seed)

    def matches(self, method: str, kinds: tuple[str, ...]) -> bool:
        named = self.method == "*" or self.method.lower() == method.lower()
        return self.kind in kinds and named and not self.is_spent()

    def is_spent(self) -> bool:
        return self.times is not None and self.struck >= self.times

    def strikes(self) -> bool:
        hit = self._chance.random() < self.probability
        self.struck += hit
        return hit

    def shown(self) -> Json:
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}


class Faults:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.rules: list[Fault] = []
        self.outage_until = 0.0

    def add(self, fault: Fault) -> None:
        if fault.kind == "outage":
            self.outage_until = self._clock() + fault.seconds
        else:
            self.rules.append(fault)

    def clear(self) -> None:
        self.rules.clear()
        self.outage_until = 0.0

    def is_out(self) -> bool:
        return self._clock() < self.outage_until

    def before(self, method: str) -> None:
        """Raise what befalls a call before it has any effect."""
        if self.is_out():
            raise Refused(502, WORDS["502"])
        fault = self._struck(method, BEFORE)
        if fault is None:
            return
        if fault.kind == "429":
            raise too_many_requests(fault.retry_after)
        if fault.kind in WORDS:
            raise Refused(int(fault.kind), WORDS[fault.kind])
        raise ConnectionLost(fault.kind, fault.seconds if fault.kind == "timeout" else 0.0)

    def after(self, method: str) -> None:
        """Raise what befalls a call that has had its effect."""
        if self._struck(method, AFTER):
            raise ConnectionLost("drop_reply")

    def of_stream(self) -> Fault | None:
        """What befalls a file on its way."""
        return self._struck(DOWNLOAD, STREAM)

    def strikes(self, kind: str) -> bool:
        return self._struck("*", (kind,)) is not None

    def _struck(self, method: str, kinds: tuple[str, ...]) -> Fault | None:
        for fault in self.rules:
            if fault.matches(method, kinds) and fault.strikes():
                return fault
        return None
