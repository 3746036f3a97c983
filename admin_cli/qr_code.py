"""A QR code by itself: in the terminal, or as a small picture."""

import io
import sys


def echo_code(text: str) -> None:
    """Half-block characters on stdout, light on dark."""
    import qrcode

    drawing = qrcode.QRCode(border=2)
    drawing.add_data(text)
    drawing.print_ascii(out=sys.stdout, invert=True)


def can_echo_code() -> bool:
    """Whether somebody looks at stdout and it can show half a block."""
    return sys.stdout.isatty() and "utf" in (sys.stdout.encoding or "").lower()


def png(text: str) -> bytes:
    """The code as a PNG with its quiet zone."""
    import qrcode

    drawing = qrcode.QRCode(box_size=12, border=4)
    drawing.add_data(text)
    file = io.BytesIO()
    drawing.make_image().save(file, "PNG")
    return file.getvalue()
