"""What arrives from outside, as bytes nobody meant; each target raises at a slip of ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from admin_cli.door import WrongUse
from admin_cli.importing.csv_file import read_csv
from admin_cli.importing.rows import asked
from admin_cli.importing.xlsx_file import read_xlsx
from bot.desk.taps import read_desk_tap
from bot.inspection.boxes import boxes_in
from bot.inspection.sniffing import not_ours, sniffed
from bot.inspection.verdict import KINDS, Suspect
from bot.taps import DoorTap, RightTap, TurnTap, read_tap
from survey_flows.links import BadLink, Link, payload, read_link

KEYS = {1: b"k" * 32}
GENUINE = payload(Link("F-03", 7, 1), 1, KEYS[1])
_ROW = b"kode,nama,kode instansi,nama instansi,zona waktu\npkm,Puskesmas,kota,Kota,Asia/Makassar\n"
_FILE = Path("daftar.xlsx")  # only its name is said


class Slip(AssertionError):
    """Ours, not the data's."""


def links(data: bytes) -> None:
    """Nothing but what we signed is a link."""
    text = data.decode("latin-1")
    found = read_link(text, KEYS)
    if not isinstance(found, BadLink) and text != GENUINE:
        raise Slip(text)


def taps(data: bytes) -> None:
    """Whatever is read as a tap names a row only as we spell it."""
    text = data.decode("utf-8", errors="replace")
    tap = read_tap(text)
    read_desk_tap(text)
    if isinstance(tap, TurnTap | RightTap) and not 0 < len(tap.key) <= 16:
        raise Slip(text)
    if isinstance(tap, DoorTap):
        read_link(tap.payload, KEYS)


def headers(data: bytes) -> None:
    """A file has a kind or a reason, and its boxes come to an end."""
    if sniffed(data) not in {*KINDS, None}:
        raise Slip(data[:16])
    not_ours(data)
    try:
        for box in boxes_in(data, 0, len(data)):
            if not 0 <= box.start <= box.end <= len(data):
                raise Slip(box)
    except Suspect:
        pass


def imports(data: bytes) -> None:
    """A list is read, or refused with a cure; a zip is taken for a workbook."""
    try:
        sheet = read_xlsx(_FILE, data) if data.startswith(b"PK") else read_csv(data)
        asked(sheet, "kota")
    except WrongUse:
        pass


@dataclass(frozen=True)
class Target:
    """`seeds` are what it begins from."""

    try_out: Callable[[bytes], None]
    seeds: Sequence[bytes]


TARGETS: Mapping[str, Target] = {
    "links": Target(links, [GENUINE.encode(), b"A" * 32, b"-_" * 22]),
    "taps": Target(
        taps,
        [
            b"a:k3yk3yk3yk3yk3yk:i01:4",
            b"s:k3y:14",
            b"y:" + GENUINE.encode(),
            b"da:7:i01a:ya:12",
            b"du:7:i01e1:k3y",
            b"W:all",
            b"c3:k3y",
        ],
    ),
    "headers": Target(
        headers,
        [
            b"\0\0\0\x14ftypisom\0\0\0\0mp42\0\0\0\x08moov",
            b"%PDF-1.7",
            b"RIFF\0\0\0\0WEBP",
            b"\x89PNG\r\n\x1a\n",
            b"PK\x03\x04",
            b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x18abcdefgh",
        ],
    ),
    "imports": Target(
        imports,
        [
            _ROW,
            _ROW.decode().encode("utf-16"),
            _ROW.replace(b",", b";"),
            b'sep=;\n"kode";"nama"\n"a";"b"\n',
        ],
    ),
}
