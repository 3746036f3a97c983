"""What the regulation prints of F-01, held against what our file says: the second pair of eyes.

`f01_official.tsv` was cut out of the regulation's text by a script, not by our hand: item, kind,
and one block of text. An `option` stood in a table cell or at a box. `code` and `f02` are from the
evaluator's form F-02: the codes, and the items of which F-01 is damaged or prints no evidence.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from survey_flows.instrument import EvidenceSlot, Field, Instrument, Item

# Typing slips, and sentences broken over lines, as printed and as mended. Nothing else differs.
MENDED = [
    ("pelayananyang", "pelayanan yang"),
    ("kriteria kriteria", "kriteria-kriteria"),
    ("(kanopi /atap lainnya", "(kanopi/atap lainnya)"),
    ("tempay", "tempat"),
    ("mudah dikases", "mudah diakses"),
    ("jalan landau", "jalan landai"),
    ("(huruf braile)", "(huruf braille)"),
    ("Layar/dislay", "Layar/display"),
    ("(Manual/Elektronik\n", "(Manual/Elektronik)\n"),
    ("Media social", "Media sosial"),
    ("aplikasi mobil dan", "aplikasi mobile dan"),
    ("pelembgaan", "pelembagaan"),
    ("penyelenggaran", "penyelenggara"),
    ("Dukukungan", "Dukungan"),
    ("whatshapp", "whatsapp"),
    ("$= \\frac{\\text{", "= "),
    ("}}{\\text{", " / "),
    ("}} \\times 100\\%$", " × 100%"),
    ("6\toption\tNon\n6\ttext\tElektronik\n", "6\toption\tNon Elektronik\n"),
    ("(boleh dicentang lebih dari\n", "(boleh dicentang lebih dari 1)\n"),
    ("(boleh dicentang lebih dari 1 :\n", "(boleh dicentang lebih dari 1)\n"),
    ("Pusat Informasi/Lisan dan atau\n", "Pusat Informasi/Lisan\n"),
    ("tersedia berupa intranet", "tersedia berupa\n21\toption\tintranet"),
    ("(belum online) atau\n", "(belum online)\n"),
    ("21\ttext\te. SIPP elektronik tersedia berupa Intranet/Belum\n", ""),
    ("UU Nomor 25 Tahun 2009\n", "UU Nomor 25 Tahun 2009)\n"),
    ("Struktural\n21\ttext\tSISTEM INFORMASI PELAYANAN PUBLIK\n21\ttext\t", "Struktural, "),
    ("Kotak\n25\toption\tsaran/pengaduan", "Kotak saran/pengaduan"),
    ("pengaduan\n25\toption\tposter/", "pengaduan (poster/"),
    ("Foto/video ruang\n16\tf02\tTersedia ruang", "Tersedia ruang"),
    ("16\tf02\ttunggu dan seluruh", "16\tf02\tFoto/video ruang tunggu dan seluruh"),
]  # fmt: skip

# Printed for those who fill in paper: page and column heads, and skips our file says as `relevant`.
SKIPS = {"[berhentidisini]", "[lanjutpoinberikutnya]"}
FURNITURE = {
    *("unsurmasyarakat", "mediapublikasi", "jenismekanismepeningkatanmotivasikerja"),
    *("jangkawaktupemutakhirandata", "jumlahmediapublikasiuntukkomponenservicedelivery"),
    *("kebijakan", "pelayanan", "kebijakanpelayanan", "profesionalisme", "sdm"),
    *("profesionalismesdm", "saranaprasarana", "sisteminformasipelayananpublik"),
    *("konsultasidanpengaduan", "inovasipelayananpublik", "pertanyaan", "tambahan"),
    *("standarpelayanan", "maklumatpelayanan", "surveikepuasanmasyarakat"),
    *("buktidukung", "penjelasan", "lampirkan", "dan", "serta", "ya", "tidak"),
    "jikatidak,makatidakperlumenjawabpertanyaanb,c,d,dane",
}
ENUMERATED = re.compile(r"^(\d{1,2}|[a-g])[.)]+")
PRINTED = ("text", "option")  # in F-01 itself
SHORT = 6
COMPOSED = " — "  # joins two official texts in one label of ours, as a table's row and column


class Block(NamedTuple):
    item: str
    kind: str
    text: str


def regulation() -> list[Block]:
    printed = (Path(__file__).parent / "f01_official.tsv").read_text(encoding="utf-8")
    for slip, mended in MENDED:
        assert slip in printed, f"nothing to mend: {slip}"
        printed = printed.replace(slip, mended)
    return [Block(*line.split("\t")) for line in printed.splitlines()]


def letters(text: str) -> str:
    """The text without case, spacing, hyphens and bullets, which the printed form sets unevenly."""
    return re.sub(r"[\s•●–-]", "", text).casefold()


def name_of(item: Item) -> str:
    return str(item.number or item.code)


def choices_of(form: Instrument, item: Item) -> list[str]:
    return [one.label for field in item.fields for one in form.choices_of(field.name)]


def parts_of(item: Item) -> tuple[Field | EvidenceSlot, ...]:
    return (*item.fields, *item.evidence)


def wording_of(item: Item) -> list[str]:
    """All the official words of an item but its choices, in pieces that are printed as one."""
    labels = [item.label, *(one.label for one in parts_of(item) if "added" not in one.marks)]
    pieces = [piece for label in labels for piece in label.split(COMPOSED)]
    return [*pieces, *item.explanation.split("\n")]


def unprinted(form: Instrument, official: list[Block]) -> list[tuple[str, str]]:
    """Item and wording of ours that the regulation does not have."""
    found = []
    for item in form:
        printed = "".join(letters(one.text) for one in official if one.item == name_of(item))
        said = [*wording_of(item), *choices_of(form, item)]
        found += [(name_of(item), one) for one in said if letters(one) not in printed]
    return found


def left_over(form: Instrument, official: list[Block]) -> list[tuple[str, str]]:
    """Item and wording of the regulation that ours does not have."""
    items = {name_of(item): item for item in form}
    printed = [one for one in official if one.kind in PRINTED and one.item in items]
    rests = [(one.item, _left_of(one, form, items[one.item])) for one in printed]
    return [(item, rest) for item, left in rests for rest in left]


def _left_of(block: Block, form: Instrument, item: Item) -> list[str]:
    words = {letters(one) for one in (*wording_of(item), *(one.hint for one in item.fields))}
    choices = {letters(one) for one in choices_of(form, item)}
    known = choices if block.kind == "option" else words | choices
    if letters(block.text) in known:
        return []
    rests = _without(letters(block.text), words | SKIPS)
    return [one for one in rests if not _is_said(one, known, block.kind)]


def _without(text: str, words: Collection[str]) -> Iterator[str]:
    """What remains of a printed text when everything we say is taken out, longest first."""
    for word in sorted(words, key=len, reverse=True):
        if len(word) > SHORT:
            text = text.replace(word, "\n")
    yield from text.split("\n")


def _is_said(rest: str, known: Collection[str], kind: str) -> bool:
    """An option must be one of ours exactly; a text may be part of a longer one of ours."""
    plain = ENUMERATED.sub("", rest.strip(",;:")).strip("().,;:?")
    if not plain or plain in FURNITURE or rest in known:
        return True
    return kind == "text" and any(plain in one for one in known)
