"""Posters as they hang on the wall: printed at A6, soiled, photographed at an angle, and read.

`python -m tests.posters.campaign` prints one closing line. 400 posters are drawn as PNG and bound
as a PDF; each must be read in both by two readers written by others. Then 1,000 photos of them are
made up (tests/posters/spoiling.py), of which at least one reader must read 98 in a hundred.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import cv2
import numpy as np

from admin_cli.poster.format import Format, Size
from admin_cli.poster.marks import QUIET, code
from admin_cli.poster.portrait import CODE_SIDE
from admin_cli.posters import Edition, Printed, Signer, bind, print_all
from storage.periods import Period
from storage.places import Instansi, Lokus
from tests.posters.readers import READERS, looks, pages
from tests.posters.spoiling import Dirt, Pixels, Square, photographed

LEAST = 0.98
WORDS = [
    "Dinas",
    "Puskesmas",
    "Kelurahan",
    "Melati",
    "Pelayanan",
    "Satu",
    "Pintu",
    "<&>",
    "é",
    "🏥",
]
Found = Mapping[str, bool]
Reader = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo to be made and read."""

    number: int
    poster: Printed
    seed: int
    dirt: Dirt


def main(words: Sequence[str] | None = None) -> int:
    """0 only if every poster and enough of the photos were read."""
    given = _arguments(words)
    began = time.monotonic()
    alone = partial(cv2.setNumThreads, 1)
    with (
        tempfile.TemporaryDirectory(prefix="posters-") as name,
        ProcessPoolExecutor(given.workers, get_context("spawn"), initializer=alone) as pool,
    ):
        posters = _posters(given.posters, given.seed, Path(name))
        sheets = list(pool.map(_read_sheet, posters))
        bound = list(pool.map(_read_page, posters, _pages(posters, given.seed, Path(name))))
        photos = [
            Photo(
                number, posters[number % len(posters)], given.seed, Dirt(given.dirt, given.hidden)
            )
            for number in range(given.photos)
        ]
        seen = list(pool.map(_read_photo, photos, chunksize=4))
    return _close(given, [sheets, bound], seen, time.monotonic() - began)


def _close(
    given: argparse.Namespace, clean: Sequence[Sequence[Found]], seen: Sequence[Found], took: float
) -> int:
    whole = [sum(all(one.values()) for one in found) for found in clean]
    read = sum(any(one.values()) for one in seen)
    each = ", ".join(f"{name} {sum(one[name] for one in seen)}" for name in READERS)
    closing = (
        f"A6 posters {given.posters} · read by both: PNG {whole[0]}, PDF {whole[1]}"
        f" · photos {given.photos} with {given.dirt:.0%} dirt · read {read}"
        f" = {read / given.photos:.1%} ({each}) · seed {given.seed} · {took:.0f} s"
    )
    sys.stdout.write(f"{closing}\n")
    is_enough = read >= LEAST * given.photos and min(whole) == given.posters
    return 0 if is_enough else 1


def _posters(count: int, seed: int, folder: Path) -> Sequence[Printed]:
    return print_all(_lokus(count, seed), _signer(), Edition(Format.PNG, Size.A6), folder)


def _pages(posters: Sequence[Printed], seed: int, folder: Path) -> Sequence[Path]:
    edition = Edition(Format.PDF, Size.A6)
    return pages(bind(_lokus(len(posters), seed), _signer(), edition, folder))


def _signer() -> Signer:
    period = Period(1, "2026", date(2026, 1, 1), date(2026, 12, 31), None, "")
    return Signer("suaraloket_demo_bot", period, 1, b"k" * 32)


def _lokus(count: int, seed: int) -> Sequence[Lokus]:
    chance = Random(seed)
    owner = Instansi(1, "kota", "Pemerintah Kota Contoh", "Asia/Makassar")
    names = [" ".join(chance.choices(WORDS, k=chance.randint(1, 25)))[:200] for _ in range(count)]
    return [Lokus(number, f"{number:04}", name, owner) for number, name in enumerate(names, 1)]


def _read_sheet(poster: Printed) -> Found:
    return _read_page(poster, poster.file)


def _read_page(poster: Printed, page: Path) -> Found:
    return {name: read(page) == poster.link for name, read in READERS.items()}


def _read_photo(photo: Photo) -> Found:
    """As it is, and at half its size."""
    chance = np.random.default_rng([photo.seed, photo.number])
    sheet = np.asarray(cv2.imread(str(photo.poster.file), cv2.IMREAD_GRAYSCALE), np.uint8)
    with tempfile.TemporaryDirectory(dir=photo.poster.file.parent) as name:
        taken = Path(name) / "photo.jpg"
        square = _square(sheet, photo.poster.link)
        taken.write_bytes(photographed(sheet, square, photo.dirt, chance))
        return {name: photo.poster.link in _looks(read, taken) for name, read in READERS.items()}


def _looks(read: Reader, photo: Path) -> Iterator[str]:
    yield from map(read, looks(photo))


def _square(sheet: Pixels, link: str) -> Square:
    """Measured on the sheet: the code is the only thing dark in the middle columns there."""
    modules = len(code(link, 0, 0, CODE_SIDE).rows)
    side = int(CODE_SIDE * sheet.shape[1] / 1748 // (modules + 2 * QUIET)) * modules
    left = round((sheet.shape[1] - side) / 2)
    below = int(sheet.shape[0] * 0.3)
    dark = np.flatnonzero((sheet[below:, left : left + side // 8] < 128).any(axis=1))
    return Square(left, below + int(dark[0]), side)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.posters.campaign", description=__doc__)
    parser.add_argument("--posters", type=int, default=400)
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--dirt", type=float, default=0.15, help="share of the code under dirt")
    parser.add_argument("--hidden", type=float, default=0.1, help="share of dirt not seen through")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
