"""Headers as Standard Webhooks has them: who sent this body, which message it is, and when."""

import base64
import hmac
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from admin_cli.pushing.parcel import Parcel

CHUNK = 1 << 16


def headers(secret: bytes, parcel: Parcel, timestamp: int) -> Mapping[str, str]:
    """The digest of the manifest is the id: the same bundle is the same message for ever."""
    named = (parcel.manifest, timestamp)
    return {
        "content-type": "application/zip",
        "content-disposition": f'attachment; filename="{parcel.file.name}"',
        "content-length": str(parcel.size),
        "webhook-id": parcel.manifest,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, *named, chunks(parcel.file)),
    }


def signature(secret: bytes, message: str, timestamp: int, body: Iterable[bytes]) -> str:
    """`v1,` and the HMAC-SHA256 of id, timestamp and body in base64.

    >>> signature(bytes(24), "msg", 1, [b"{}"])
    'v1,LdLRKEz1ALCHKZF6Qi2p+u4+HBMDnnlkkitMWzll7Xw='
    """
    counted = hmac.new(secret, f"{message}.{timestamp}.".encode(), "sha256")
    for chunk in body:
        counted.update(chunk)
    return "v1," + base64.b64encode(counted.digest()).decode()


def chunks(file: Path) -> Iterator[bytes]:
    """The file, a piece at a time."""
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            yield chunk
