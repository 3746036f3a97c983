"""The first bytes say what a file claims to be; a name or a declared type is never asked."""

from bot.inspection.verdict import Kind, Suspect

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n\x00"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_HEIF_BRANDS = {b"mif1", b"msf1"}
_VIDEO_BRANDS = {
    **dict.fromkeys((b"isom", b"mp41", b"mp42", b"mp71", b"avc1", b"dash", b"MSNV"), "mp4"),
    **dict.fromkeys((b"iso%d" % number for number in range(2, 10)), "mp4"),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP", b"XAVC", b"mmp4", b"f4v "), "mp4"),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3g2a"), "3gp"),
    b"qt  ": "mov",
}


def sniffed(data: bytes) -> Kind | None:
    r"""The kind a file claims by its magic bytes; a zip claims `docx`, whichever it may be.

    >>> sniffed(b"%PDF-1.7"), sniffed(b"MZ\x90\\x00")
    ('pdf', None)
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data[:16].lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return "pdf"
    return _with_brand(data)


def _with_brand(data: bytes) -> Kind | None:
    """HEIC and MP4 are both boxes; the brands in the first tell them apart."""
    if data[4:8] != b"ftyp":
        return None
    brands = brands_of(data)
    if brands[0] in _HEIC_BRANDS or (brands[0] in _HEIF_BRANDS and _HEIC_BRANDS & set(brands)):
        return "heic"
    return "mp4" if video_extension(data) else None


def brands_of(data: bytes) -> list[bytes]:
    r"""The major brand, then the compatible ones.

    >>> brands_of(b"\0\0\0\x14ftypisom\0\0\0\0mp42")
    [b'isom', b'mp42']
    """
    end = min(int.from_bytes(data[:4], "big"), len(data))
    return [data[8:12], *(data[at : at + 4] for at in range(16, end, 4))]


def video_extension(data: bytes) -> str:
    """What a video of this brand is called; empty if we do not know the brand."""
    return _VIDEO_BRANDS.get(data[8:12], "")


def not_ours(data: bytes) -> Suspect:
    """Why a file without known magic bytes is refused."""
    if not data.startswith(_OLE2):
        return Suspect("unknown_type")
    return Suspect("encrypted" if _ENCRYPTED_OFFICE in data else "old_office")
