"""The half-filled F-01 of a demo: answers, files in the evidence store and in the Telegram."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from admin_cli.demo_sheet import VISITS, Proof, Visit
from bot.inspection.inspector import inspect
from bot.inspection.verdict import Fine
from bot.simulator.media import store as keep_in_telegram
from bot.simulator.model import StoredFile
from bot.simulator.samples.catalogue import sample
from bot.simulator.world import World
from storage import drafts, evidence, uploads
from storage.database import Connection
from storage.drafts import Author, Owner
from storage.durable import make_private
from storage.evidence import Content
from storage.evidence_store.store import EvidenceStore
from storage.staff import Member
from storage.uploads import NewUpload
from survey_flows import catalog
from survey_flows.facts import Answered, DeclaredMissing, Facts

FORM = "F-01"
Moment = Callable[[int, str], int]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as the Telegram has it, and as the evidence store has it."""

    telegram: StoredFile
    content: Content


def days_before(today: date, timezone: str) -> Moment:
    """The moment of so many days ago at "08:40" over there, in seconds since 1970."""

    def moment(days: int, clock: str) -> int:
        day = today - timedelta(days=days)
        there = datetime.combine(day, time.fromisoformat(clock), ZoneInfo(timezone))
        return int(there.timestamp())

    return moment


async def send_all(world: World, store: EvidenceStore) -> Mapping[Proof, Sent]:
    """Every file of the form, known to the Telegram and safe in the store."""
    every = [proof for visit in VISITS for proof in visit.proofs]
    return {proof: await _send(world, store, proof) for proof in every}


async def fill(
    connection: Connection,
    owner: Owner,
    members: Mapping[int, Member],
    files: Mapping[Proof, Sent],
    moment: Moment,
) -> None:
    """Say everything that was entered so far, in the order of its days."""
    version = catalog.versions(FORM)[-1]
    draft = await drafts.begin(connection, owner, FORM, version)
    told: list[int] = []
    for visit in VISITS:
        author = Author(members[visit.by].id, moment(visit.days_ago, visit.at))
        await drafts.append(connection, draft.id, _entered(visit), author)
        for proof in visit.proofs:
            new = _upload(draft.id, author, proof, files[proof], len(told) + 1)
            upload = await uploads.record(connection, new)
            await evidence.keep(connection, upload, files[proof].content, author.at)
            told.append(upload.id)
    await uploads.mark_reported(connection, told)


def _entered(visit: Visit) -> Facts:
    answers = tuple(Answered(name, value) for name, value in visit.answers.items())
    return answers + tuple(DeclaredMissing(slot, why) for slot, why in visit.lacking.items())


def _upload(draft: int, author: Author, proof: Proof, sent: Sent, number: int) -> NewUpload:
    """Telegram counts messages from 1 on: the numbers below name none."""
    return NewUpload(
        draft,
        author.staff_id or 0,
        proof.slot,
        sent.telegram.file_id,
        proof.kind,
        sent.telegram.name if proof.kind != "photo" else "",
        sent.telegram.size,
        proof.caption,
        "",
        -number,
        author.at,
    )


async def _send(world: World, store: EvidenceStore, proof: Proof) -> Sent:
    largest = keep_in_telegram(world, proof.kind, sample(proof.sample))[-1]
    return Sent(largest, await _keep(store, world.blobs.get(largest.blob), largest.blob))


async def _keep(store: EvidenceStore, held: bytes, sha256: str) -> Content:
    """As the bot does with a file it fetched."""
    make_private(store.spool)
    path = store.spool / sha256
    path.write_bytes(held)
    verdict = await inspect(path)
    if not isinstance(verdict, Fine):
        raise TypeError(f"a sample is not fit for evidence: {verdict}")
    content = Content(
        sha256,
        len(held),
        verdict.kind,
        verdict.media_type,
        verdict.extension,
        verdict.width,
        verdict.height,
        verdict.pages,
        verdict.fingerprint,
    )
    await store.put(path, content.file)
    return content
