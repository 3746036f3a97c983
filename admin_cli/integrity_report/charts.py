"""Five small charts: what was answered, on which days, at which hours, how high, how fast."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from matplotlib.axes import Axes

from admin_cli.integrity_report import wording
from admin_cli.integrity_report.figures import Figures
from admin_cli.week_report.charts import Chart, columns, drawing, plain_axes
from survey_flows.quality.rows import Opening

_ROOM = {"left": 0.03, "right": 0.99, "top": 0.94, "bottom": 0.08, "wspace": 0.12, "hspace": 0.55}
_STEP, _BINS = 7, 10
_SLOWEST = 300  # seconds; whoever takes longer is in the last column
_PALE = "0.85"


def panel(figures: Figures, opening: Opening, width: float, height: float) -> Chart:
    """Days over the whole width, the others below."""
    with drawing(width, height) as (figure, drawn):
        grid = figure.add_gridspec(2, 4, width_ratios=(1, 1.7, 1.3, 1.3), **_ROOM)
        _days(figure.add_subplot(grid[0, :]), figures.days)
        scale = range(1, 6)
        answers = [figures.answers.get(one, 0) for one in scale]
        columns(figure.add_subplot(grid[1, 0]), "Semua jawaban", list(map(str, scale)), answers)
        _hours(figure.add_subplot(grid[1, 1]), figures.hours, opening)
        _totals(figure.add_subplot(grid[1, 2]), figures.totals)
        _seconds(figure.add_subplot(grid[1, 3]), figures.seconds)
    return drawn[0]


def _days(axes: Axes, days: Mapping[date, int]) -> None:
    first, last = min(days), max(days)
    every = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    counts = [days.get(day, 0) for day in every]
    axes.bar(range(len(every)), counts, 0.8, facecolor=_PALE, edgecolor="black")
    step = max(len(every) // 10, 1)
    axes.set_xticks(range(0, len(every), step), [f"{day:%d-%m}" for day in every[::step]])
    axes.set_xlim(-0.7, max(len(every), _STEP) - 0.3)
    axes.set_title("Jawaban per hari")
    _counted(axes, counts)


def _hours(axes: Axes, hours: Mapping[int, int], opening: Opening) -> None:
    every = range(min(*hours, opening.first), max(*hours, opening.end - 1) + 1)
    columns(
        axes,
        "Jawaban per jam",
        [f"{one:02}" for one in every],
        [hours.get(one, 0) for one in every],
    )


def _totals(axes: Axes, totals: Mapping[int, int]) -> None:
    sums = [total for total, n in totals.items() for _ in range(n)]
    counts, *_ = axes.hist(sums, range(14, 75, 4), facecolor=_PALE, edgecolor="black")
    axes.set_xticks([14, 28, 42, 56, 70])
    axes.set_title("Jumlah nilai per jawaban")
    _counted(axes, [int(one) for one in counts])


def _seconds(axes: Axes, seconds: Sequence[int]) -> None:
    axes.set_title("Detik untuk 14 butir")
    if not seconds:
        axes.text(0.5, 0.5, wording.NONE, ha="center", va="center", transform=axes.transAxes)
        axes.set_xticks([])
        axes.set_yticks([])
        plain_axes(axes)
        return
    shown = [min(one, _SLOWEST) for one in seconds]
    counts, *_ = axes.hist(shown, range(0, _SLOWEST + 16, 15), facecolor=_PALE, edgecolor="black")
    axes.set_xticks(range(0, _SLOWEST + 1, 60))
    _counted(axes, [int(one) for one in counts])


def _counted(axes: Axes, counts: Sequence[int]) -> None:
    top = max(*counts, 1)
    axes.set_yticks([0, top])
    axes.set_ylim(0, top * 1.15)
    plain_axes(axes)
