"""Sealing a sent response: a salted commitment, its leaf, and the receipt the citizen keeps.

The leaf goes into the ledger (docs/adr/0022) as it is. The receipt is the beginning of the leaf
hash: it proves that a response was taken in, and nothing about what it said.
"""

import base64
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_flows.ledger.tree import leaf_hash

RECEIPT_CHARACTERS = 10
_RECEIPT = re.compile(f"[A-Z2-7]{{{RECEIPT_CHARACTERS}}}")


@dataclass(frozen=True, slots=True)
class Measures:
    """How it was answered. `gaps`: tenths of a second before each item, in printed order.

    `assurance` is the channel of the link, so that a poster cannot become a ticket afterwards;
    `acct_seen` says since when the bot has known the account, in three steps.

    A gap is None where nobody can know it: after a pause of ours or of Telegram's, taps that
    waited arrive together and honest people would look hasty.
    """

    gaps: Sequence[int | None] = ()
    assurance: int | None = None
    acct_seen: str | None = None

    @property
    def timing_valid(self) -> bool:
        """Whether every gap is known."""
        return bool(self.gaps) and None not in self.gaps

    @property
    def seconds(self) -> int | None:
        """For the whole form, whole seconds."""
        return sum(filter(None, self.gaps)) // 10 if self.timing_valid else None

    def shape(self) -> dict[str, object]:
        """As it is committed to."""
        known = {"assurance": self.assurance, "acct_seen": self.acct_seen}
        shape = {name: value for name, value in known.items() if value is not None}
        timing = {"seconds": self.seconds, "timing_valid": self.timing_valid}
        return {**shape, "gaps": self.gaps, **timing}


UNMEASURED = Measures()


@dataclass(frozen=True, slots=True)
class Opening:
    """What a leaf commits to, and what its holder shows to prove it."""

    response_id: str
    answers: Mapping[str, str]
    measures: Measures = UNMEASURED

    @property
    def text(self) -> str:
        """The bytes the commitment is made over."""
        measures = self.measures.shape()
        shape = {"answers": self.answers, "measures": measures, "response_id": self.response_id}
        return canonical(shape)


@dataclass(frozen=True, slots=True)
class Seal:
    """`leaf` is canonical JSON; `leaf_hash` is hex; `receipt` is 10 characters of base32."""

    leaf: str
    leaf_hash: str
    receipt: str


def canonical(document: object) -> str:
    """The one way we write JSON that is hashed: sorted keys, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(opening: str, salt: bytes) -> str:
    """Binds without showing, in hex. Without a secret salt the 5^14 answers could be tried."""
    return hmac.digest(salt, opening.encode(), "sha256").hex()


def seal(public: Mapping[str, object], opening: Opening, salt: bytes) -> Seal:
    """Commit to `opening` under a secret 256-bit `salt` and bind it to the `public` facts."""
    leaf = canonical({**public, "c": commitment(opening.text, salt)})
    hashed = leaf_hash(leaf.encode()).hex()
    return Seal(leaf, hashed, receipt_of(hashed))


def receipt_of(hashed: str) -> str:
    """What the citizen keeps of a leaf: 50 bits of its hash.

    >>> receipt_of("00" * 32)
    'AAAAAAAAAA'
    """
    return base64.b32encode(bytes.fromhex(hashed)).decode()[:RECEIPT_CHARACTERS]


def read_receipt(text: str) -> str:
    """A receipt as people copy it, with a dash, a space or small letters; empty if it is none.

    >>> read_receipt(" abcde-23456 "), read_receipt("abcde")
    ('ABCDE23456', '')
    """
    letters = text.replace("-", "").replace(" ", "").upper()
    return letters if _RECEIPT.fullmatch(letters) else ""
