"""The instruments shipped with the program. The only module of the engine that opens files."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from survey_flows.checker import check
from survey_flows.errors import BrokenInstrument, InstrumentEdited, UnknownInstrument
from survey_flows.fingerprint import fingerprint as fingerprint_of
from survey_flows.instrument import Instrument
from survey_flows.issues import closest
from survey_flows.parsing import parse


@cache
def sources() -> Mapping[str, bytes]:
    """The shipped files by name, unread: `f03-2023061901.toml`."""
    folder = resources.files("survey_flows") / "instruments"
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return {file.name: file.read_bytes() for file in sorted(files, key=lambda file: file.name)}


@cache
def shipped() -> tuple[Instrument, ...]:
    """Every shipped version of every form, oldest version of a form first."""
    forms = (read(name, source) for name, source in sources().items())
    return tuple(sorted(forms, key=lambda one: (one.form_id, one.version)))


def form_ids() -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.form_id for one in shipped()))


def versions(form_id: str) -> tuple[str, ...]:
    """The versions of a form, newest last."""
    return tuple(one.version for one in shipped() if one.form_id == form_id)


@cache
def load(form_id: str, version: str = "") -> Instrument:
    """One version of a form, the newest unless `version` says otherwise."""
    found = [one for one in shipped() if one.form_id == form_id]
    if not found:
        raise UnknownInstrument(form_id, f"known: {', '.join(form_ids())}", _near(form_id))
    by_version = {one.version: one for one in found}
    wanted = version or found[-1].version
    if wanted not in by_version:
        raise UnknownInstrument(f"{form_id} {wanted}", f"known: {', '.join(by_version)}")
    return by_version[wanted]


def as_published(form_id: str, version: str, fingerprint: str) -> Instrument:
    """The version that was published; raises InstrumentEdited if its file says otherwise now."""
    form = load(form_id, version)
    if fingerprint_of(form) != fingerprint:
        raise InstrumentEdited(form_id, version)
    return form


def _near(form_id: str) -> str:
    return closest(form_id.upper(), form_ids(), "")


def read(name: str, source: bytes) -> Instrument:
    """The instrument in a file; a file with any issue is refused as a whole."""
    issues = check(source)
    parsed = parse(source.decode("utf-8-sig")) if not issues else None
    if parsed is None or parsed.instrument is None:
        raise BrokenInstrument(name, [str(issue) for issue in issues])
    return parsed.instrument
