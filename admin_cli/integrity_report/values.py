"""Values as a reader of the paper sees them."""

from admin_cli.integrity_report import wording
from admin_cli.integrity_report.figures import Marked
from admin_cli.week_report.wording import number
from bot.screens import day_text
from survey_flows.quality.bursts import Burst
from survey_flows.quality.chance import DRAWS
from survey_flows.quality.denominators import Rechecked
from survey_flows.quality.per_lokus import Against, LokusFlags

_LEAST_P = 1 / (DRAWS + 1)
_LARGE_P = 0.1


def lokus_value(flags: LokusFlags, flag: str) -> str:
    """One value of a lokus."""
    if flag in {"burst_p", "joint_burst"}:
        return _burst(flags.burst, flag)
    if flag == "largest_copy":
        return f"{flags.largest_copy} jawaban"
    if flag == "coverage":
        return wording.NONE if flags.coverage is None else f"{percent(flags.coverage)}%"
    if flag == "backcheck":
        return _rechecked(flags.backcheck)
    kinds = {"sl_share_z": flags.sl, "irv_share_z": flags.irv, "fast_share_z": flags.fast}
    return _against(kinds[flag])


def share(found: Marked) -> str:
    """How many of how many."""
    return f"{found.beyond} dari {found.known}" if found.known else wording.NONE


def rate(value: float | None) -> str:
    """With one digit after the comma.

    >>> rate(0.0125), rate(None)
    ('1,3%', '–')
    """
    return wording.DASH if value is None else f"{number(100 * value, 1)}%"


def percent(value: float) -> str:
    """Without the sign.

    >>> percent(0.127)
    '13'
    """
    return f"{100 * value:.0f}"


def chance(p: float) -> str:
    """A p value.

    >>> chance(0.25), chance(0.0002)
    ('p = 0,25', 'p ≤ 0,0002')
    """
    if p <= _LEAST_P:
        return "p ≤ 0,0002"
    return f"p = {number(p, 2 if p >= _LARGE_P else 4)}"


def _burst(found: Burst | None, flag: str) -> str:
    if found is None:
        return wording.NONE
    if flag == "joint_burst":
        return wording.DASH if found.mean_p is None else f"nilai: {chance(found.mean_p)}"
    hour = f"{found.hour:02}–{found.hour + 1:02}"
    return f"{found.n} pada {day_text(found.day)}, {hour}; {chance(found.burst_p)}"


def _against(found: Against | None) -> str:
    if found is None:
        return wording.NONE
    z = wording.NO_PEERS if found.z is None else f"z = {number(found.z, 1)}"
    return f"{found.share.marked} dari {found.share.n}; {z}"


def _rechecked(found: Rechecked | None) -> str:
    if found is None:
        return wording.NONE
    return f"{found.staff} petugas, {found.assisted} dibantu, dari {found.answered} yang menjawab"
