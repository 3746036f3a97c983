"""Charts for paper: black on white, told apart by hatches and marks, never by colour."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from fractions import Fraction

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from PIL import Image

from admin_cli.week_report import wording
from admin_cli.week_report.counting import BANDS
from admin_cli.week_report.release import Figures
from survey_flows.instrument import Aspek

_DOTS = 200  # per inch
_INCH = 72.0
_FEW = 6  # weeks whose words fit side by side
_GREYS = 16
_SCALE = (1.0, 5.0)
_ROOM = {"left": 0.055, "right": 0.995, "top": 0.94, "bottom": 0.12, "wspace": 0.17, "hspace": 0.75}
_LINE = "0.45"
_HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "++++", "oo")


@dataclass(frozen=True, slots=True)
class Chart:
    """A PNG, and how large it is printed, in points."""

    png: bytes
    width: float
    height: float


Trend = Sequence[tuple[str, Fraction | None]]


def panel(figures: Figures, trend: Trend, width: float, height: float) -> Chart:
    """The items at the left; days, hours and weeks at the right."""
    with drawing(width, height) as (figure, drawn):
        grid = figure.add_gridspec(3, 2, width_ratios=(1.45, 1), **_ROOM)
        _items(figure.add_subplot(grid[:, 0]), figures)
        columns(figure.add_subplot(grid[0, 1]), "Jawaban per hari", wording.DAYS, figures.days)
        bands = [wording.band_text(one) for one in BANDS]
        columns(figure.add_subplot(grid[1, 1]), "Jawaban per jam", bands, figures.bands)
        _trend(figure.add_subplot(grid[2, 1]), trend)
        _legend(figure, [one.aspek for one in figures.items])
    return drawn[0]


def ranking(rows: Sequence[tuple[str, Fraction]], width: float) -> Chart:
    """One line per lokus, the highest index on top."""
    height = 30 + 11.5 * len(rows)
    with drawing(width, height) as (figure, drawn):
        axes = figure.add_axes((0.36, 20 / height, 0.62, 1 - 30 / height))
        places = range(len(rows))
        values = [float(value) for _, value in rows]
        axes.hlines(places, _SCALE[0], values, colors="black", linewidth=0.6)
        axes.plot(values, places, "o", color="black", markersize=3.5)
        _lying(axes, [name for name, _ in rows])
        for place, value in enumerate(values):
            axes.text(value + 0.05, place, wording.number(rows[place][1]), va="center")
    return drawn[0]


@contextmanager
def drawing(width: float, height: float) -> Iterator[tuple[Figure, list[Chart]]]:
    """A figure to draw on; what comes of it is in the list afterwards."""
    drawn: list[Chart] = []
    with _styled(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name may hold signs that the face lacks
        figure = Figure((width / _INCH, height / _INCH), _DOTS)
        yield figure, drawn
        drawn.append(Chart(_png(figure), width, height))


def _styled() -> AbstractContextManager[None]:
    return mpl.rc_context(
        {
            "font.family": "DejaVu Sans",
            "font.size": 6.5,
            "axes.titlesize": 7.5,
            "axes.titleweight": "bold",
            "axes.linewidth": 0.6,
            "hatch.linewidth": 0.5,
            "text.parse_math": False,  # a name may have a dollar sign in it
            "text.usetex": False,
            "path.simplify": False,
        }
    )


def _png(figure: Figure) -> bytes:
    """Sixteen greys and no metadata: small, and the same bytes for the same drawing."""
    drawn, file = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=_DOTS)
    pixels = Image.open(drawn).convert("L").quantize(_GREYS).convert("L")
    pixels.save(file, "PNG")
    return file.getvalue()


def _items(axes: Axes, figures: Figures) -> None:
    aspek = list(dict.fromkeys(one.aspek.name for one in figures.items))
    for place, one in enumerate(figures.items):
        mean = float(one.mean)
        hatch = _HATCHES[aspek.index(one.aspek.name) % len(_HATCHES)]
        axes.barh(place, mean - _SCALE[0], 0.7, _SCALE[0], fc="white", ec=_LINE, hatch=hatch)
        if one.interval:
            ends = [[mean - one.interval.low], [one.interval.high - mean]]
            axes.errorbar(
                mean, place, xerr=ends, color="black", capsize=2.5, capthick=1, elinewidth=1.3
            )
        axes.text(_SCALE[1] + 0.06, place, wording.number(one.mean), va="center")
    _lying(axes, [one.item.code for one in figures.items])
    axes.set_title("Rata-rata per butir" + (" dan rentang 95%" if _has_spans(figures) else ""))


def _has_spans(figures: Figures) -> bool:
    return any(one.interval for one in figures.items)


def _legend(figure: Figure, every: Sequence[Aspek]) -> None:
    labels = list(dict.fromkeys(one.label for one in every))
    marks = [
        Patch(facecolor="white", edgecolor=_LINE, hatch=_HATCHES[at % len(_HATCHES)], label=label)
        for at, label in enumerate(labels)
    ]
    figure.legend(
        handles=marks,
        loc="lower center",
        ncols=len(marks),
        frameon=False,
        fontsize=6,
        handlelength=1.6,
        columnspacing=1.2,
    )


def _lying(axes: Axes, labels: Sequence[str]) -> None:
    """From top to bottom, on the scale of the form."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(_SCALE[0], _SCALE[1] + 0.35)
    axes.set_xticks(range(1, 6))
    axes.grid(visible=True, axis="x", linewidth=0.3, color="0.7")
    plain_axes(axes)


def columns(axes: Axes, title: str, labels: Sequence[str], values: Sequence[int]) -> None:
    bars = axes.bar(range(len(labels)), values, 0.7, facecolor="0.85", edgecolor="black")
    axes.bar_label(bars, padding=1)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_ylim(0, max(*values, 1) * 1.25)
    axes.set_yticks([])
    axes.set_title(title)
    plain_axes(axes)


def _trend(axes: Axes, trend: Trend) -> None:
    values = [float("nan") if value is None else float(value) for _, value in trend]
    axes.plot(range(len(values)), values, "o-", color="black", mfc="white", markersize=4, lw=1)
    named = _named(len(trend))
    for place in named:
        if (value := trend[place][1]) is not None:
            axes.annotate(
                wording.number(value),
                (place, float(value)),
                (0, 5),
                textcoords="offset points",
                ha="center",
            )
    axes.set_xticks(named, [trend[place][0] for place in named])
    axes.set_xlim(-0.6, len(trend) - 0.4)
    axes.set_ylim(_SCALE[0], _SCALE[1] + 0.6)
    axes.set_yticks(range(1, 6))
    axes.grid(visible=True, axis="y", linewidth=0.3, color="0.7")
    axes.set_title("Indeks F-03 per minggu")
    plain_axes(axes)


def _named(weeks: int) -> range:
    """Which weeks have words: the newest, and of many every second one, or they would touch.

    >>> list(_named(3)), list(_named(8))
    ([2, 1, 0], [7, 5, 3, 1])
    """
    return range(weeks - 1, -1, -1 if weeks <= _FEW else -2)


def plain_axes(axes: Axes) -> None:
    axes.set_axisbelow(True)
    axes.tick_params(length=2, width=0.5)
    axes.spines[["top", "right"]].set_visible(False)
