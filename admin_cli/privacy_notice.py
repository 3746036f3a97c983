"""`loket privacy notice`: after a breach, whom it concerns and what to tell them (pasal 46)."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from admin_cli import office
from admin_cli.codes import day_of
from admin_cli.printing import AsJson, document, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from storage.affected import Affected
    from storage.database import Connection
    from storage.responses import Span

_EVER = ("1970-01-01", "9998-12-31")
_TEXT = """\
PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI (UU 27/2022 pasal 46)

Kepada masyarakat yang menilai layanan kami, dan kepada lembaga pelindungan data pribadi

1. Data yang terungkap
   {responses} jawaban penilaian layanan (F-03) pada {places} lokus{span}: kantor yang dinilai,
   jawaban 1-5, jeda antarjawaban, dan jam pengiriman. Nama, nomor telepon, dan ID Telegram tidak
   kami simpan; akun hanya berupa sandi satu arah, yang tanpa kunci terpisah tidak menunjuk kepada
   siapa pun.
   Apakah kunci (pepper) ikut terungkap: [ya / tidak].
2. Kapan dan bagaimana
   [tanggal dan jam diketahui, apa yang terjadi]
3. Upaya penanganan dan pemulihan
   [apa yang sudah dan akan dilakukan, kapan kunci diganti]
4. Yang dapat Anda lakukan
   Kirim /data_saya kepada bot untuk melihat data Anda, /hapus untuk menghapus isinya, dan
   /cek KODE untuk memastikan jawaban tetap tercatat. Narahubung: [nama, jabatan, telepon]

Pemberitahuan ini wajib disampaikan paling lambat 3 x 24 jam sesudah kegagalan diketahui.
"""


def notice(
    lokus: Annotated[str, typer.Option(metavar="CODE", help="Only this one.")] = "",
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="Sent from this day.")] = "",
    last: Annotated[str, typer.Option("--until", metavar="DATE", help="Up to this one.")] = "",
    as_json: AsJson = False,
) -> None:
    """After a breach: count the responses it concerns, per lokus and period, and print the notice.

    The notice goes to those concerned and to the authority within 3 x 24 hours.
    """
    days = day_of(first or _EVER[0]), day_of(last or _EVER[1])
    found = office.reading(lambda tables: _affected(tables, days, lokus))
    said = (
        " yang dikirim" + (f" sejak {first}" if first else "") + (f" sampai {last}" if last else "")
    )
    text = _TEXT.format(
        responses=sum(one.responses for one in found),
        places=len({one.lokus for one in found}),
        span=said if first or last else "",
    )
    if as_json:
        document({"affected": [asdict(one) for one in found], "notice": text})
        return
    rows = [(one.period, one.lokus, one.name, str(one.responses)) for one in found]
    table(("period", "lokus", "name", "responses"), rows, empty="no response is concerned")
    typer.echo(text)
    say("fill in what stands in [ ]; the count per lokus above is for the authority")


async def _affected(
    tables: "Connection", days: "tuple[date, date]", lokus: str
) -> "Sequence[Affected]":
    from storage import affected, places

    if lokus:
        await places.lokus_of(tables, lokus)
    return await affected.affected(tables, _span(days), lokus)


def _span(days: "tuple[date, date]") -> "Span":
    """Whole days where the server is said to be."""
    from datetime import timedelta

    from storage.responses import Span
    from survey_flows.weeks import first_hour

    zone = ZoneInfo(office.settings().timezone)
    first, last = days
    return Span(first_hour(first, zone), first_hour(last + timedelta(days=1), zone))
