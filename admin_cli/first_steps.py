"""After `loket init` at a terminal: the first instansi, lokus and period, each if wanted."""

from datetime import date

from admin_cli import instansi, lokus, period
from admin_cli.asking import asked, until_fine
from admin_cli.printing import say


def first_steps(today: date) -> None:
    """Enter leaves a step for later; then the steps that need it are not asked about."""
    say("")
    say("Whose counters are assessed? Press Enter for what you would rather do later.")
    owner = until_fine(_instansi)
    if owner:
        say("Many lokus: press Enter here, then `loket lokus import --template`.")
        until_fine(lambda: _lokus(owner))
    until_fine(lambda: _period(today))


def _instansi() -> str:
    code = asked("Code of the instansi, e.g. pemkot")
    if code:
        instansi.add(code, asked("Its name, e.g. Pemerintah Kota Contoh"))
    return code


def _lokus(owner: str) -> None:
    code = asked("Code of its first lokus, e.g. pkm-melati")
    if code:
        lokus.add(code, asked("Its name as citizens know it"), owner)


def _period(today: date) -> None:
    code = asked("Code of the period in which answers are taken, e.g. " + str(today.year))
    if code:
        first = asked("First day", today.isoformat())
        period.open_one(code, first, asked("Last day", f"{today.year}-12-31"))
