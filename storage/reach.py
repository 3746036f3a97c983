"""Opening a database on behalf of a person: what keeps us out is said in words, with a cure."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from storage.database import Database, read_url
from storage.errors import StorageError


class DatabaseMissing(StorageError):
    """SQLite would silently make an empty file here."""

    code = "database.missing"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no database {path}: run `loket init`, or point LOKET_DATABASE_URL at yours"
        )


class DatabaseAhead(StorageError):
    """A newer program has been here."""

    code = "database.ahead"

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"the database is at version {found}, newer than the {wanted} of this program: "
            "install the newer program again"
        )


class DatabaseUnreachable(StorageError):
    """The database does not let us in."""

    code = "database.unreachable"

    def __init__(self, url: URL, reason: str) -> None:
        super().__init__(
            f"the database {shown(url)} cannot be used ({reason}): check LOKET_DATABASE_URL, and "
            "that the server runs"
        )


@dataclass(frozen=True, slots=True)
class Server:
    """The database program: `sqlite` or `postgresql`, with its version."""

    dialect: str
    version: str


@asynccontextmanager
async def reached(url: str, *, may_be_new: bool = False) -> AsyncIterator[Database]:
    """The database of `url`, closed afterwards; raises DatabaseMissing or DatabaseUnreachable."""
    database = Database(url)
    path = sqlite_file(database.url)
    if path is not None and not path.exists() and not may_be_new:
        raise DatabaseMissing(path)
    try:
        yield database
    except (DBAPIError, OSError) as error:
        if not _keeps_us_out(error):
            raise
        raise DatabaseUnreachable(database.url, _reason(error)) from error
    finally:
        await database.close()


async def server_of(database: Database) -> Server:
    """Which database program answers."""
    asked = "SELECT sqlite_version()" if database.dialect == "sqlite" else "SHOW server_version"
    async with database.reading() as connection:
        said = await connection.execute(sa.text(asked))
    return Server(database.dialect, str(said.scalar_one()).split()[0])


def sqlite_file(url: URL) -> Path | None:
    """Where SQLite keeps the data; None for a server."""
    is_file = url.get_backend_name() == "sqlite"
    return Path(url.database or "") if is_file else None


def shown(url: URL) -> str:
    """The URL as people write it, without its password."""
    plain = url.set(drivername=url.get_backend_name())
    return plain.render_as_string(hide_password=True)


def at_rest(text: str, *, password: bool) -> str:
    """A URL fit for a settings file: an absolute path; with `password` only where that is meant."""
    url = read_url(text)
    path = sqlite_file(url)
    if path is not None:
        return f"sqlite:///{path.absolute()}"
    kept = url.password if password else None
    host = (url.host, url.port, url.database, url.query)
    plain = URL.create(url.get_backend_name(), url.username, kept, *host)
    return plain.render_as_string(hide_password=False)


def has_password(text: str) -> bool:
    """Whether a database URL carries one."""
    return read_url(text).password is not None


def _keeps_us_out(error: DBAPIError | OSError) -> bool:
    """A slip in our SQL does not, nor a file of ours that cannot be written."""
    if isinstance(error, OSError):
        return error.filename is None
    return type(error) in {DBAPIError, DatabaseError, InterfaceError, OperationalError}


def _reason(error: Exception) -> str:
    """The driver's own words, without the name of its class in front."""
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig:
        cause = error.orig.__cause__ or error.orig
    return " ".join(str(cause).split()) or type(cause).__name__
