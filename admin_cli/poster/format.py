"""What a poster can be written as, and how large."""

from enum import StrEnum


class Format(StrEnum):
    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class Size(StrEnum):
    A4 = "a4"
    A5 = "a5"
    A6 = "a6"
    CARD = "kartu"
