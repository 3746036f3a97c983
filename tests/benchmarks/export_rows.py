"""`python -m tests.benchmarks.export_rows DATABASE WEEK FOLDER`: only the rows of F-03, as CSV.

The functions are those of `loket export week`, which also makes flags, ledger, zip and signatures.
"""

import asyncio
import sys
from pathlib import Path

from admin_cli import clock
from admin_cli.bundle import f03_columns
from admin_cli.bundle.filling import fill_responses, text_file
from admin_cli.bundle.plan import plan
from storage import responses
from storage.database import Database
from storage.responses import Scope
from survey_flows import catalog


async def main(url: str, week: str, folder: Path) -> None:
    """Write `data/f03_responses.csv`."""
    form = catalog.load("F-03")
    planned = plan(week, clock.now(), ["Asia/Makassar"], last=False)
    database = Database(url)
    async with database.reading() as connection:
        scope = Scope(form.form_id, planned.spans_so_far, "", {"2026"})
        found = responses.stream_scope(connection, scope)
        with text_file(folder, f03_columns.responses(form)) as file:
            await fill_responses(file, found, planned, f03_columns.items_of(form))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
