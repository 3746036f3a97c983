"""What two people of the demo have entered so far: a good part of F-01, on several days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RINA, DEWI, HASAN = 7101, 7102, 7201  # personas of the simulator's cast


@dataclass(frozen=True, slots=True)
class Proof:
    """A sample file of the simulator in a slot; a photo is sent as one, or "as a file"."""

    slot: str
    sample: str
    kind: Literal["photo", "document", "video"]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One item, filled by somebody so many days ago, at a time on the clock of the lokus."""

    by: int
    days_ago: int
    at: str
    answers: Mapping[str, str]
    proofs: tuple[Proof, ...] = ()
    lacking: Mapping[str, str] = field(default_factory=dict)


# Items 1 and 15 are left to whoever tries the demo: skips, counts and "Lainnya" are there.
VISITS = (
    Visit(
        RINA,
        6,
        "08:40",
        {"i02a": "ya", "i02unsur": "pengguna instansi oms"},
        lacking={"i02f2": "Hilang atau rusak"},
    ),
    Visit(
        RINA,
        6,
        "08:52",
        {"i03a": "ya", "i03b": "sebagian", "i03media": "cetak sosial website"},
    ),
    Visit(RINA, 6, "14:05", {"i04": "th2sbgn"}),
    Visit(
        HASAN,
        5,
        "10:15",
        {
            "i06a": "ya",
            "i06b": "2",
            "i06ikm": "86.4",
            "i06periode": "Semester I",
            "i06d": "ya",
            "i06e": "ya",
            "i06media": "elek non_elek",
            "i06f": "ya",
        },
        (Proof("i06f2", "Rekap antrean.xlsx", "document"),),
    ),
    Visit(HASAN, 5, "10:31", {"i07a": "cetak sosial website"}),
    Visit(RINA, 4, "09:03", {"i10a": "ya", "i10b": "jam gilir"}),
    Visit(
        RINA,
        4,
        "09:20",
        {"i11a": "ya", "i11b": "nilai kkn diskrim sanksi"},
        (Proof("i11f1", "SOP pelayanan.docx", "document", "Kode etik ada di bab IV"),),
    ),
    Visit(RINA, 4, "09:41", {"i14": "seragam idcard lima_s"}),
    Visit(RINA, 2, "13:10", {"i17a": "ya", "i17b": "toilet wastafel sabun air"}),
    Visit(RINA, 2, "13:24", {"i25": "kotak register poster"}),
    Visit(
        RINA,
        2,
        "13:48",
        {"anta": "ya", "antb": "suara nomor monitor"},
        (Proof("antf1", "antrean.mp4", "video"),),
    ),
    Visit(
        HASAN,
        1,
        "08:20",
        {"i16wajib": "kursi sejuk", "i16lengkap": "televisi wifi minum"},
        (Proof("i16f1", "ruang-tunggu.jpg", "photo", "Ruang tunggu lantai 1"),),
    ),
    Visit(
        HASAN,
        1,
        "08:44",
        {"i05a": "ya", "i05b": "ya", "i05c": "ya", "i05media": "elek non_elek"},
        (
            Proof("i05f1", "SK standar pelayanan.pdf", "document"),
            Proof("i05f2", "maklumat.jpg", "photo", "Di samping loket 1"),
        ),
    ),
)
