"""The ledger against the heads that were given away: is it the same one, and as long?"""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from admin_cli.checks.finding import Finding, fail, failed, ok, warn
from storage import ledger, periods
from storage.database import Connection
from survey_flows.errors import SurveyError

if TYPE_CHECKING:
    from bot.settings import Settings
    from survey_flows.ledger.checkpoints import Checkpoint

_DUE = timedelta(days=8)
_SIGN = "run `loket ledger checkpoint` every week, and give the text to people outside the office"


async def of_ledger(
    connection: Connection, settings: "Settings", today: date
) -> AsyncIterator[Finding]:
    """What was given away is compared first: it tells of old data that look whole."""
    from admin_cli.ledger.heads import published_files

    folder = settings.checkpoint_dir
    try:
        given = sorted(published_files(folder).items(), key=lambda one: one[1].size)
    except SurveyError as error:
        yield failed("ledger", error)
        return
    except (OSError, UnicodeError) as error:
        yield fail("ledger", f"a head in {folder} cannot be read ({error})", "put it back as sent")
        return
    wrong, most = None, 0
    if given:
        file, head = given[-1]
        wrong, most = await _wrong(connection, head, _day(file, settings.timezone)), head.size
    yield wrong or await _state(connection, today)
    newest = await ledger.newest_checkpoint(connection)
    if newest and newest.size > most:
        said = f"the newest head, of {newest.made_on}, is not in {folder}"
        yield warn("ledger_heads", said, "copy that folder from the machine where it was signed")


async def _wrong(connection: Connection, head: "Checkpoint", day: date) -> Finding | None:
    """What is wrong, if the head is not one of this ledger."""
    size = await ledger.size(connection)
    if size < head.size:
        said = f"the data are older than the head given away on {day}: {size} leaves, not"
        cure = "restored from a backup? see docs/operations.md, Data older than a head"
        return fail("ledger", f"{said} {head.size}", cure)
    if (await ledger.head(connection, head.size)).root != head.root:
        said = f"this is not the ledger whose head over {head.size} leaves was given away on {day}"
        cure = "run `loket ledger verify`; tell those who keep the heads, and change nothing"
        return fail("ledger", said, cure)
    return None


async def _state(connection: Connection, today: date) -> Finding:
    newest = await ledger.newest_checkpoint(connection)
    said = f"{await ledger.size(connection)} leaves, {_age(newest, today)}"
    since = [one.first_day for one in await periods.all_periods(connection) if one.is_open(today)]
    if since and today - max(min(since), newest.made_on if newest else date.min) > _DUE:
        return warn("ledger", said, _SIGN)
    return ok("ledger", said)


def _age(newest: ledger.Checkpoint | None, today: date) -> str:
    if newest is None:
        return "no head was signed yet"
    return f"the newest head over {newest.size}, signed {(today - newest.made_on).days} days ago"


def _day(file: Path, timezone: str) -> date:
    """When the file was written: the data that knew it may be gone."""
    return datetime.fromtimestamp(file.stat().st_mtime, ZoneInfo(timezone)).date()
