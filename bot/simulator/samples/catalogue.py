"""What the page offers under "Contoh berkas"."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import quote

from bot.simulator.media import Kind, mime_of
from bot.simulator.params import Upload
from bot.simulator.refusals import Json
from bot.simulator.samples import papers, scenes
from bot.simulator.samples.film import queue_film


@dataclass(frozen=True)
class Sample:
    name: str
    title: str
    kind: Kind
    make: Callable[[], bytes]


SAMPLES = (
    Sample(
        "maklumat.jpg", "Maklumat pelayanan", "photo", partial(scenes.photographed, scenes.promise)
    ),
    Sample(
        "ruang-tunggu.jpg",
        "Ruang tunggu",
        "photo",
        partial(scenes.photographed, scenes.waiting_room),
    ),
    Sample("jalur-landai.jpg", "Jalur landai", "photo", partial(scenes.photographed, scenes.ramp)),
    Sample("antrean.mp4", "Video antrean", "video", queue_film),
    Sample("SK standar pelayanan.pdf", "SK standar pelayanan", "document", papers.decree),
    Sample("SOP pelayanan.docx", "SOP pelayanan", "document", papers.procedure),
    Sample("Rekap antrean.xlsx", "Rekap antrean", "document", papers.table),
)


class NoSuchSample(LookupError):
    """The page offers no file of this name."""


def listed() -> list[Json]:
    """All of them, as the page shows them."""
    return [_shown(each, sample(each.name)) for each in SAMPLES]


def _shown(each: Sample, upload: Upload) -> Json:
    return {
        "name": each.name,
        "title": each.title,
        "kind": each.kind,
        "mime": upload.mime,
        "bytes": len(upload.content),
        "url": f"/sim/samples/{quote(each.name)}",
    }


@cache
def sample(name: str) -> Upload:
    """The sample file of this name, as somebody would upload it."""
    for each in SAMPLES:
        if each.name == name:
            content = each.make()
            return Upload(name, content, mime_of(Upload(name, content)))
    raise NoSuchSample(f"there is no sample {name}")
