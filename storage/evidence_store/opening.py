"""From `LOKET_EVIDENCE_URL` to the store it names."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage.evidence_store.errors import BadEvidenceUrl
from storage.evidence_store.folder import FolderStore
from storage.evidence_store.store import EvidenceStore

if TYPE_CHECKING:
    from obstore.store import S3Config

_BUCKET = re.compile(
    r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[\w./-]*))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where in which bucket."""

    name: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a bucket; what is empty comes from the usual AWS_* variables."""

    endpoint: str = ""
    region: str = ""
    access_key: str = ""
    secret_key: str = ""


def read_evidence_url(text: str) -> Path | Bucket:
    """A folder or a bucket; raises BadEvidenceUrl.

    >>> read_evidence_url("s3://kota-contoh/pekppp/2026/")
    Bucket(name='kota-contoh', prefix='pekppp/2026')
    """
    if found := _BUCKET.fullmatch(text):
        return Bucket(found["bucket"], (found["prefix"] or "").strip("/"))
    if not text.strip() or "://" in text or "\0" in text:
        raise BadEvidenceUrl(text)
    return Path(text)


def open_store(url: str, spool: Path, access: Access) -> EvidenceStore:
    """`spool` is where files for a bucket are made ready; a folder has its own."""
    place = read_evidence_url(url)
    if isinstance(place, Path):
        return FolderStore(place)
    from storage.evidence_store.bucket import BucketStore

    return BucketStore(place.name, place.prefix, _config(access), spool)


def _config(access: Access) -> "S3Config":
    config: S3Config = {}
    if access.endpoint:
        config["endpoint"] = access.endpoint
    if access.region:
        config["region"] = access.region
    if access.access_key:
        config["access_key_id"] = access.access_key
    if access.secret_key:
        config["secret_access_key"] = access.secret_key
    return config
