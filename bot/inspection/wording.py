"""Why a file was not taken and what to do, in plain and polite Bahasa Indonesia."""

from collections.abc import Mapping

from bot.inspection.verdict import Kind, ReasonCode, Refused

REASONS: Mapping[ReasonCode, str] = {
    "empty": "Berkas ini kosong. Periksa berkasnya, lalu kirim lagi.",
    "too_large": "Berkas ini terlalu besar. Perkecil atau bagi menjadi beberapa bagian, "
    "lalu kirim lagi.",
    "unknown_type": "Isi berkas ini bukan jenis yang dapat diterima. "
    "Kirim sebagai foto (JPG, PNG, WebP, HEIC), PDF, DOCX, XLSX, atau video MP4.",
    "old_office": "Ini berkas Office format lama (.doc, .xls, .ppt). "
    "Simpan ulang sebagai DOCX, XLSX, atau PDF, lalu kirim lagi.",
    "not_accepted": "Berkas {kind} tidak dapat dipakai untuk bukti ini. "
    "Kirim jenis berkas yang diminta.",
    "broken": "Berkas ini rusak atau tidak lengkap. Coba buka di perangkat Anda, simpan ulang, "
    "lalu kirim lagi.",
    "encrypted": "Berkas ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi.",
    "macro": "Berkas Office ini berisi makro. Simpan ulang sebagai DOCX, XLSX, atau PDF tanpa "
    "makro, lalu kirim lagi.",
    "active": "Berkas ini berisi program, skrip, atau berkas lain yang disisipkan. "
    "Cetak ke PDF lalu kirim hasilnya; kirim berkas sisipan secara terpisah.",
    "polyglot": "Di dalam berkas ini tersembunyi berkas lain. "
    "Simpan ulang sebagai berkas baru, lalu kirim lagi.",
    "bomb": "Isi berkas ini jauh lebih besar daripada ukurannya, sehingga tidak aman dibuka. "
    "Simpan ulang sebagai PDF atau foto, lalu kirim lagi.",
    "too_many_pixels": "Ukuran gambar ini terlalu besar untuk diperiksa. "
    "Perkecil gambarnya atau foto ulang dengan mutu biasa, lalu kirim lagi.",
    "took_too_long": "Berkas ini terlalu rumit untuk diperiksa. "
    "Simpan ulang sebagai PDF atau bagi menjadi beberapa berkas, lalu kirim lagi.",
}

KIND_NAMES: Mapping[Kind, str] = {
    "jpeg": "foto JPG",
    "png": "gambar PNG",
    "webp": "gambar WebP",
    "heic": "foto HEIC",
    "pdf": "PDF",
    "docx": "Word (DOCX)",
    "xlsx": "Excel (XLSX)",
    "mp4": "video",
}


def sentence(refused: Refused) -> str:
    """What the sender reads.

    >>> sentence(Refused("not_accepted", "pdf"))
    'Berkas PDF tidak dapat dipakai untuk bukti ini. Kirim jenis berkas yang diminta.'
    """
    kind = KIND_NAMES[refused.kind] if refused.kind else "ini"
    return REASONS[refused.reason].format(kind=kind)
