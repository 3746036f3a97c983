"""All a turn needs besides its transaction: keys, instruments, clock and settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.errors import NothingPublished
from bot.keys import KeyRing
from bot.settings import Settings
from storage.database import Database
from storage.instruments import published
from storage.places import Lokus
from survey_flows import catalog
from survey_flows.instrument import Instrument

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class House:
    """Made once at start; shared by all turns."""

    settings: Settings
    keys: KeyRing
    forms: Mapping[tuple[str, str], Instrument]
    clock: Clock

    def newest(self, form_id: str) -> Instrument:
        """The version new questionnaires begin with."""
        return self.forms[max(key for key in self.forms if key[0] == form_id)]

    def publishes(self, form_id: str) -> bool:
        """Whether there is any version of a form."""
        return any(known == form_id for known, _ in self.forms)

    def tenths(self) -> int:
        """Now, in tenths of a second since 1970."""
        return int(self.clock().timestamp() * 10)

    def today(self, lokus: Lokus | None = None) -> date:
        """The calendar day at the lokus, or where the server is said to be."""
        zone = ZoneInfo(lokus.instansi.timezone) if lokus else self.settings.zone
        return self.clock().astimezone(zone).date()


async def published_forms(database: Database) -> dict[tuple[str, str], Instrument]:
    """Every published instrument; raises InstrumentEdited rather than ask something else."""
    async with database.reading() as connection:
        register = await published(connection)
    if not register:
        raise NothingPublished
    return {
        (one.form_id, one.version): catalog.as_published(one.form_id, one.version, one.fingerprint)
        for one in register
    }
