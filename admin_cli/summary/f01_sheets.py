"""The sheets about the forms of the offices, as they stood at the end of the week."""

from admin_cli.progress_text import day_of
from admin_cli.standings import Standing
from admin_cli.summary.book import Book, Cell, Column
from admin_cli.week_report import wording
from admin_cli.week_report.report import Report
from admin_cli.week_report.standings_then import SlotState, slots
from bot.desk.words import number_of

_PLACE = (
    Column("Lokus", 14),
    Column("Nama lokus", 36, "wrapped"),
    Column("Instansi", 30, "wrapped"),
)

_COUNTS = 7  # columns besides those of the aspek


def progress(book: Book, report: Report) -> None:
    """One row per lokus."""
    form = report.standings[0].sheet.form if report.standings else None
    columns = (
        *(*_PLACE, Column("Keadaan", 14), Column("Revisi", 8, "count")),
        *(Column("Butir terjawab", 10, "count"), Column("dari", 7, "count")),
        *(Column("Bukti kurang", 10, "count"), Column("Dinyatakan tidak ada", 12, "count")),
        *(Column(f"Terjawab: {one.label}", 18, "count") for one in (form.aspek if form else ())),
        *(Column("Dikirim pada", 13), Column("Terakhir diisi", 13)),
    )
    book.table("F-01 kemajuan", columns, map(_progress, report.standings))


def evidence(book: Book, report: Report) -> None:
    """One row per place for evidence that applies, of the forms somebody has opened."""
    columns = (
        *(*_PLACE, Column("Butir", 7), Column("Aspek", 26, "wrapped")),
        Column("Bukti dukung", 60, "wrapped"),
        *(Column("Keadaan", 22), Column("Berkas", 8, "count")),
        Column("Berkas dan keterangannya, atau alasan", 60, "wrapped"),
    )
    rows = (_slot(one, slot) for one in report.standings for slot in slots(one))
    book.table("F-01 bukti", columns, rows)


def _place(one: Standing) -> tuple[str, str, str]:
    return one.lokus.code, one.lokus.name, one.lokus.instansi.name


def _progress(one: Standing) -> list[Cell]:
    """Of a form nobody has opened there is nothing to count."""
    head = [*_place(one), wording.STATES[one.state]]
    if one.draft is None:
        return [*head, *[None] * (_COUNTS + len(one.sheet.form.aspek))]
    return [
        *head,
        one.draft.revision,
        one.answered,
        len(one.sheet.form.items),
        one.unproved,
        sum(bool(slot.reason) for slot in slots(one)),
        *(each.answered for each in one.sheet.progress()),
        day_of(one, one.sending) if one.sending else None,
        day_of(one, one.last) if one.last else None,
    ]


def _slot(one: Standing, slot: SlotState) -> list[Cell]:
    said = slot.reason or "; ".join(slot.files)
    return [
        *(*_place(one), number_of(slot.item), slot.aspek.label, slot.slot.label),
        *(_state(slot), len(slot.files), said),
    ]


def _state(slot: SlotState) -> str:
    if slot.reason:
        return wording.DECLARED
    if slot.is_owed:
        return wording.LACKING
    return wording.PROVED if slot.files else wording.OPTIONAL
