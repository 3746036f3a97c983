"""How much a file may ask of us, and how the child holds itself to it."""

import resource

from bot.inspection.verdict import Kind

MIB = 1 << 20
LARGEST_FILE = 25 * MIB
ADDRESS_SPACE = 640 * MIB
CPU_SECONDS = 10
OPEN_FILES = 32
WALL_SECONDS = 20.0
LONGEST_ANSWER = 4096

MOST_PIXELS: dict[Kind, int] = {
    "jpeg": 120_000_000,
    "png": 50_500_000,
    "heic": 50_500_000,
    "webp": 32_000_000,
}
"""Measured so that decoding fits into the address space. Phones take JPEG up to 108 megapixels
(decoded at an eighth), HEIC up to 50; WebP needs 16 bytes a pixel."""

MOST_ENTRIES = 4_096
MOST_INFLATED = 256 * MIB
MOST_XML = 96 * MIB
DEEPEST_XML = 256
MOST_RATIO = 250
RATIO_MATTERS_FROM = 4 * MIB
DEEPEST_ARCHIVE = 1

MOST_PAGES = 5_000
MOST_PDF_OBJECTS = 200_000
MOST_PDF_STREAM = 256 * MIB
MOST_PDF_INFLATED = 1_024 * MIB


def confine() -> None:
    """Give up for good what a look into a file does not need."""
    bounds = {
        resource.RLIMIT_AS: ADDRESS_SPACE,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        hard = most + 1 if what == resource.RLIMIT_CPU else most  # first a signal that tells why
        resource.setrlimit(what, (most, hard))
