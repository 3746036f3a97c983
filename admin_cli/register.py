"""Which instruments are published in this installation, if it has a database yet."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from admin_cli import office
from admin_cli.printing import say
from survey_flows.catalog import as_published
from survey_flows.errors import InstrumentEdited, UnknownInstrument
from survey_flows.fingerprint import fingerprint
from survey_flows.instrument import Instrument
from survey_flows.issues import Issue

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.instruments import Published

Register = dict[tuple[str, str], "Published"]


def register() -> Register:
    """Form and version to their line; empty before `loket db upgrade` has run."""
    from storage.errors import DatabaseBehind, StorageError
    from storage.instruments import published
    from storage.reach import DatabaseMissing

    try:
        lines = office.reading(published)
    except (DatabaseMissing, DatabaseBehind):
        return {}
    except StorageError as error:
        say(f"what is published is unknown: {error}")
        return {}
    return {(one.form_id, one.version): one for one in lines}


def publish(form: Instrument) -> "Published":
    """Freeze this version. Raises InstrumentEdited if it was published with another content."""
    from storage.instruments import publish as record

    today = office.today(office.settings().timezone)

    async def work(connection: "Connection") -> "Published":
        return await record(connection, form.form_id, form.version, fingerprint(form), today)

    line = office.writing(work)
    as_published(line.form_id, line.version, line.fingerprint)
    return line


def broken_promises(lines: Iterable["Published"]) -> tuple[Issue, ...]:
    """What was published and is now shipped with another content, or no longer at all."""
    return tuple(issue for line in lines for issue in _broken_promise(line))


def _broken_promise(line: "Published") -> Iterator[Issue]:
    place = f"{line.form_id} {line.version}"
    try:
        as_published(line.form_id, line.version, line.fingerprint)
    except InstrumentEdited as error:
        cure = "restore the file or raise `version`"
        yield Issue(error.code, place, f"changed since {line.published_on}, when published", cure)
    except UnknownInstrument as error:
        cause = f"published on {line.published_on}, yet no file has it"
        yield Issue(error.code, place, cause, "put its file back")
