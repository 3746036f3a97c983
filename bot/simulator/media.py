"""Files as messages carry them: sizes of photos, names of documents, ids that stay or change."""

import hashlib
import mimetypes
import re
from dataclasses import replace
from pathlib import PurePath
from typing import Literal

from bot.simulator.model import StoredFile
from bot.simulator.params import Upload
from bot.simulator.pictures import Picture, shrunk
from bot.simulator.refusals import Json
from bot.simulator.state import State

Kind = Literal["photo", "document", "video", "voice", "sticker"]
KINDS: tuple[Kind, ...] = ("photo", "document", "video", "voice", "sticker")
FOLDERS = {"photo": "photos", "document": "documents", "video": "videos", "sticker": "stickers"}
SUFFIX = re.compile(r"\.[a-z0-9]{1,9}")
OFFICE = "application/vnd.openxmlformats-officedocument"
MIMES = {
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".webp": "image/webp",
    ".heic": "image/heic",
}


def store(state: State, kind: Kind, upload: Upload) -> list[StoredFile]:
    """Keep an upload; a photo becomes several JPEGs, and its EXIF is gone."""
    if kind != "photo":
        return _in_sizes([_keep(state, kind, upload)])
    return _in_sizes([_keep_photo(state, size) for size in shrunk(upload.content)])


def again(state: State, known: StoredFile) -> list[StoredFile]:
    """The same file in one more message: new ids, but what it is stays."""
    return [_copied(state, state.files[file_id]) for file_id in known.sizes]


def _in_sizes(stored: list[StoredFile]) -> list[StoredFile]:
    for each in stored:
        each.sizes = [one.file_id for one in stored]
    return stored


def _keep(state: State, kind: str, upload: Upload) -> StoredFile:
    """The unique id follows the content; the file id is new each time."""
    digest = hashlib.sha256(f"{kind}:".encode() + upload.content).hexdigest()
    stored = StoredFile(
        file_id=_new_id(state, kind),
        unique_id=f"AQAD{digest[:12]}",
        kind=kind,
        blob=state.blobs.put(upload.content),
        size=len(upload.content),
        path=_new_path(state, kind, upload.name),
        name=upload.name,
        mime=mime_of(upload),
    )
    state.files[stored.file_id] = stored
    return stored


def _copied(state: State, known: StoredFile) -> StoredFile:
    path = _new_path(state, known.kind, known.path)
    stored = replace(known, file_id=_new_id(state, known.kind), path=path, open_until=0.0)
    state.files[stored.file_id] = stored
    return stored


def _new_id(state: State, kind: str) -> str:
    return f"{'AgAC' if kind == 'photo' else 'BQAC'}{state.chance.word(60)}"


def _new_path(state: State, kind: str, name: str) -> str:
    suffix = _suffix(name)
    safe = suffix if SUFFIX.fullmatch(suffix) else ""
    return f"{FOLDERS.get(kind, kind)}/file_{len(state.files)}{safe}"


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def mime_of(upload: Upload) -> str:
    """What a phone would say, which goes by the name."""
    known = MIMES.get(_suffix(upload.name)) or mimetypes.guess_type(upload.name, strict=False)[0]
    return known or upload.mime


def kind_of(upload: Upload) -> Kind:
    """How a gallery sends this file."""
    family = mime_of(upload).partition("/")[0]
    if family == "image":
        return "photo"
    if family == "video":
        return "video"
    raise ValueError(f"{upload.name} is neither a photo nor a video: send it as a document")


def _keep_photo(state: State, picture: Picture) -> StoredFile:
    stored = _keep(state, "photo", Upload("photo.jpg", picture.content, "image/jpeg"))
    stored.width, stored.height = picture.width, picture.height
    return stored


def attachment(stored: list[StoredFile]) -> Json:
    """The part of a message that carries the file."""
    kind = stored[-1].kind
    if kind == "photo":
        return {"photo": [_sized(each) for each in stored]}
    return {kind: _described(stored[-1])}


def _sized(stored: StoredFile) -> Json:
    return {**stored.described(), "width": stored.width, "height": stored.height}


def _described(stored: StoredFile) -> Json:
    given = {"file_name": stored.name, "mime_type": stored.mime}
    named = {key: value for key, value in given.items() if value}
    extra: dict[str, Json] = {
        "document": named,
        "video": {**named, "width": 640, "height": 360, "duration": 1},
        "voice": {"mime_type": "audio/ogg", "duration": 1},
        "sticker": {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "👍",
        },
    }
    return {**stored.described(), **extra[stored.kind]}
