"""Two readers of QR codes written by others, and what turns a PDF into pictures."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

_AROUND, _DARKER = 61, 3  # pixels, shades


def by_zbar(picture: Path) -> str:
    """What zbar finds; empty for nothing."""
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip()


def by_opencv(picture: Path) -> str:
    """What one of the two finders of OpenCV finds; empty for nothing."""
    pixels = cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        return ""
    finders = (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco())
    return next(filter(None, (one.detectAndDecode(pixels)[0] for one in finders)), "")


READERS = {"zbar": by_zbar, "opencv": by_opencv}


def looks(photo: Path) -> Iterator[Path]:
    """One frame, looked at more than once, as readers on phones do.

    As it is; at half its size, with less noise; and with every spot judged by its surroundings,
    which is how the light of a shadow or a stain is told from the black of the code.
    """
    yield photo
    pixels = np.asarray(cv2.imread(str(photo), cv2.IMREAD_GRAYSCALE))
    yield _kept(photo, "half", _scaled(pixels, 0.5))
    for scale in (1, 0.75):
        soft = cv2.GaussianBlur(_scaled(pixels, scale), (0, 0), 1)
        kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
        spots = cv2.adaptiveThreshold(soft, 255, *kind, _AROUND, _DARKER)
        yield _kept(photo, f"spots-{scale}", spots)


def _scaled(pixels: cv2.typing.MatLike, scale: float) -> cv2.typing.MatLike:
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _kept(photo: Path, kind: str, pixels: cv2.typing.MatLike) -> Path:
    file = photo.with_name(f"{photo.stem}-{kind}.png")
    cv2.imwrite(str(file), pixels)
    return file


def pages(document: Path, dpi: int = 200) -> Sequence[Path]:
    """Each page as poppler draws it, beside the document."""
    stem = document.with_suffix("")
    command = ["pdftoppm", "-gray", "-r", str(dpi), "-png", str(document), f"{stem}-page"]
    subprocess.run(command, capture_output=True, check=True)
    return sorted(document.parent.glob(f"{stem.name}-page*.png"))
