"""What a poster says, in the words of the people who read it."""

from dataclasses import dataclass
from datetime import date

from admin_cli.poster.logo import Logo
from bot.screens import day_text

ASKED = "Bagaimana pelayanan di sini?"
PROMISE = ("Dijawab sendiri,", "tidak perlu nama")
STEPS = (
    "Pindai kode ini dengan kamera HP",
    "Telegram terbuka, tekan MULAI",
    "Jawab {items} pertanyaan, sekitar 2 menit",
)
SHORT_STEPS = ("Pindai kode ini", "Tekan MULAI di Telegram", "Jawab {items} pertanyaan")
CANNOT_SCAN = "Tidak bisa memindai? Cari @{bot} di Telegram, lalu kirim:"
SHORT_CANNOT_SCAN = "Tidak bisa memindai? Kirim ke @{bot} di Telegram:"
TYPED = "/start {payload}"
VALID = "Berlaku {days}"
SMALL_PRINT = "{lokus} · periode {period} · {form} versi {version} · no. {serial}"


@dataclass(frozen=True, slots=True)
class Form:
    """The form behind the code; `items` is how many answers it asks for."""

    form_id: str
    version: str
    items: int


@dataclass(frozen=True, slots=True)
class Poster:
    """What one poster says. `serial` tells which key and link were printed.

    `validity` is empty for a poster that is good for the whole period.
    """

    lokus: str
    lokus_name: str
    instansi_name: str
    link: str
    period: str
    serial: str
    form: Form
    logo: Logo | None = None
    validity: str = ""

    @property
    def bot(self) -> str:
        """The bot's name without @."""
        return self.link.partition("?")[0].rpartition("/")[2]

    @property
    def typed(self) -> str:
        """What Telegram itself sends when the code is scanned: it may be typed as well."""
        return TYPED.format(payload=self.link.rpartition("=")[2])

    @property
    def small_print(self) -> str:
        """Which poster this is, for whoever has to replace it."""
        return SMALL_PRINT.format(
            lokus=self.lokus,
            period=self.period,
            form=self.form.form_id,
            version=self.form.version,
            serial=self.serial,
        )


def validity_of(first: date, last: date) -> str:
    """Which days a poster is good for, no word said twice.

    >>> validity_of(date(2026, 11, 23), date(2026, 11, 29))
    'Berlaku 23–29 November 2026'
    >>> validity_of(date(2026, 12, 28), date(2027, 1, 3))
    'Berlaku 28 Desember 2026 – 3 Januari 2027'
    """
    begin, end = day_text(first), day_text(last)
    if (first.year, first.month) == (last.year, last.month):
        return VALID.format(days=f"{first.day}–{end}")
    if first.year == last.year:
        begin = begin.removesuffix(f" {first.year}")
    return VALID.format(days=f"{begin} – {end}")
