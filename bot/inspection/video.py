"""MP4 and its sisters: known brand, whole boxes, at least one picture track, and media."""

from bot.inspection.boxes import Box, boxes_in, inside
from bot.inspection.payloads import refuse_foreign
from bot.inspection.sniffing import video_extension
from bot.inspection.verdict import Fine, Suspect, fine


def look_at_video(data: bytes) -> Fine:
    """Structure only: nothing is decoded, so a damaged frame is the player's business."""
    whole = Box(b"", 0, len(data))
    top = list(boxes_in(data, whole.start, whole.end))
    names = [box.name for box in top]
    if names.count(b"moov") != 1 or names.count(b"ftyp") != 1:
        raise Suspect("broken")
    if not any(box.name == b"mdat" and box.end > box.start for box in top):
        raise Suspect("broken")
    _check_tracks(data, whole)
    refuse_foreign(data)
    return fine("mp4", video_extension(data))


def _check_tracks(data: bytes, whole: Box) -> None:
    """A film has a picture track, and its chunks lie inside the file."""
    handlers = list(inside(data, whole, b"moov", b"trak", b"mdia", b"hdlr"))
    if not handlers:
        raise Suspect("broken")
    if not any(data[box.start + 8 : box.start + 12] == b"vide" for box in handlers):
        raise Suspect("unknown_type")
    for name, width in ((b"stco", 4), (b"co64", 8)):
        path = (b"moov", b"trak", b"mdia", b"minf", b"stbl", name)
        for table in inside(data, whole, *path):
            _check_chunks(data, table, width)


def _check_chunks(data: bytes, table: Box, width: int) -> None:
    """A table of offsets: version, count, then that many numbers, each within the file."""
    first = table.start + 8
    count = int.from_bytes(data[table.start + 4 : first], "big")
    if first + count * width > table.end:
        raise Suspect("broken")
    for at in range(first, first + count * width, width):
        if int.from_bytes(data[at : at + width], "big") >= len(data):
            raise Suspect("broken")
