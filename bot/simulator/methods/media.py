"""Sending one photo, document, video or voice message."""

from bot.simulator.media import Kind, attachment, store
from bot.simulator.methods.messages import caption_of
from bot.simulator.methods.outgoing import post
from bot.simulator.params import Params, Upload
from bot.simulator.refusals import Json, bad_request
from bot.simulator.state import State

MAX_UPLOAD = 50 << 20
MAX_PHOTO = 10 << 20
ATTACH = "attach://"


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
    again = Upload(known.name, state.blobs.get(known.blob), known.mime)
    return attachment(store(state, kind, again))


def _checked(kind: Kind, upload: Upload) -> Upload:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (MAX_PHOTO if kind == "photo" else MAX_UPLOAD):
        raise bad_request(f"file is too big for a {kind}")
    return upload


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
