"""Pictures made on the spot."""

import io

from PIL import Image


def jpeg(width: int, height: int, colour: str = "teal") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "JPEG")
    return written.getvalue()
