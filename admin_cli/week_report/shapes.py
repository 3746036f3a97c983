"""The week as JSON: the same numbers as on paper, and no others; these names stay."""

from fractions import Fraction
from typing import Any

from admin_cli.week_report.counting import BANDS, Band
from admin_cli.week_report.release import LEAST, Figures, ItemMean, LokusWeek
from admin_cli.week_report.report import Report
from survey_flows.instrument import Instrument

Shape = dict[str, Any]


def shape(report: Report) -> Shape:
    """Values are null where they are not shown."""
    return {
        "week": str(report.week),
        "first_day": str(report.week.first_day),
        "last_day": str(report.week.last_day),
        "complete": report.is_over,
        "period": report.period.code,
        "least": LEAST,
        "n": report.n,
        "lokus_shown": len(report.shown),
        "index": _number(report.together.index if report.together else None),
        "trend": [
            {"week": str(one.week), "lokus": one.lokus, "index": _number(one.index)}
            for one in report.trend
        ],
        "marks": report.marks.shape(),
        "lokus": [_lokus(report.form, one) for one in report.lokus],
    }


def _lokus(form: Instrument, one: LokusWeek) -> Shape:
    return {
        "lokus": one.lokus.code,
        "name": one.lokus.name,
        "instansi": one.lokus.instansi.code,
        "n": one.n,
        "figures": _figures(form, one.figures) if one.figures else None,
        "n_period": one.so_far.n,
        "n_waiting": one.so_far.waiting,
        "index_period": _number(one.so_far.index),
        "trend": [
            {"week": str(point.week), "n": point.n, "index": _number(point.index)}
            for point in one.trend
        ],
    }


def _figures(form: Instrument, figures: Figures) -> Shape:
    return {
        "index": _number(figures.index),
        "items": [_item(one) for one in figures.items],
        "aspek": {one.name: _number(figures.aspek_mean(one)) for one in form.aspek},
        "days": list(figures.days),
        "hours": {_band(band): n for band, n in zip(BANDS, figures.bands, strict=True)},
    }


def _item(one: ItemMean) -> Shape:
    low, high = (one.interval.low, one.interval.high) if one.interval else (None, None)
    return {"item": one.item.fields[0].name, "mean": _number(one.mean), "low": low, "high": high}


def _band(band: Band) -> str:
    return f"{band.first:02}-{band.end:02}"


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
