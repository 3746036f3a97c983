"""What the paper says beside the official wording of the form, in Bahasa Indonesia."""

from typing import Literal

Trouble = Literal["missing", "damaged", "unreadable"]

TITLE = (
    "FORMULIR PENGISIAN MANDIRI UNIT LOKUS",
    "PEMANTAUAN DAN EVALUASI KINERJA PENYELENGGARA",
    "PELAYANAN PUBLIK",
)
SUPPORTING, FORM_NAME = "DATA PENUNJANG PEKPPP", "Form Isian Unit Lokus"
INSTANSI, LOKUS, PERIOD = "Instansi", "Unit Lokus", "Masa penilaian"
PERIOD_DAYS = "{code} ({first} s.d. {last})"
REVISION, VERSION = "Revisi", "Versi formulir"
REVISION_OF = "{number} dari {newest}"
REOPENED = "Dibuka kembali oleh admin: {reason}"
SENT = "Dikirim {when} oleh {who}"
DRAFT, WATERMARK = "DRAF, belum dikirim", "DRAF"
SUPERSEDED = "sudah ada revisi {newest} sesudahnya"
ADMIN = "admin"

ASPEK = "{letter}. {label}"
UNNUMBERED = "+"
FILLED_BY = "Diisi {names}; terakhir {when}"
NOT_ASKED = "tidak berlaku"
UNANSWERED = "belum dijawab"
BLANK = "...................."
SKIPPED = "tidak diisi"
NONE_CHOSEN = "tidak ada satu pun"
BREAKS = "Perlu diperiksa: {message}"
PERCENTAGE = "Persentase selesai (dihitung): {percent} ({finished} dari {received})"
PERCENTAGE_OF_NONE = "Persentase selesai: tidak dapat dihitung, karena tidak ada yang masuk"

PROOF = "Bukti dukung: {label}"
MISSING = "Dinyatakan tidak ada: “{reason}” ({who}, {when})"
NO_PROOF, NO_FILE = "belum ada bukti", "tidak ada berkas"
KINDS = {
    "jpeg": "Foto",
    "png": "Foto",
    "webp": "Foto",
    "heic": "Foto",
    "pdf": "PDF",
    "docx": "DOCX",
    "xlsx": "XLSX",
    "mp4": "Video",
}
FILE = "<b>[{number}]</b> {kind}, {size}{pages}"
PAGES = ", {pages} hlm."
BY = "{name}, {when}"
DIGEST = "sha256 {start}…"
TROUBLES: dict[Trouble, str] = {
    "missing": "berkas tidak ditemukan",
    "damaged": "berkas rusak",
    "unreadable": "gambar tidak terbaca",
}

MARKS = {
    "reconstructed": "Disusun ulang dari F-02, karena naskah F-01 tidak terbaca di bagian ini.",
    "added": "Tambahan aplikasi; tidak tercetak di naskah F-01.",
}
SIGNS = {"reconstructed": "*", "added": "**"}

SUMMARY = "Ringkasan"
SUMMARY_HEADS = ("Aspek", "Butir terjawab", "Berkas", "Dinyatakan tidak ada", "Bukti kurang")
TOTAL = "Jumlah"
COUNT_OF = "{count} dari {of}"
FILES = "Daftar berkas"
FILES_HEADS = ("No.", "Butir", "Bukti dukung", "Berkas dan sha256", "Byte")
NO_FILES = "Tidak ada berkas."
INTACT = "Semua berkas di atas ada dan utuh (sha256 cocok) saat dokumen ini dicetak."
NOT_INTACT = "Saat dokumen ini dicetak, {count} berkas tidak ada atau rusak: {numbers}."
SIGNATURES = "Tanda tangan"
STATEMENT = (
    "Isian ini sesuai dengan keadaan sebenarnya di {lokus}. Kode dokumen: {code}. "
    "Diisi oleh: {names}."
)
NOBODY = "belum ada"
PLACE_AND_DATE = "........................................, ............................. 20......"
FILLER, IN_CHARGE, EVALUATOR = "Petugas pengisi", "Penanggung jawab", "Evaluator"
DOTS = "........................................"
NIP = "NIP. ................................"

PAGE = "Halaman {page} dari "
FOOT = "Kode dokumen {code} · Dicetak {when}"
RUNNING = "F-01 · {lokus} · {period} · Revisi {revision}"
PDF_TITLE = "F-01 {lokus}, {period}, revisi {revision}"
