"""What `loket qr make` and `loket ticket print` need to know before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from admin_cli import office
from admin_cli.door import WrongUse
from admin_cli.periods import unambiguous
from admin_cli.printing import say

if TYPE_CHECKING:
    from datetime import date

    from admin_cli.poster.logo import Logo
    from admin_cli.posters import Signer
    from storage.database import Connection
    from storage.periods import Period
    from storage.places import Lokus


@dataclass(frozen=True, slots=True)
class Wanted:
    """No codes means every lokus, of the instansi if one is named."""

    codes: Sequence[str]
    instansi: str
    period: str


def planned(wanted: Wanted, bot: str) -> "tuple[Sequence[Lokus], Signer]":
    """For which lokus, and who signs; a note where the period takes no answers today."""
    from admin_cli.posters import Signer
    from admin_cli.qr_bot import bot_name

    settings = office.settings()
    today = office.today(settings.timezone)
    found, counted_in = office.reading(partial(_read, wanted=wanted, today=today))
    if not found:
        raise WrongUse("there is no lokus yet: add one with `loket lokus add`")
    if not counted_in.is_open(today):
        say(f"note: period {counted_in.code} takes no answers today")
    key_id, key = office.keys(settings).newest_qr
    return found, Signer(bot_name(bot, settings), counted_in, key_id, key)


async def _read(
    tables: "Connection", *, wanted: Wanted, today: "date"
) -> "tuple[Sequence[Lokus], Period]":
    from storage.periods import all_periods
    from storage.places import all_lokus, instansi_of, lokus_of

    counted_in = _open_one(await all_periods(tables), wanted.period, today)
    if wanted.instansi:
        await instansi_of(tables, wanted.instansi)
    named = [await lokus_of(tables, code) for code in dict.fromkeys(wanted.codes)]
    return named or await all_lokus(tables, wanted.instansi or None), counted_in


def _open_one(every: "Sequence[Period]", code: str, today: "date") -> "Period":
    """Posters of a period that is over are printed when it is named, never by themselves."""
    found = unambiguous(every, code, today)
    if not code and not found.is_open(today):
        raise WrongUse("no period is open today: open one with `loket period open`")
    return found


def logo_of(file: Path, wanted: "Sequence[Lokus]") -> "Logo":
    """Raises WrongUse where it would stand on the posters of others."""
    from admin_cli.poster.logo import read_logo

    owners = sorted({one.instansi.code for one in wanted})
    if len(owners) > 1:
        raise WrongUse(
            f"the lokus belong to several instansi ({', '.join(owners)}), the logo to one: "
            "make their posters one after the other, with --all --instansi CODE"
        )
    logo = read_logo(file)
    if logo.is_coarse:
        say(f"note: the logo is {logo.width} x {logo.height} pixels, it will look coarse on paper")
    return logo


def warn_of_boxes(wanted: "Sequence[Lokus]") -> None:
    """Name the letters no font has, before they are on paper."""
    from admin_cli.poster.faces import unknown
    from admin_cli.poster.text import cleaned

    for one in wanted:
        if letters := unknown(cleaned(f"{one.name}{one.instansi.name}")):
            say(f"note: on the poster of {one.code}, {letters} will be boxes: no font has them")
