"""What a poster can be written as."""

from enum import StrEnum


class Format(StrEnum):
    PNG = "png"
    SVG = "svg"
