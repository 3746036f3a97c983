"""The versions of F-01 that forms may be filled in."""

from collections.abc import Mapping

from admin_cli.door import WrongUse
from storage import instruments
from storage.database import Connection
from survey_flows import catalog
from survey_flows.instrument import Instrument

FORM = "F-01"


async def versions(tables: Connection) -> Mapping[str, Instrument]:
    """Those published here, by version; raises InstrumentEdited."""
    return {
        one.version: catalog.as_published(one.form_id, one.version, one.fingerprint)
        for one in await instruments.published(tables)
        if one.form_id == FORM
    }


def newest(forms: Mapping[str, Instrument]) -> Instrument:
    """What a form begins with today; raises WrongUse where there is none."""
    if not forms:
        raise WrongUse(
            f"{FORM} is not published here: run `loket instrument publish {FORM}`",
            "instrument.unpublished",
        )
    return forms[max(forms)]
