"""What the report says, on paper and in the workbook, in Bahasa Indonesia."""

from fractions import Fraction

from admin_cli.week_report.counting import Band
from admin_cli.week_report.intervals import Interval
from admin_cli.week_report.release import LEAST
from bot.screens import day_text
from survey_flows.scoring import decimal_text
from survey_flows.weeks import Week

TITLE = "Laporan Mingguan PEKPPP"
SUBTITLE = "Penilaian masyarakat (F-03) dan isian mandiri (F-01)"
EVERYBODY = "semua instansi"
HIDDEN = f"kurang dari {LEAST} jawaban: tidak ditampilkan"
AT_LEAST = f"paling sedikit {LEAST} jawaban"
RUNNING = "minggu belum selesai: belum ditampilkan"
NOBODY = "belum ada jawaban"
NONE = "–"
DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")

INDEX = "Indeks F-03"
INDEX_SO_FAR = "Indeks F-03 sejak awal periode"
MEAN, LOW, HIGH = "Rata-rata", "Batas bawah 95%", "Batas atas 95%"
INTERVAL = "Rentang 95%"
STATES = {
    "not_opened": "belum dibuka",
    "draft": "sedang diisi",
    "sent": "dikirim",
    "reopened": "dibuka lagi",
}
PROVED, LACKING, DECLARED, OPTIONAL = (
    "ada",
    "belum ada",
    "dinyatakan tidak ada",
    "tidak ada (boleh kosong)",
)


def number(value: Fraction | float | None, places: int = 2) -> str:
    """With a decimal comma, half up; a dash for what is not shown.

    >>> number(Fraction(51, 14)), number(None)
    ('3,64', '–')
    """
    if value is None:
        return NONE
    return decimal_text(Fraction(value), places).replace(".", ",")


def interval_text(found: Interval | None) -> str:
    """Both ends.

    >>> interval_text(Interval(3.125, 4.5))
    '3,13 – 4,50'
    """
    return f"{number(found.low)} – {number(found.high)}" if found else NONE


def band_text(band: Band) -> str:
    """Such as "08–10"; the second hour is not in it."""
    return f"{band.first:02}–{band.end:02}"


def week_text(week: Week) -> str:
    """With its days: "2026-W47 (16 November 2026 s.d. 22 November 2026)"."""
    return f"{week} ({day_text(week.first_day)} s.d. {day_text(week.last_day)})"


def why_hidden(n: int, *, is_over: bool) -> str:
    """Why a lokus has no figures."""
    if not n:
        return NOBODY
    return HIDDEN if is_over else RUNNING
