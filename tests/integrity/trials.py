"""One lokus after another, honest or stuffed, and how often each flag lies beyond its threshold."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from unittest.mock import patch

import numpy as np

from survey_flows.quality import bursts
from survey_flows.quality.beyond import beyond, beyond_lokus
from survey_flows.quality.peers import Share, share_z
from survey_flows.quality.per_lokus import Against, LokusFlags, lokus_flags
from survey_flows.quality.per_response import flags_of
from survey_flows.quality.rows import Opening, Row
from tests.integrity.frauds import FRAUDS
from tests.integrity.honest import ITEMS, Chance, office, people

HONEST = "honest"
SHARES = (0.1, 0.2, 0.3)
NEVER_SIMULATED = {"coverage", "backcheck", "outside_hours", "staff_account"}
PEERS, POOL, NEIGHBOURS = 20, 100, 100
CERTAIN = 20
CLOSELY = 20  # rounds whose responses are looked at one by one
OPENING = Opening()

Rates = dict[str, float]
Beyond = Mapping[str, bool | None]


@dataclass(frozen=True)
class Setting:
    """`n` responses altogether, of which the fraud makes a share; honest ones have the mean."""

    n: int
    mean: float
    fraud: str
    share: float
    rounds: int

    @property
    def false(self) -> int:
        """How many responses are."""
        return round(self.n * self.share)

    @property
    def chance(self) -> Chance:
        """The same setting plays the same game."""
        kinds = [HONEST, *FRAUDS]
        return np.random.default_rng(
            [self.n, round(self.mean * 10), kinds.index(self.fraud), round(self.share * 10)]
        )


@dataclass(frozen=True)
class Outcome:
    """Shares beyond the threshold: of lokus, and of the honest or else the false responses."""

    setting: Setting
    lokus: Rates
    responses: Rates


_drawn = cache(bursts.burst_p)


def known(most: int, n: int, hours: int, seed: str) -> float:
    """The same value, drawn once; an hour of 20 is as good as impossible at these n."""
    return _drawn(min(most, CERTAIN), n, hours, seed)


@dataclass(frozen=True)
class _Game:
    rows: Sequence[Row]
    beyond: Beyond


def play(setting: Setting) -> Outcome:
    """All rounds of one setting."""
    chance = setting.chance
    with patch.object(bursts, "burst_p", known):
        games = [_game(chance, setting) for _ in range(setting.rounds)]
        alone = [one for game in games[:CLOSELY] for one in _single(chance, setting, game.rows)]
    return Outcome(setting, _rates([game.beyond for game in games]), _rates(alone))


def _game(chance: Chance, setting: Setting) -> _Game:
    place = office(chance, setting.mean)
    honest = people(chance, place, setting.n - setting.false)
    every = [*_false(chance, setting), *honest]
    rows = [replace(one, response_id=str(at)) for at, one in enumerate(every)]
    pool = _pool(setting.n, setting.mean)
    peers = [pool[at] for at in chance.choice(POOL, PEERS, replace=False)]
    return _Game(rows, beyond_lokus(_among(_alone(rows), peers)))


@cache
def _pool(n: int, mean: float) -> list[LokusFlags]:
    """Honest lokus to draw peers from."""
    chance = np.random.default_rng([n, round(mean * 10)])
    return [_alone(people(chance, office(chance, mean), n)) for _ in range(POOL)]


def _false(chance: Chance, setting: Setting) -> list[Row]:
    if not setting.false:
        return []
    return FRAUDS[setting.fraud](chance, office(chance, setting.mean), setting.false)


def _single(chance: Chance, setting: Setting, rows: Sequence[Row]) -> Iterator[Beyond]:
    """The false ones, or all. Speed is held against another lokus, too: many are pooled."""
    neighbours = people(chance, office(chance, setting.mean), NEIGHBOURS)
    named = [replace(one, lokus="next", response_id=f"n{at}") for at, one in enumerate(neighbours)]
    found = flags_of([*rows, *named], OPENING)
    for row in rows[: setting.false or None]:
        yield beyond(found[row.response_id], ITEMS)


def _alone(every: Sequence[Row]) -> LokusFlags:
    (found,) = lokus_flags(every, OPENING).values()
    return found


def _among(flags: LokusFlags, peers: Sequence[LokusFlags]) -> LokusFlags:
    sl, spread, fast = (_against(flags, peers, kind) for kind in ("sl", "irv", "fast"))
    return replace(flags, sl=sl, irv=spread, fast=fast)


def _against(flags: LokusFlags, peers: Sequence[LokusFlags], kind: str) -> Against:
    own: Share = getattr(flags, kind).share
    return Against(own, share_z(own, [getattr(one, kind).share for one in peers]))


def _rates(every: Sequence[Beyond]) -> Rates:
    counts, marked = Counter[str](), Counter[str]()
    for one in every:
        said = {flag: is_beyond for flag, is_beyond in one.items() if is_beyond is not None}
        counts.update(said.keys())
        marked.update(flag for flag, is_beyond in said.items() if is_beyond)
    return {flag: marked[flag] / n for flag, n in counts.items() if flag not in NEVER_SIMULATED}
