"""The figures and the look, as Prometheus reads them; nothing is kept between two scrapes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.watch.figures import Figures
from bot.watch.lookout import Look
from storage.tallies import Tally

if TYPE_CHECKING:
    from prometheus_client.core import Metric


class _Seen(Collector):
    def __init__(self, look: Look, silence: float) -> None:
        self._look = look
        self._silence = silence

    def collect(self) -> "Iterator[Metric]":
        look = self._look
        yield _gauge("loket_poll_age_seconds", "Since Telegram answered a poll.", self._silence)
        yield _gauge("loket_database_up", "Whether it answers.", look.tally is not None)
        free = GaugeMetricFamily("loket_disk_free_bytes", "By what is kept there.", labels=["of"])
        for name, room in look.room.items():
            free.add_metric([name], room)
        yield free
        if look.backup_age is not None:
            yield _gauge("loket_backup_age_seconds", "Of the newest sound one.", look.backup_age)
        if look.tally is not None:
            yield from _of_database(look.tally)


def exposition(figures: Figures, look: Look) -> bytes:
    """The text format, version 0.0.4."""
    seen = CollectorRegistry()
    seen.register(_Seen(look, figures.silence))
    return generate_latest(figures.registry) + generate_latest(seen)


def _of_database(found: Tally) -> "Iterator[Metric]":
    yield _gauge("loket_parked_kept", "Updates put aside, kept nine days.", found.parked)
    yield _gauge("loket_evidence_waiting", "Files to be fetched.", found.files.waiting)
    yield _gauge("loket_evidence_retrying", "Of these, failed before.", found.files.retrying)
    yield _gauge("loket_evidence_lost", "Files that could not be had.", found.files.lost)
    pushes = found.pushes
    yield _gauge("loket_pushes_waiting", "Not there yet.", pushes.get("waiting", 0))
    yield _gauge("loket_pushes_overdue", "Failing for over a day.", pushes.get("overdue", 0))
    yield _gauge("loket_pushes_failed", "Refused or given up.", pushes.get("failed", 0))
    yield _gauge("loket_requests_pressing", "Of citizens, open for two days.", found.requests)
    about = "Sent, up to the last full hour."
    yield CounterMetricFamily("loket_responses", about, value=found.responses)


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)
