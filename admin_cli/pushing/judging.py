"""What an answer of the receiver means (docs/scoring-contract.md)."""

import hashlib
import json
from http import HTTPStatus

from admin_cli.pushing.post import Answer
from storage.pushes import Outcome, Receipt

_MOST_SAID = 300
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


def receipt_of(answer: Answer, manifest: str, ended_at: int) -> Receipt:
    """What is booked of an answer."""
    body = hashlib.sha256(answer.body).hexdigest()
    return Receipt(outcome(answer, manifest), ended_at, said(answer), answer.status, body)


def outcome(answer: Answer, manifest: str) -> Outcome:
    """2xx: taken. 409 that names this bundle: taken earlier. 5xx: later. All else is final."""
    status = answer.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return "delivered"
    if status == HTTPStatus.CONFLICT:
        return "delivered" if held(answer.body) == manifest else "refused"
    if status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "failed"
    return "refused"


def held(body: bytes) -> str:
    """The digest in a 409; empty where it names none."""
    try:
        content = json.loads(body)
    except ValueError:
        return ""
    return str(content.get("manifest_sha256", "")) if isinstance(content, dict) else ""


def said(answer: Answer) -> str:
    """The receiver's own words, in one printable line."""
    text = answer.body.decode("utf-8", errors="replace")
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line[:_MOST_SAID]
