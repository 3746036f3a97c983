"""What happens to a poster between the printer and the phone: dirt, angle, light, a shaky hand."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]
Points = NDArray[np.float64]

PHOTO = (1080, 1440)  # the preview in which a phone looks for codes
_TILT, _TURN = 30, 20  # degrees at most, towards each side
_FILLS = (0.45, 0.8)  # how much of the photo's width the code takes
_OFF = 50  # pixels from the middle at most
_TABLE = 120  # the grey around the sheet


@dataclass(frozen=True, slots=True)
class Square:
    """Where the dark part of the code is on the sheet, in pixels."""

    left: int
    top: int
    side: int

    @property
    def corners(self) -> Points:
        """From the left at the top, clockwise."""
        right, bottom = self.left + self.side, self.top + self.side
        top = [(self.left, self.top), (right, self.top)]
        return np.array([*top, (right, bottom), (self.left, bottom)], np.float64)


@dataclass(frozen=True, slots=True)
class Dirt:
    """`share` of the code is dirty; `hidden` of that is under specks, the rest is seen through."""

    share: float = 0.15
    hidden: float = 0.1


def photographed(sheet: Pixels, code: Square, dirt: Dirt, chance: Generator) -> bytes:
    """A JPEG of the sheet, as a phone sees it."""
    seen = _lit(_tilted(_soiled(sheet, code, dirt, chance), code, chance), chance)
    shaken = _shaken(_unsharp(seen, chance), chance)
    noisy = shaken + chance.normal(0, chance.uniform(2, 9), shaken.shape)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(40, 85))]
    return bytes(cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), quality)[1])


def _soiled(sheet: Pixels, code: Square, dirt: Dirt, chance: Generator) -> Pixels:
    """Stains anywhere on the code, the corners it is found by included."""
    soiled = sheet.astype(np.float32)
    square = soiled[code.top : code.top + code.side, code.left : code.left + code.side]
    clean = np.ones(square.shape, np.bool_)
    while (dirty := 1 - clean.mean()) < dirt.share:
        is_opaque = dirty < dirt.share * dirt.hidden
        stain = _stain(code.side, is_opaque, chance) & clean
        strength = 1.0 if is_opaque else chance.uniform(0.2, 0.6)
        square[stain] += strength * (chance.integers(30, 220) - square[stain])
        clean &= ~stain
    return soiled.astype(np.uint8)


def _stain(side: int, is_small: bool, chance: Generator) -> NDArray[np.bool_]:
    drawn = np.zeros((side, side), np.uint8)
    middle = [int(one) for one in chance.integers(0, side, 2)]
    # An opaque speck is up to 2.5 mm across at A6: what is larger, one sees through or wipes off.
    reach = (0.006, 0.02) if is_small else (0.03, 0.13)
    axes = [max(1, int(one)) for one in chance.uniform(*reach, 2) * side]
    cv2.ellipse(drawn, middle, axes, float(chance.uniform(0, 180)), 0, 360, 1, cv2.FILLED)
    return np.asarray(drawn == 1, np.bool_)


def _tilted(sheet: Pixels, code: Square, chance: Generator) -> Pixels:
    """Seen from an angle by somebody who points at the code, more or less."""
    high, wide = sheet.shape
    yaw, pitch = np.radians(chance.uniform(-_TILT, _TILT, 2))
    turned = _rotation(yaw, pitch, math.radians(chance.uniform(-_TURN, _TURN)))

    def seen(points: Points) -> Points:
        flat = points - (wide / 2, high / 2)
        solid = np.column_stack([flat, np.zeros(len(flat))]) @ turned.T
        return np.asarray(solid[:, :2] / (1 + solid[:, 2:] / (1.6 * high)), np.float64)

    square = seen(code.corners)
    scale = PHOTO[0] * chance.uniform(*_FILLS) / np.ptp(square[:, 0])
    shift = np.array(PHOTO) / 2 - scale * square.mean(axis=0) + chance.uniform(-_OFF, _OFF, 2)
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float64)
    there = (seen(corners) * scale + shift).astype(np.float32)
    lens = cv2.getPerspectiveTransform(corners.astype(np.float32), there)
    # The transform alone would drop pixels where it makes things smaller.
    soft = cv2.GaussianBlur(sheet, (0, 0), 0.6)
    return np.asarray(cv2.warpPerspective(soft, lens, PHOTO, borderValue=[_TABLE]), np.uint8)


def _rotation(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    around_x, _ = cv2.Rodrigues(np.array([pitch, 0, 0]))
    around_y, _ = cv2.Rodrigues(np.array([0, yaw, 0]))
    around_z, _ = cv2.Rodrigues(np.array([0, 0, roll]))
    return np.asarray(around_x @ around_y @ around_z, np.float64)


def _lit(photo: Pixels, chance: Generator) -> Plane:
    """Brighter on one side, with a shadow across and dull whites."""
    high, wide = photo.shape
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    angle = chance.uniform(0, 2 * math.pi)
    across = (x * math.cos(angle) / wide + y * math.sin(angle) / high).astype(np.float32)
    light = chance.uniform(0.7, 1.05) + chance.uniform(0.1, 0.45) * across
    edge = chance.uniform(-0.5, 1.0)
    shadow = 1 - chance.uniform(0, 0.45) / (1 + np.exp((across - edge) * 40))
    black = chance.uniform(5, 45)
    return np.asarray(black + photo * (light * shadow) * (235 - black) / 255, np.float32)


def _unsharp(photo: Plane, chance: Generator) -> Plane:
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), chance.uniform(0.5, 2.0)), np.float32)


def _shaken(photo: Plane, chance: Generator) -> Plane:
    """The hand moved while the picture was taken."""
    length = int(chance.integers(1, 9))
    trace = np.zeros((9, 9), np.float32)
    angle = chance.uniform(0, math.pi)
    step = (length * math.cos(angle) / 2, length * math.sin(angle) / 2)
    ends = [(round(4 + sign * step[0]), round(4 + sign * step[1])) for sign in (-1, 1)]
    cv2.line(trace, ends[0], ends[1], 1)
    return np.asarray(cv2.filter2D(photo, -1, trace / trace.sum()), np.float32)
