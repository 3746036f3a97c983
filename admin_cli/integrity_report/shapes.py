"""The same numbers as JSON, and no others; these names stay."""

from dataclasses import asdict
from typing import Any

from admin_cli.integrity_report.figures import Account, Figures, Report
from survey_flows.quality.bursts import Burst
from survey_flows.quality.denominators import Rechecked
from survey_flows.quality.per_lokus import LEAST, Against

Shape = dict[str, Any]


def shape(report: Report) -> Shape:
    """Values are null where nothing was measured; `figures` is null below `least`."""
    return {
        "period": report.period.code,
        "least": LEAST,
        "lokus": [_account(one) for one in report.lokus],
    }


def _account(one: Account) -> Shape:
    return {
        "lokus": one.lokus.code,
        "name": one.lokus.name,
        "instansi": one.lokus.instansi.code,
        "n": one.n,
        "superseded": one.superseded,
        "figures": _figures(one.figures) if one.figures else None,
    }


def _figures(figures: Figures) -> Shape:
    flags = figures.flags
    return {
        "mean": figures.mean,
        "answers": {str(one): figures.answers.get(one, 0) for one in range(1, 6)},
        "days": {str(day): n for day, n in sorted(figures.days.items())},
        "hours": {f"{hour:02}": n for hour, n in sorted(figures.hours.items())},
        "totals": {str(total): n for total, n in sorted(figures.totals.items())},
        "seconds": sorted(figures.seconds),
        "burst": _burst(flags.burst),
        "largest_copy": flags.largest_copy,
        "sl_share": _against(flags.sl),
        "irv_share": _against(flags.irv),
        "fast_share": _against(flags.fast),
        "coverage": flags.coverage,
        "backcheck": _rechecked(flags.backcheck),
        "beyond": dict(figures.is_beyond),
        "responses_beyond": {flag: asdict(one) for flag, one in figures.marked.items()},
        "power": [asdict(one) for one in figures.power],
    }


def _burst(found: Burst | None) -> Shape | None:
    if found is None:
        return None
    return {**asdict(found), "day": str(found.day), "is_joint": found.is_joint}


def _against(found: Against | None) -> Shape | None:
    if found is None:
        return None
    return {"marked": found.share.marked, "n": found.share.n, "z": found.z}


def _rechecked(found: Rechecked | None) -> Shape | None:
    if found is None:
        return None
    shares = {"assisted_share": found.assisted_share, "staff_share": found.staff_share}
    return asdict(found) | shares
