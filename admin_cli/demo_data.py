"""What a demo begins with: settings, keys, lokus, an open period, its staff, weeks of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from admin_cli import clock, demo_crowd, office
from admin_cli.demo_draft import days_before, fill, send_all
from admin_cli.demo_place import Place
from admin_cli.demo_settings import write_settings
from admin_cli.demo_staff import HOME, Hiring, Invited, start_chats
from admin_cli.posters import Edition, Printed, Signer, print_all
from bot.keys import KeyRing
from bot.simulator.snapshot import Keeper
from bot.simulator.world import World
from storage import instruments, periods, places, responses, staff
from storage.database import Connection, Database
from storage.drafts import Owner
from storage.evidence_store.folder import FolderStore
from storage.migrate import upgrade
from storage.periods import Period
from survey_flows import catalog
from survey_flows.fingerprint import fingerprint

TIMEZONE = "Asia/Makassar"
INSTANSI = ("kota-contoh", "Pemerintah Kota Contoh")
LOKUS = (
    ("pkm-melati", "Puskesmas Melati"),
    ("kel-sukamaju", "Kelurahan Sukamaju"),
    ("samsat-kota", "Samsat Kota Contoh"),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the page shows beside the phone."""

    posters: Sequence[Printed]
    invited: Invited | None


async def prepare(place: Place, world: World, database: Database) -> Prepared:
    """Make what is not there yet, and print the posters; safe to repeat after a crash."""
    write_settings(place, world.bot, TIMEZONE)
    keys = KeyRing(place.keys)
    keys.create()
    await upgrade(database)
    async with database.writing() as connection:
        period = await _fill(connection, keys, office.today(TIMEZONE))
        wanted = await places.all_lokus(connection)
    invited = await _staff(place, world, database, period)
    signer = Signer(world.bot.username, period, *keys.newest_qr)
    return Prepared(print_all(wanted, signer, Edition(), place.posters), invited)


async def _staff(place: Place, world: World, database: Database, period: Period) -> Invited | None:
    """Those who serve, with what they entered, once for all; an invitation as long as needed."""
    now = int(clock.now().timestamp())
    keys = KeyRing(place.keys)
    async with database.reading() as connection:
        is_done = await staff.posts(connection, include_revoked=True)
    if not is_done:
        await _settle_in(place, world, database, period)
    async with database.writing() as connection:
        return await Hiring(connection, keys, world).invite(now)


async def _settle_in(place: Place, world: World, database: Database, period: Period) -> None:
    """All of it or nothing; the Telegram is written down before anything names its files."""
    files = await send_all(world, FolderStore(place.evidence))
    start_chats(world)
    Keeper(world, place.telegram).save()
    moment = days_before(office.today(TIMEZONE), TIMEZONE)
    async with database.writing() as connection:
        members = await Hiring(connection, KeyRing(place.keys), world).hire_all(moment(7, "08:00"))
        home = await places.lokus_of(connection, HOME)
        await fill(connection, Owner(home.id, period.id), members, files, moment)


async def _fill(connection: Connection, keys: KeyRing, today: date) -> Period:
    published = date(today.year, 1, 1)  # before the first answers
    for form in catalog.shipped():
        version = (form.form_id, form.version, fingerprint(form))
        await instruments.publish(connection, *version, published)
    await _add_places(connection)
    period = await _open_period(connection, keys, today)
    if not await responses.count(connection):
        await demo_crowd.answer_all(connection, period, today)
    return period


async def _add_places(connection: Connection) -> None:
    code, name = INSTANSI
    if any(one.code == code for one in await places.all_instansi(connection)):
        return
    await places.add_instansi(connection, code, name, TIMEZONE)
    for lokus, title in LOKUS:
        await places.add_lokus(connection, lokus, title, code)


async def _open_period(connection: Connection, keys: KeyRing, today: date) -> Period:
    """The newest period open today; a new one, named after the year, when none is."""
    every = await periods.all_periods(connection)
    is_open = [one for one in every if one.is_open(today)]
    if is_open:
        return is_open[-1]
    code = _unused(str(today.year), {one.code for one in every})
    keys.drop_pepper(code)  # left by a start that died before the period was stored
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    return await periods.open_period(connection, code, first, last, keys.new_pepper(code))


def _unused(code: str, taken: set[str]) -> str:
    """The code, with a number if it must have one.

    >>> _unused("2026", {"2026", "2026-2"})
    '2026-3'
    """
    names = (code if number == 1 else f"{code}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
