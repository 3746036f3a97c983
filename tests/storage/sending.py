"""Responses that were sent, as a storage test makes them."""

from storage import holdings, responses, submissions
from storage.database import Database
from storage.holdings import Holding
from storage.responses import Said
from survey_flows.facts import Answered, Submitted
from tests.storage.rows import CONSENT, Shelf

WORD = "PersyaratanRahasiaSiti"


async def send(database: Database, shelf: Shelf, who: str = "w" * 32, value: str = WORD) -> Holding:
    """Begun, answered with a word that is easy to find again, and sent."""
    async with database.writing() as connection:
        first = (CONSENT, Answered("i01", value), Submitted())
        held = await submissions.begin(connection, shelf.new(who), first)
        await submissions.finish(connection, held.id, "submitted")
        said = Said({"day": "2026-11-16"}, {"i01": value})
        await responses.keep(connection, held.id, 1, said)
        return await holdings.by_submission(connection, held.id)
