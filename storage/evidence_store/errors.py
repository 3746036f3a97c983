"""What an evidence store cannot do, with the cure."""

from storage.errors import StorageError, unusable


class BadEvidenceUrl(StorageError):
    """The text names no store we can open."""

    code = "evidence.url"

    def __init__(self, text: str) -> None:
        said = unusable("LOKET_EVIDENCE_URL", text)
        super().__init__(
            f"{said} is not usable: set it to a folder such as evidence, or to s3://bucket/prefix"
        )


class StoreAway(StorageError):
    """The store cannot take or give files now; it may later."""

    code = "evidence.away"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"the evidence store {place} does not work ({reason}): "
            "run `loket doctor`, and see to LOKET_EVIDENCE_URL, its rights and the room there"
        )


class FileMissing(StorageError):
    """The store works and does not have that file."""

    code = "evidence.missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"the evidence store has no {name}: restore it from a backup")
