"""Which values lie beyond their threshold: what to read first, not what to believe."""

from collections.abc import Mapping

from survey_flows.quality import bursts, denominators, likeness, peers, timing, vectors
from survey_flows.quality.per_lokus import Against, LokusFlags
from survey_flows.quality.per_response import Flags
from survey_flows.quality.rows import Backcheck


def beyond(flags: Flags, items: int) -> Mapping[str, bool | None]:
    """By flag; None where there is no value. `items` is how many the form has."""
    return {
        "t_item_med": _below(flags.t_item_med, timing.SECONDS_PER_ITEM),
        "n_lt_1s": _above(flags.n_lt_1s, items / 2),
        "rsi": _above(flags.rsi, timing.RSI),
        "longstring": flags.longstring >= items / 2,
        "irv": _above(flags.irv, vectors.RANDOM_IRV),
        "maxmatch": None if flags.maxmatch is None else flags.maxmatch >= likeness.MAXMATCH,
        "dup_group": _copied(flags.dup_group, flags.irv),
        "outside_hours": flags.outside_hours,
        "staff_account": flags.staff_account,
        "backcheck": None if flags.backcheck is None else flags.backcheck is Backcheck.STAFF,
    }


def _copied(group: int | None, irv: float | None) -> bool | None:
    if group is None:
        return None
    return group >= likeness.COPIES and (irv or 0) >= likeness.VARIED_IRV


def beyond_lokus(flags: LokusFlags) -> Mapping[str, bool | None]:
    """By flag; None where there is no value."""
    found, asked = flags.burst, flags.backcheck
    return {
        "burst_p": None if found is None else found.burst_p < bursts.BURST_P,
        "joint_burst": None if found is None else found.is_joint,
        "largest_copy": flags.largest_copy >= likeness.COPIES,
        "sl_share_z": _far(flags.sl, peers.STRAIGHT_Z),
        "irv_share_z": _far(flags.irv, peers.ROBUST_Z),
        "fast_share_z": _far(flags.fast, peers.ROBUST_Z),
        "coverage": _uncovered(flags.coverage),
        "backcheck": None if asked is None else asked.staff > 0,
    }


def _far(found: Against | None, limit: float) -> bool | None:
    return None if found is None else _above(found.z, limit)


def _uncovered(share: float | None) -> bool | None:
    if share is None:
        return None
    return not denominators.LEAST_COVERAGE <= share <= denominators.MOST_COVERAGE


def _above(value: float | None, limit: float) -> bool | None:
    return None if value is None else value > limit


def _below(value: float | None, limit: float) -> bool | None:
    return None if value is None else value < limit
