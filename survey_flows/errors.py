"""What can go wrong on our side. A slip of the respondent is a `Refusal`, never one of these."""

from collections.abc import Sequence


class SurveyError(Exception):
    """Root of our errors. `code` is stable; the message says what to do."""

    code = "survey.error"


class UnknownInstrument(SurveyError):
    """No shipped file has this form or version."""

    code = "instrument.unknown"

    def __init__(self, wanted: str, *cures: str) -> None:
        super().__init__("; ".join([f"no instrument {wanted}", *filter(None, cures)]))
        self.wanted = wanted


class BrokenInstrument(SurveyError):
    """A shipped file does not pass the checker."""

    code = "instrument.broken"

    def __init__(self, name: str, issues: Sequence[str]) -> None:
        super().__init__("\n".join([f"{name} has {len(issues)} issue(s):", *issues]))
        self.name = name
        self.issues = tuple(issues)


class InstrumentEdited(SurveyError):
    """A published instrument no longer matches the fingerprint taken when it was published."""

    code = "instrument.edited"

    def __init__(self, form_id: str, version: str) -> None:
        super().__init__(
            f"{form_id} {version} changed after publishing: restore it or raise `version`"
        )
        self.form_id = form_id
        self.version = version
