"""After a restore: what was erased since goes again, and what others hold is compared."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from admin_cli import office

if TYPE_CHECKING:
    from storage.database import Database


@dataclass(frozen=True, slots=True)
class Aftermath:
    """`erased` responses went again; `lacking` leaves were known outside and are not there."""

    erased: int
    lacking: int


async def put_right(database: "Database") -> Aftermath:
    """By the folder of signed heads, which lies apart from the database and its backups."""
    from datetime import date

    from admin_cli.ledger.heads import published
    from storage import erasures, ledger
    from storage.erasing import drop_called_off, erase, fold

    folder = office.settings().checkpoint_dir
    known = max((one.size for one in published(folder)), default=0)
    async with database.writing() as connection:
        lacking = max(0, known - await ledger.size(connection))
        done = [
            await erase(connection, name, date.fromisoformat(day))
            for name, day in erasures.listed(folder).items()
        ]
        await drop_called_off(connection)
    await fold(database)
    return Aftermath(sum(done), lacking)
