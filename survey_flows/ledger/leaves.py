"""What the ledger says: one canonical JSON body per event, hashed as RFC 6962 §2.1 hashes a leaf.

A body names no person and shows no answer: what must stay private is bound by a salted commitment
(`c`), and the rest refers to other leaves by their hash. The kinds are those of docs/adr/0022.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_flows.ledger.tree import leaf_hash
from survey_flows.receipts import canonical

ABOUT_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Leaf:
    """One event. `about` finds it again: the leaf hash it names, or another word of its kind."""

    kind: str
    body: str
    about: str = ""

    @property
    def hash(self) -> str:
        """In hex."""
        return leaf_hash(self.body.encode()).hex()


def supersede(of: str, by: str, lokus: str, day: str) -> Leaf:
    """The same account answered again: `by` stands now, and `of` stays to be seen."""
    return _leaf("supersede", of, of=of, by=by, lokus=lokus, day=day)


def withdraw(of: str, lokus: str, day: str) -> Leaf:
    """The citizen took the response back before the weekly cut."""
    return _leaf("withdraw", of, of=of, lokus=lokus, day=day)


def erase(of: str, lokus: str, day: str, basis: str) -> Leaf:
    """The tombstone of a response whose opening is gone; `basis` is the law that asked for it."""
    return _leaf("erase", of, of=of, lokus=lokus, day=day, basis=basis)


def backcheck(of: str, lokus: str, day: str, commitment: str) -> Leaf:
    """The citizen said later who had filled it in."""
    return _leaf("backcheck", of, of=of, lokus=lokus, day=day, c=commitment)


def f01(form: tuple[str, str], owner: tuple[str, str], sent: "SentForm", day: str) -> Leaf:
    """An F-01 was sent: `owner` is lokus and period, the digest covers its answers."""
    (form_id, version), (lokus, period) = form, owner
    return _leaf(
        "f01",
        sent.id,
        form=form_id,
        version=version,
        lokus=lokus,
        period=period,
        revision=sent.revision,
        id=sent.id,
        digest=sent.digest,
        files=sorted(sent.files),
        day=day,
    )


@dataclass(frozen=True, slots=True)
class SentForm:
    """A revision as it was frozen; `digest` is sha256 of its canonical answers, in hex."""

    id: str
    revision: int
    digest: str
    files: Iterable[str]


def digest_of(answers: Mapping[str, str]) -> str:
    """What binds the answers of a sent F-01: sha256 over [field, value] pairs as printed."""
    pairs = [[field, value] for field, value in answers.items()]
    return hashlib.sha256(canonical(pairs).encode()).hexdigest()


def reopen(owner: tuple[str, str], id: str, revision: int, day: str) -> Leaf:  # noqa: A002 - the bundle's word
    """The admin opened a sent F-01 again."""
    lokus, period = owner
    return _leaf("reopen", id, lokus=lokus, period=period, id=id, revision=revision, day=day)


def role(post: str, lokus: str, role: str, change: str, day: str) -> Leaf:
    """Somebody began or ceased to serve; `post` is an opaque number, never a name."""
    return _leaf("role", post, staff=post, lokus=lokus, role=role, change=change, day=day)


def export(week: str, instansi: str, manifest: str, day: str) -> Leaf:
    """A bundle of a complete week went out."""
    about = cut_name(week, instansi)
    return _leaf("export", about, week=week, instansi=instansi, manifest=manifest, day=day)


def cut(week: str, instansi: str, day: str) -> Leaf:
    """Here the bundle of a complete week ends, however often it is made."""
    return _leaf("cut", cut_name(week, instansi), week=week, instansi=instansi, day=day)


def cut_name(week: str, instansi: str) -> str:
    """What finds the cut and the exports of a week again; an empty `instansi` is all of them."""
    return f"{week}/{instansi}"


def instrument(form: str, version: str, fingerprint: str, day: str) -> Leaf:
    """A form was published as it is."""
    about = f"{form}/{version}"
    return _leaf("instrument", about, form=form, version=version, fingerprint=fingerprint, day=day)


def period(code: str, change: str, day: str) -> Leaf:
    """A period was opened or closed, or its pepper destroyed."""
    return _leaf("period", code, period=code, change=change, day=day)


def key(number: int, change: str, day: str) -> Leaf:
    """A key that signs links was made or revoked."""
    return _leaf("key", str(number), key=number, change=change, day=day)


def secret(name: str, change: str, day: str, public: str = "") -> Leaf:
    """Another key of the server took the place of one; `public` is the half that is told."""
    said = {"public": public} if public else {}
    return _leaf("key", name, name=name, change=change, day=day, **said)


def _leaf(kind: str, about: str, **said: object) -> Leaf:
    return Leaf(kind, canonical({"type": kind, **said}), about[:ABOUT_CHARACTERS])
