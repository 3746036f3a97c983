"""Where bundles are sent, and the secret that shows they are ours."""

import base64
import binascii
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from admin_cli.door import WrongUse

if TYPE_CHECKING:
    from bot.settings import Settings

_PREFIX = "whsec_"
_BYTES = range(24, 65)
_CURE = "agree on one with the receiver; `echo whsec_$(openssl rand -base64 32)` makes one"


@dataclass(frozen=True, slots=True)
class Target:
    """A receiver. The secret appears in no text."""

    url: str
    secret: bytes = field(repr=False)


def target_of(settings: "Settings", url: str, *, allow_http: bool) -> Target:
    """`url`, or what the settings say; raises WrongUse."""
    where = url or str(settings.scoring_url or "")
    if not where:
        raise WrongUse(
            "LOKET_SCORING_URL is not set: put the receiver's address there, or give --url",
            "settings.bad",
        )
    _check(urlsplit(where), allow_http=allow_http)
    return Target(where, secret_of(settings))


def secret_of(settings: "Settings") -> bytes:
    """The bytes both sides sign with; raises WrongUse without quoting anything."""
    secret = settings.scoring_secret
    if secret is None or not secret.get_secret_value().strip():
        raise WrongUse(f"LOKET_SCORING_SECRET is not set: {_CURE}", "settings.bad")
    text = secret.get_secret_value().strip()
    try:
        raw = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not text.startswith(_PREFIX) or len(raw) not in _BYTES:
        wanted = f"{_PREFIX} and then 24 to 64 bytes in base64"
        raise WrongUse(f"LOKET_SCORING_SECRET is not {wanted}: {_CURE}", "settings.bad")
    return raw


def shown(url: str) -> str:
    """An address without what may be secret in it.

    >>> shown("https://skor.example/pekppp?token=abc")
    'https://skor.example/pekppp'
    """
    return urlsplit(url)._replace(query="", fragment="").geturl()


def _check(parts: SplitResult, *, allow_http: bool) -> None:
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongUse("that is no address: write it like https://skor.example.go.id/pekppp")
    if parts.username or parts.password:
        cure = "LOKET_SCORING_SECRET is what shows who we are"
        raise WrongUse(f"the address must hold no name and password: {cure}")
    if parts.scheme == "http" and not (allow_http or _is_here(parts.hostname)):
        raise WrongUse(
            f"{parts.hostname} would be spoken to without encryption: use https, or say"
            " --allow-http where the network is your own",
            "push.http",
        )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
