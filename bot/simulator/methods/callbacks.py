"""Answering a tap: once, in time, briefly."""

from bot.simulator.params import Params
from bot.simulator.refusals import STALE_QUERY, Json, bad_request
from bot.simulator.state import State
from bot.simulator.updates import QUERY_LIFE
from bot.simulator.utf16 import units

MAX_ANSWER = 200


def answer_callback_query(state: State, params: Params) -> bool:
    query = state.queries.get(params.text("callback_query_id"))
    if query is None or query.is_answered or state.clock() - query.asked_at > QUERY_LIFE:
        raise bad_request(STALE_QUERY)
    text = params.text("text")
    if units(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.is_answered = True
    if text:
        toast: Json = {"text": text, "alert": params.flag("show_alert"), "query_id": query.id}
        state.bulletin.tell(query.persona_id, "toast", toast)
        state.toasts.append({**toast, "persona": query.persona_id})
    state.bulletin.tell(query.persona_id, "answered", {"query_id": query.id})
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}
