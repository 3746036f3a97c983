"""The evidence store that the settings name."""

from bot.settings import Settings
from storage.evidence_store.opening import Access, open_store
from storage.evidence_store.store import EvidenceStore


def store_of(settings: Settings) -> EvidenceStore:
    """Not touched yet: the folder is made, the bucket asked, when the first file comes."""
    secret = settings.evidence_secret_key
    access = Access(
        endpoint=str(settings.evidence_endpoint or "").rstrip("/"),
        region=settings.evidence_region,
        access_key=settings.evidence_access_key,
        secret_key=secret.get_secret_value().strip() if secret else "",
    )
    return open_store(settings.evidence_url, settings.evidence_spool, access)
