"""The child that looks into files: it starts here, and takes a good file of every kind."""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path

from admin_cli.checks.finding import Finding, fail, failed, ok
from bot.inspection.inspector import InspectorUnavailable, inspect
from bot.inspection.verdict import Fine, Kind, Verdict
from bot.simulator.samples import papers
from bot.simulator.samples.film import queue_film

_AT_ONCE = 2
_SIZE = (64, 48)
_CURE = "install the program again; under systemd or Docker use the files in deploy/ as they are"


async def inspection() -> AsyncIterator[Finding]:
    """Each kind has libraries of its own, and limits that a container may have narrowed."""
    try:
        verdicts = await _verdicts()
    except InspectorUnavailable as error:
        yield failed("inspection", error)
        return
    refused = {kind: said for kind, said in verdicts.items() if not isinstance(said, Fine)}
    if refused:
        listed = ", ".join(f"{kind} ({said.reason})" for kind, said in refused.items())
        yield fail("inspection", f"good files are refused: {listed}", _CURE)
    else:
        yield ok("inspection", f"takes {', '.join(verdicts)}")


async def _verdicts() -> Mapping[Kind, Verdict]:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def judged(path: Path) -> Verdict:
        async with gate:
            return await inspect(path)

    with tempfile.TemporaryDirectory(prefix="loket-doctor-") as folder:
        paths = {kind: Path(folder) / kind for kind in _SAMPLES}
        for kind, path in paths.items():
            path.write_bytes(_SAMPLES[kind]())
        said = await asyncio.gather(*map(judged, paths.values()))
    return dict(zip(paths, said, strict=True))


def _picture(form: str) -> bytes:
    from PIL import Image
    from pillow_heif import register_heif_opener

    register_heif_opener()
    made = io.BytesIO()
    Image.radial_gradient("L").resize(_SIZE).convert("RGB").save(made, form)
    return made.getvalue()


_SAMPLES: Mapping[Kind, Callable[[], bytes]] = {
    "jpeg": partial(_picture, "JPEG"),
    "png": partial(_picture, "PNG"),
    "webp": partial(_picture, "WEBP"),
    "heic": partial(_picture, "HEIF"),
    "pdf": papers.decree,
    "docx": papers.procedure,
    "xlsx": papers.table,
    "mp4": queue_film,
}
