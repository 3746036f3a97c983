"""Instruments as tables for people; programs ask for JSON."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from survey_flows.instrument import Instrument, Item


def _print(*parts: Table) -> None:
    """Wording is printed as it stands: brackets are no markup, `:names:` no emoji."""
    console = Console(markup=False, emoji=False, highlight=False)
    for part in parts:
        console.print(part)


def show_list(rows: Iterable[tuple[Instrument, str]]) -> None:
    table = Table("form", "version", "title", "items", "published")
    for form, published in rows:
        table.add_row(form.form_id, form.version, form.title, str(len(form.items)), published)
    _print(table)


def show_form(form: Instrument, published: str) -> None:
    head = Table.grid(padding=(0, 2))
    head.add_row("form", f"{form.form_id} {form.version}: {form.title}")
    head.add_row("source", form.source)
    head.add_row("answered by", form.audience)
    head.add_row("published", published)
    _print(head, _items(form), _choices(form))


def _items(form: Instrument) -> Table:
    table = Table("no", "code", "wording", "fields", "evidence")
    for aspek in form.aspek:
        table.add_section()
        table.add_row("", "", Text(aspek.label, style="bold"))
        for item in aspek.items:
            fields = ", ".join(one.name for one in item.fields)
            slots = ", ".join(one.name for one in item.evidence)
            table.add_row(_number(item), item.code, item.label, fields, slots)
    return table


def _number(item: Item) -> str:
    return "" if item.number is None else str(item.number)


def _choices(form: Instrument) -> Table:
    table = Table("list", "choice", "shown as")
    for key, listed in form.choices.items():
        for choice in listed:
            shown = " ".join(filter(None, [choice.symbol, choice.label, choice.hint]))
            table.add_row(key, choice.name, shown)
    return table
