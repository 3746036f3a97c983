"""Getting updates: by polling, or by a webhook; never both."""

import ipaddress
import re
from urllib.parse import urlsplit

from bot.simulator.model import Webhook
from bot.simulator.params import Params
from bot.simulator.refusals import WEBHOOK_IS_SET, Json, bad_request, conflict
from bot.simulator.state import State
from bot.simulator.updates import MAX_BATCH

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
PORTS = (443, 80, 88, 8443)


def get_me(state: State, _: Params) -> Json:
    abilities = {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**state.bot.user(), **abilities}


async def get_updates(state: State, params: Params) -> list[Json]:
    if state.webhook.url:
        raise conflict(WEBHOOK_IS_SET)
    _set_allowed(state, params)
    limit = params.whole("limit", MAX_BATCH)
    batch = await state.updates.poll(params.whole("offset"), limit, params.whole("timeout"))
    return _disturbed(state, batch)


def _disturbed(state: State, batch: list[Json]) -> list[Json]:
    """Duplicates come with the next poll; disorder stays within one batch."""
    if batch and state.faults.strikes("duplicate"):
        state.updates.again.extend(batch)
    if len(batch) > 1 and state.faults.strikes("reorder"):
        state.chance.shuffle(batch)
    return batch


def _set_allowed(state: State, params: Params) -> None:
    """Left out, the previous choice stays; an empty list means the usual kinds."""
    allowed = params.structure("allowed_updates")
    if isinstance(allowed, list):
        state.updates.shelf.allowed = [str(kind) for kind in allowed]


def set_webhook(state: State, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(state, params)
    _check_url(url)
    secret = params.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _set_allowed(state, params)
    state.webhook = Webhook(url, secret, params.whole("max_connections", 40))
    _drop_pending(state, params)
    state.updates.cut(
        conflict(
            "terminated by setWebhook request; make sure that only one bot instance is running"
        )
    )
    return True


def _check_url(url: str) -> None:
    """Telegram wants HTTPS on four ports; the bot on this same machine may do without."""
    parts = urlsplit(url)
    if parts.scheme == "http" and _is_here(parts.hostname or ""):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS and not _is_here(parts.hostname or ""):
        allowed = "80, 88, 443 or 8443"
        raise bad_request(f"bad webhook: Webhook can be set up only on ports {allowed}")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def delete_webhook(state: State, params: Params) -> bool:
    state.webhook = Webhook()
    _drop_pending(state, params)
    return True


def _drop_pending(state: State, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        state.updates.clear()


def get_webhook_info(state: State, _: Params) -> Json:
    hook = state.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.waiting()),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error:
        info["last_error_date"] = hook.last_error_at
        info["last_error_message"] = hook.last_error
    if state.updates.shelf.allowed:
        info["allowed_updates"] = state.updates.shelf.allowed
    return info


def log_out(_state: State, _: Params) -> bool:
    return True


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
