"""All flags of each lokus and period. Computed from the responses that stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from survey_flows.quality import likeness, timing, vectors
from survey_flows.quality.bursts import Burst, burst
from survey_flows.quality.denominators import Given, Rechecked, coverage, rechecked
from survey_flows.quality.peers import Share, share_z
from survey_flows.quality.per_response import by_lokus
from survey_flows.quality.rows import Opening, Row

LEAST = 10
UNKNOWN = Given()
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Against:
    """A share of the lokus, and its robust z against the peers; z is None for too few peers."""

    share: Share
    z: float | None


@dataclass(frozen=True, slots=True)
class LokusFlags:
    """Of one lokus and period. `n` stand; shares are None where no row says anything.

    sl: straight lines. irv: spread above 1.3. fast: median gap under 2 s, of those with a clock.
    """

    n: int
    superseded: int
    burst: Burst | None
    largest_copy: int
    sl: Against | None
    irv: Against | None
    fast: Against | None
    coverage: float | None
    backcheck: Rechecked | None


def _straight(row: Row) -> bool | None:
    return vectors.is_straight(row.answers)


def _random(row: Row) -> bool | None:
    spread = vectors.irv(row.answers)
    return None if spread is None else spread > vectors.RANDOM_IRV


def _fast(row: Row) -> bool | None:
    gap = timing.pace(row.measures).item_median
    return None if gap is None else gap < timing.SECONDS_PER_ITEM


def lokus_flags(
    rows: Sequence[Row], opening: Opening, given: Mapping[Place, Given] | None = None
) -> dict[Place, LokusFlags]:
    """By lokus and period; the other lokus of the period with 10 responses or more are its peers.

    Chance is drawn from a seed that is the place: the same rows give the same values.
    """
    every, known = by_lokus(rows), given or {}
    stands = {place: _standing(here) for place, here in every.items()}
    kinds = {kind: _against(stands, kind) for kind in (_straight, _random, _fast)}
    return {
        place: LokusFlags(
            n=len(here),
            superseded=len(every[place]) - len(here),
            burst=burst(here, opening, "|".join(place)),
            largest_copy=likeness.largest_copy([row.answers for row in here]),
            sl=kinds[_straight][place],
            irv=kinds[_random][place],
            fast=kinds[_fast][place],
            coverage=coverage(len(here), known.get(place, UNKNOWN)),
            backcheck=rechecked(row.marks.backcheck for row in here),
        )
        for place, here in stands.items()
    }


def _standing(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not row.marks.superseded]


def _against(
    stands: Mapping[Place, Sequence[Row]], kind: Callable[[Row], bool | None]
) -> dict[Place, Against | None]:
    shares = {place: _share(here, kind) for place, here in stands.items()}
    found: dict[Place, Against | None] = {}
    for place, own in shares.items():
        peers = [
            share
            for other, share in shares.items()
            if other != place and other[1] == place[1] and share.n >= LEAST
        ]
        found[place] = Against(own, share_z(own, peers)) if own.n else None
    return found


def _share(rows: Sequence[Row], kind: Callable[[Row], bool | None]) -> Share:
    said = [one for one in map(kind, rows) if one is not None]
    return Share(sum(said), len(said))
