"""What people send besides words: evidence made of its name, and things nobody asked for."""

import hashlib
from typing import Any

from PIL import Image, ImageDraw

from bot.simulator.params import Upload
from bot.simulator.people import Person
from tests.inspection.good_files import docx, pdf, picture, xlsx

Json = dict[str, Any]

_THINGS: dict[str, Json] = {
    "a sticker": {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    "a voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
    "a photo": {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    "a video note": {
        "video_note": {"file_id": "n", "file_unique_id": "n", "length": 1, "duration": 1}
    },
    "a location": {"location": {"latitude": 0.0, "longitude": 0.0}},
}


def photo(of: str) -> bytes:
    """A picture that is always the same for a name, and unlike that for another name."""
    seed = hashlib.sha256(of.encode()).digest()
    image = Image.new("RGB", (400, 300), tuple(seed[:3]))
    draw = ImageDraw.Draw(image)
    for at in range(0, 24, 2):
        left, top = seed[at] * 300 // 255, seed[at + 1] * 200 // 255
        draw.rectangle((left, top, left + 90, top + 90), fill=tuple(seed[at : at + 3]))
    return picture("JPEG", image)


def send(person: Person, words: str) -> None:
    """`photo of the counter`, `album of 3`, `pdf SOP.pdf`, `huge video.mp4`, `a sticker`."""
    kind, _, rest = words.partition(" ")
    documents = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "spoofed": _program, "huge": _huge}
    if kind in documents:
        person.document(rest, documents[kind]())
    elif kind == "photo":
        person.photo(photo(rest), caption=rest.removeprefix("of "))
    elif kind == "album":
        person.album([photo(f"album {number}") for number in range(int(rest.split()[-1]))])
    elif kind == "mixed":
        files = [Upload("SOP.pdf", pdf()), Upload("rusak.pdf", b"%PDF-1.7 gone")]
        person.album(files, as_files=True)
    else:
        person.send(_THINGS[words])


def _program() -> bytes:
    return b"MZ" + bytes(500)


def _huge() -> bytes:
    return bytes(21 << 20)
