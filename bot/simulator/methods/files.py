"""From a file id to a path that can be downloaded."""

from bot.simulator.downloads import opened_path
from bot.simulator.params import Params
from bot.simulator.refusals import Json, bad_request
from bot.simulator.state import State

MAX_DOWNLOAD = 20 << 20


def get_file(state: State, params: Params) -> Json:
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = state.files.get(file_id)
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.described(), "file_path": opened_path(state, stored)}


METHODS = {"getFile": get_file}
