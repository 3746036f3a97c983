"""Index F-03 as Peraturan Wali Kota Samarinda 38/2023 computes it (annex, "Perhitungan Indeks")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(slots=True)
class Tally:
    """Running sums of one lokus: exact, so that the order of the responses cannot matter."""

    items: Sequence[str]
    n: int = 0
    sums: dict[str, int] = field(default_factory=dict)

    def add(self, answers: Mapping[str, str]) -> None:
        """Count one complete response; a missing item is a KeyError, never a silent zero."""
        for item in self.items:
            self.sums[item] = self.sums.get(item, 0) + int(answers[item])
        self.n += 1

    @property
    def means(self) -> dict[str, Fraction]:
        """Nilai per indikator F03 = jumlah Nilai F03 / n; empty while nobody has answered."""
        return {item: Fraction(self.sums[item], self.n) for item in self.items} if self.n else {}

    @property
    def index(self) -> Fraction | None:
        """Nilai Indeks F03 = jumlah Nilai per indikator F03 / n: the plain mean of the means."""
        means = self.means
        return sum(means.values(), Fraction()) / len(means) if means else None


def tally(items: Sequence[str], responses: Iterable[Mapping[str, str]]) -> Tally:
    """Count responses.

    >>> counted = tally(["i01", "i02"], [{"i01": "4", "i02": "5"}, {"i01": "2", "i02": "4"}])
    >>> counted.n, counted.means["i01"], counted.index
    (2, Fraction(3, 1), Fraction(15, 4))
    """
    counted = Tally(items)
    for answers in responses:
        counted.add(answers)
    return counted


def decimal_text(value: Fraction, places: int = 10) -> str:
    """Exact rounding, half up, with a fixed number of places: the same bytes on every machine.

    >>> decimal_text(Fraction(51, 14))
    '3.6428571429'
    """
    scaled = (value * 10**places * 2 + 1) // 2
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}"
