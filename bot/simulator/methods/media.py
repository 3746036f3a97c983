"""Sending one photo, document, video or voice message."""

from bot.simulator.media import Kind, again, attachment, store
from bot.simulator.methods.messages import caption_of
from bot.simulator.methods.outgoing import post
from bot.simulator.params import Params, Upload
from bot.simulator.pictures import check_sides
from bot.simulator.refusals import Json, Refused, bad_request
from bot.simulator.state import State

MAX_UPLOAD = 50 << 20
MAX_PHOTO = 10 << 20
ATTACH = "attach://"
INPUT_KINDS: tuple[Kind, ...] = ("photo", "video", "document")


def media_content(state: State, params: Params, kind: Kind, given: str) -> Json:
    """A new upload, one named by attach://, or a file id that this bot has seen before."""
    upload = params.files.get(given.removeprefix(ATTACH) if given.startswith(ATTACH) else kind)
    if upload is not None:
        return attachment(store(state, kind, _checked(kind, upload)))
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    known = state.files.get(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return attachment(again(state, known))


def _checked(kind: Kind, upload: Upload) -> Upload:
    size = len(upload.content)
    if not size:
        raise bad_request("file must be non-empty")
    if size > MAX_UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo":
        _check_photo(upload.content)
    return upload


def _check_photo(content: bytes) -> None:
    if len(content) > MAX_PHOTO:
        most = f"the maximum size is {MAX_PHOTO} bytes"
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo; {most}")
    check_sides(content)


def input_media(state: State, params: Params, item: object) -> Json:
    """The content that one InputMedia object describes, with its caption."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    own = Params(item)
    kind = next((each for each in INPUT_KINDS if each == own.text("type")), None)
    if kind is None:
        expected = ", ".join(INPUT_KINDS)
        raise bad_request(f"can't parse InputMedia: type must be one of {expected}")
    caption = caption_of(own).under("caption", "caption_entities")
    return {**media_content(state, params, kind, own.text("media")), **caption}


def _send(state: State, params: Params, kind: Kind) -> Json:
    state.open_chat(params.text("chat_id"))
    caption = caption_of(params).under("caption", "caption_entities")
    content = media_content(state, params, kind, params.text(kind))
    return post(state, params, {**content, **caption})


def send_photo(state: State, params: Params) -> Json:
    return _send(state, params, "photo")


def send_document(state: State, params: Params) -> Json:
    return _send(state, params, "document")


def send_video(state: State, params: Params) -> Json:
    return _send(state, params, "video")


def send_voice(state: State, params: Params) -> Json:
    return _send(state, params, "voice")


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVideo": send_video,
    "sendVoice": send_voice,
}
