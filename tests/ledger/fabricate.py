"""Makes honest bundles as docs/scoring-contract.md describes them, without any code of ours.

A second writer: what it and `loket export week` agree on is what the page says, not what a shared
function does. Everything is drawn from one `Random`, so a seed gives the same bytes.
"""

import base64
import csv
import hashlib
import hmac
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Row = dict[str, str]
Document = dict[str, Any]

ITEMS = [f"i{number:02d}" for number in range(1, 15)]
MANIFEST_SEED, LEDGER_SEED = b"m" * 32, b"l" * 32
ORIGIN = "suaraloket/0a1b2c3d"
HEADS = {
    "lokus": ["lokus", "name", "instansi", "instansi_name", "timezone"],
    "f03_responses": [
        *("response_id", "lokus", "period", "week", "day", *ITEMS, "superseded", "assurance"),
        *("seconds", "timing_valid", "outside_hours"),
    ],
    "f03_index": ["lokus", "period", "week", "n", *ITEMS, "index", "n_period", "index_period"],
    "f01_submissions": [
        *("submission_id", "lokus", "period", "week", "revision", "form_version", "sent_day"),
        *("sent_by", "reopened_reason"),
    ],
    "f01_answers": ["submission_id", "item", "field", "value"],
    "f01_evidence": ["submission_id", "slot", "position", "sha256", "file", "caption"],
    "corrections": ["table", "id", "lokus", "period", "week", "kind", "replaced_by"],
}


def canonical(document: object) -> str:
    """Sorted keys, no spaces, UTF-8."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def leaf_hash(body: str) -> bytes:
    """RFC 6962 §2.1."""
    return hashlib.sha256(b"\x00" + body.encode()).digest()


def tree_root(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1, as it is written there: from the top down."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree_root(hashes[:split]) + tree_root(hashes[split:])).digest()


def public(seed: bytes) -> bytes:
    """The public half of a key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id(name: str, seed: bytes) -> bytes:
    """As c2sp.org/signed-note says."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public(seed)).digest()[:4]


def verifier_key(name: str = ORIGIN, seed: bytes = LEDGER_SEED) -> str:
    """As it is handed to the auditor."""
    blob = base64.b64encode(b"\x01" + public(seed)).decode()
    return f"{name}+{key_id(name, seed).hex()}+{blob}"


def note(leaves: Sequence[str], seed: bytes = LEDGER_SEED, origin: str = ORIGIN) -> str:
    """The signed checkpoint of these leaves."""
    root = base64.b64encode(tree_root([leaf_hash(body) for body in leaves])).decode()
    text = f"{origin}\n{len(leaves)}\n{root}\n"
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    blob = base64.b64encode(key_id(origin, seed) + signature).decode()
    return f"{text}\n— {origin} {blob}\n"


def table(name: str, rows: Iterable[Row]) -> bytes:
    """A CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADS[name], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@dataclass
class Bundle:
    """A bundle before it is packed, and what the auditor kept of the week before."""

    about: Document
    rows: dict[str, list[Row]]
    leaves: list[str]
    openings: list[Document]
    previous: str
    checkpoint: str = ""
    extra: dict[str, bytes] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def files(self) -> dict[str, bytes]:
        """Everything but the manifest, by name."""
        found = {f"data/{name}.csv": table(name, rows) for name, rows in self.rows.items()}
        found["datapackage.json"] = (json.dumps(self.about, indent=2) + "\n").encode()
        found["ledger/leaves.jsonl"] = "".join(f"{body}\n" for body in self.leaves).encode()
        openings = "".join(f"{canonical(one)}\n" for one in self.openings)
        found["ledger/openings.jsonl"] = openings.encode()
        found["ledger/checkpoint.txt"] = self.checkpoint.encode()
        return {
            name: text for name, text in (found | self.extra).items() if name not in self.hidden
        }

    def of_week(self, day: str) -> bool:
        """Whether the bundle is about that day."""
        return str(self.about["first_day"]) <= day <= str(self.about["last_day"])

    def places(self) -> list[tuple[str, str]]:
        """Lokus and period of each row of the index."""
        periods = [str(one["code"]) for one in self.about["periods"]]
        return [(row["lokus"], code) for row in self.rows["lokus"] for code in periods]


def signed(files: Mapping[str, bytes], seed: bytes = MANIFEST_SEED) -> dict[str, bytes]:
    """With manifest and signature."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    manifest = "".join(lines).encode()
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(manifest)
    return {**files, "MANIFEST.sha256": manifest, "MANIFEST.sha256.sig": signature}


def pack(files: Mapping[str, bytes], target: Path) -> None:
    """Stored, sorted by name."""
    with ZipFile(target, "w") as archive:
        for name in sorted(files):
            archive.writestr(name, files[name])


def index_rows(bundle: Bundle) -> list[Row]:
    """`f03_index.csv`, out of the rows and of the leaves."""
    standing = [row for row in bundle.rows["f03_responses"] if row["superseded"] == "false"]
    ever = _standing_ever(bundle)
    found = []
    for lokus, period in bundle.places():
        own = [row for row in standing if (row["lokus"], row["period"]) == (lokus, period)]
        sums = {item: sum(int(row[item]) for row in own) for item in ITEMS}
        n = len(own)
        means = {item: Fraction(total, n) if n else None for item, total in sums.items()}
        index = Fraction(sum(sums.values()), n * len(ITEMS)) if n else None
        n_period = ever.count((lokus, period))
        since = index if n == n_period else Fraction(7, 2)
        row = {"lokus": lokus, "period": period, "week": str(bundle.about["week"]), "n": str(n)}
        row |= {item: shown(mean) for item, mean in means.items()}
        row |= {"index": shown(index), "n_period": str(n_period), "index_period": shown(since)}
        found.append(row)
    return found


def _standing_ever(bundle: Bundle) -> list[tuple[str, str]]:
    """Place of each response since the period began that nothing has ended."""
    leaves = [(leaf_hash(body).hex(), json.loads(body)) for body in bundle.leaves]
    over = {leaf["of"] for _, leaf in leaves if leaf["type"] in {"supersede", "withdraw", "erase"}}
    return [
        (leaf["lokus"], leaf["period"])
        for name, leaf in leaves
        if leaf["type"] == "answer"
        and name not in over
        and leaf["day"] <= str(bundle.about["last_day"])
    ]


def shown(value: Fraction | None) -> str:
    """Ten decimals, rounded half up."""
    if value is None:
        return ""
    digits = (value.numerator * 10**10 * 2 + value.denominator) // (value.denominator * 2)
    return f"{digits // 10**10}.{digits % 10**10:010d}"


def salted(rng: Random, opening: Document) -> tuple[str, str]:
    """The commitment to an opening, and the salt."""
    salt = rng.randbytes(32)
    return hmac.new(salt, canonical(opening).encode(), hashlib.sha256).hexdigest(), salt.hex()


def days(first: date, number: int = 7) -> list[str]:
    """From that day on."""
    return [str(first + timedelta(days=one)) for one in range(number)]
