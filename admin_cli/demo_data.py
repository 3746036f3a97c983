"""What a demo begins with: settings, keys, a database, three lokus and an open period."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count

from admin_cli import office
from admin_cli.demo_place import Place
from admin_cli.env_file import write_env
from admin_cli.poster_format import Format
from admin_cli.posters import Printed, Signer, print_all
from bot.keys import KeyRing
from bot.simulator.model import BotAccount
from storage import instruments, periods, places
from storage.database import Connection, Database
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


async def prepare(place: Place, bot: BotAccount) -> Sequence[Printed]:
    """Make what is not there yet, and print the posters; safe to repeat after a crash."""
    _write_settings(place, bot)
    keys = KeyRing(place.keys)
    keys.create()
    database = Database(place.database_url)
    try:
        await upgrade(database)
        async with database.writing() as connection:
            period = await _fill(connection, keys, office.today(TIMEZONE))
            wanted = await places.all_lokus(connection)
    finally:
        await database.close()
    signer = Signer(bot.username, period, *keys.newest_qr)
    return print_all(wanted, signer, Format.PNG, place.posters)


def _write_settings(place: Place, bot: BotAccount) -> None:
    """The file of `loket init`; later starts bring up to date what only the demo knows."""
    said = {
        "LOKET_BOT_TOKEN": bot.token,
        "LOKET_BOT_USERNAME": bot.username,
        "LOKET_TELEGRAM_API_BASE": place.api_base,
    }
    if not place.env_file.exists():
        paths = {"LOKET_DATABASE_URL": "sqlite:///loket.db", "LOKET_KEYS_DIR": "keys"}
        write_env(place.env_file, {**said, **paths, "LOKET_TIMEZONE": TIMEZONE})
        return
    before = place.env_file.read_text(encoding="utf-8")
    after = _with(before, said)
    if after != before:
        place.env_file.write_text(after, encoding="utf-8")


def _with(text: str, said: Mapping[str, str]) -> str:
    r"""Replace the lines of these settings.

    >>> _with("A=1\nB=2\n", {"B": "3"})
    'A=1\nB=3\n'
    """
    named = ((line.partition("=")[0], line) for line in text.split("\n"))
    return "\n".join(f"{name}={said[name]}" if name in said else line for name, line in named)


async def _fill(connection: Connection, keys: KeyRing, today: date) -> Period:
    for form in catalog.shipped():
        await instruments.publish(connection, form.form_id, form.version, fingerprint(form), today)
    await _add_places(connection)
    return await _open_period(connection, keys, today)


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
