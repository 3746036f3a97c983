"""Every sentence a citizen reads, in plain and polite Bahasa Indonesia; HTML as Telegram takes it.

Official wording (questions, aspek, faces) comes from the instrument, never from here.
"""

import hashlib
from collections.abc import Mapping

from survey_flows.prompts import RefusalCode

COMMANDS: Mapping[str, str] = {
    "mulai": "Mulai atau lanjutkan penilaian",
    "bantuan": "Cara mengisi",
    "privasi": "Data apa yang disimpan",
    "batal": "Batalkan penilaian ini",
    "data_saya": "Data saya yang disimpan",
    "tarik": "Tarik jawaban minggu ini",
    "hapus": "Hapus data saya",
    "cek": "Periksa kode tanda terima",
}

CONFIRM_LOKUS = (
    "Selamat datang 🙏\n\n"
    "Anda akan menilai layanan:\n<b>{lokus}</b>\n{instansi}\n\n"
    "Benar ini kantor yang Anda kunjungi?"
)
HERE = "✅ Ya, benar"
ELSEWHERE = "Bukan tempat ini"
WRONG_PLACE = (
    "Baik, tidak ada yang dicatat.\n\n"
    "Silakan pindai kode QR pada poster di kantor yang Anda kunjungi. "
    "Jika nama di poster dan di layar berbeda, mohon beri tahu petugas."
)

CONSENT = (
    "<b>Penilaian layanan {lokus}</b>\n\n"
    "{items} pertanyaan, sekitar 2 menit.\n\n"
    "• Nama, nomor telepon, dan akun Anda <b>tidak disimpan</b>.\n"
    "• <b>Jawab sendiri.</b> Petugas tidak boleh membantu atau melihat.\n"
    "• Petugas tidak dapat melihat jawaban Anda.\n"
    "• Anda boleh berhenti kapan saja, dan menarik atau mengganti jawaban sampai Minggu malam.\n"
    "• Sesudahnya kami dapat mengirim <b>satu pesan singkat</b>. Untuk itu alamat obrolan ini "
    "disimpan terenkripsi, lalu dihapus.\n"
    "• Jawaban dipakai untuk menilai mutu pelayanan publik (PEKPPP). "
    "Pesan dikirim lewat Telegram, yang servernya di luar negeri.\n\n"
    "Dengan menekan <b>Mulai</b> Anda menyetujui hal di atas. Selengkapnya: /privasi"
)
CONSENT_VERSION = hashlib.sha256(CONSENT.encode()).hexdigest()[:16]
BEGIN = "▶️ Mulai"
LATER = "🏠 Jawab nanti di rumah"
LATER_SAID = (
    "Baik. Jawab di rumah dengan tenang, tanpa petugas.\n\n"
    "Pesan ini tetap di sini. Tekan <b>Mulai</b> kapan saja sampai {last_day}.\n"
    "Besok sekitar pukul 19.00 kami mengingatkan satu kali. Hanya untuk itu alamat obrolan ini "
    "disimpan terenkripsi; selain itu belum ada yang dicatat."
)
REMINDER = (
    "Anda ingin menilai <b>{lokus}</b> di rumah. Sekarang waktu yang baik: 14 pertanyaan, "
    "sekitar 2 menit.\n\nIni satu-satunya pengingat. Alamat obrolan yang disimpan untuk itu "
    "sudah dihapus."
)

ITEM = "{lokus}\n<b>{number}/{of}</b> · {aspek}\n{bar}\n\n<b>{label}</b>\n\n{scale}"
SCALE = "<i>{low} {low_hint} … {high} {high_hint}</i>"
BACK = "⬅️ Kembali"
BEFORE = "Jawaban Anda tadi: {value}"
SAID_ANSWER = "✓ Nomor {number} tersimpan: {value}"
SAID_WITHDRAWN = "Nomor {number} dibuka lagi. Silakan jawab ulang."
RESUMED = "Melanjutkan penilaian <b>{lokus}</b>."

REVIEW = (
    "<b>Periksa jawaban Anda</b>\n{lokus}\n\n{answers}\n\n"
    "Ketuk nomor untuk mengubah. Jika sudah sesuai, tekan <b>Kirim</b>."
)
REVIEW_LINE = "{number}. {value}  {label}"
SEND = "📨 Kirim jawaban"

DONE = (
    "<b>Terima kasih, jawaban Anda tersimpan.</b> ✅\n\n"
    "{lokus}\n"
    "Kode tanda terima: <code>{receipt}</code>\n\n"
    "Kode ini hanya bukti bahwa jawaban diterima; isinya tidak terbaca dari kode. "
    "Jawaban Anda tidak lagi ditampilkan di obrolan ini.\n\n"
    "Berubah pikiran? Sampai Minggu malam ini jawaban dapat diganti atau ditarik: pindai lagi "
    "kode QR, atau /tarik.\n"
    "Ada keluhan yang perlu ditindaklanjuti? Sampaikan lewat SP4N-LAPOR!"
)
COMPLAIN = "📣 SP4N-LAPOR!"
ALREADY = (
    "Akun ini sudah menilai <b>{lokus}</b> pada masa penilaian ini. Terima kasih! ✅\n\n"
    "Kode tanda terima: <code>{receipt}</code>\n\n"
    "Satu akun dihitung satu kali untuk setiap kantor.\n\n{change}"
)
CAN_CHANGE = (
    "Sampai <b>{until}</b> Anda dapat menjawab ulang atau menarik jawaban. "
    "Yang dihitung hanya jawaban terakhir."
)
CANNOT_CHANGE = (
    "Minggu penilaiannya berakhir {until}, jadi jawaban tidak dapat diubah lagi. "
    "Menghapus data tetap hak Anda: /hapus"
)
ABANDONED = (
    "Penilaian dibatalkan. Jawaban yang belum dikirim tidak dihitung.\n\n"
    "Ingin menilai lagi? Pindai kode QR di loket."
)
ASK_STOP = "Batalkan penilaian <b>{lokus}</b>?\n\nJawaban yang sudah diisi tidak akan dikirim."
STOP = "Ya, batalkan"
GO_ON = "▶️ Lanjutkan mengisi"
NOTHING_TO_STOP = "Tidak ada penilaian yang sedang berjalan."
MOVED = "Dilanjutkan di pesan lain."

NO_LINK = (
    "Selamat datang 🙏\n\n"
    "Untuk menilai layanan, pindai <b>kode QR pada poster di loket</b> dengan kamera HP, "
    "lalu tekan MULAI.\n\nButuh bantuan? /bantuan"
)
NOTHING_OPEN = (
    "Belum ada penilaian yang sedang berjalan.\n\n"
    "Silakan pindai kode QR pada poster di loket, lalu tekan MULAI."
)
BAD_LINK = (
    "Maaf, kode QR ini tidak dikenali atau sudah tidak berlaku.\n\n"
    "Silakan pindai poster terbaru di loket. Jika tetap gagal, mohon beri tahu petugas "
    "bahwa posternya perlu diganti."
)
EXPIRED_LINK = (
    "Maaf, kode QR ini sudah lewat masa berlakunya.\n\nSilakan pindai poster terbaru di loket."
)
EARLY_LINK = (
    "Maaf, kode QR ini belum berlaku.\n\n"
    "Silakan pindai poster minggu ini di loket, atau beri tahu petugas."
)
USED_TICKET = (
    "Tiket ini sudah dipakai. Satu tiket untuk satu orang.\n\n"
    "Anda tetap dapat menilai: minta tiket baru kepada petugas, atau pindai poster di loket."
)
EXPIRED_TICKET = (
    "Maaf, tiket ini sudah lewat masa berlakunya.\n\n"
    "Anda tetap dapat menilai: minta tiket baru kepada petugas, atau pindai poster di loket."
)
VOID_TICKET = (
    "Maaf, tiket ini tidak berlaku.\n\n"
    "Anda tetap dapat menilai: minta tiket baru kepada petugas, atau pindai poster di loket."
)
WRONG_FORM = (
    "Kode QR ini untuk formulir petugas, bukan untuk penilaian warga.\n\n"
    "Silakan pindai poster penilaian di loket."
)
UNKNOWN_PLACE = (
    "Maaf, kantor pada kode QR ini tidak terdaftar.\n\n"
    "Silakan pindai poster terbaru di loket, atau beri tahu petugas."
)
NOT_YET = "Penilaian <b>{lokus}</b> belum dibuka.\n\nSilakan kembali mulai {first_day}."
PERIOD_CLOSED = (
    "Masa penilaian <b>{lokus}</b> sudah ditutup pada {last_day}.\n\n"
    "Terima kasih atas perhatian Anda. Keluhan tetap dapat disampaikan lewat SP4N-LAPOR!"
)
OWN_INSTANSI = (
    "Akun ini terdaftar sebagai petugas {instansi}, "
    "jadi tidak dapat menilai layanannya sendiri.\n\n"
    "Aturan ini menjaga penilaian warga tetap bebas dari campur tangan."
)
OUT_OF_SERVICE = (
    "Maaf, penilaian belum dapat diterima saat ini karena gangguan di sisi kami.\n\n"
    "Belum ada yang dicatat. Silakan coba lagi nanti."
)
TROUBLE = (
    "Maaf, ada gangguan di sisi kami. Jawaban yang sudah tersimpan tetap aman.\n\n"
    "Silakan coba lagi dengan /mulai."
)
TOO_FAST = "Terlalu cepat. Tunggu sebentar, lalu coba lagi."
NOT_YOURS = "Tombol ini bukan untuk akun Anda. Silakan pindai kode QR di loket."
OLD_BUTTON = "Tombol ini sudah tidak berlaku. Lanjutkan dengan /mulai."

HINT_TEXT = "Mohon tekan salah satu tombol, atau ketik angka 1 sampai 5."
HINT_LATE_TEXT = (
    "Pesan Anda tiba sebelum pertanyaan ini tampil, jadi belum dicatat. Mohon jawab sekali lagi."
)
HINT_REVIEW = "Mohon pakai tombol: ketuk nomor untuk mengubah, atau Kirim."
HINT_OTHER = "Terima kasih, tetapi penilaian ini hanya memakai tombol atau angka 1 sampai 5."
HINT_OTHER_IDLE = "Terima kasih, tetapi saya hanya dapat menerima penilaian layanan."

REFUSALS: Mapping[RefusalCode, str] = {
    "consent.first": "Mohon tekan Mulai dahulu.",
    "choice.unknown": "Pilihan itu tidak ada. Mohon pilih salah satu tombol.",
    "field.not_asked": "Pertanyaan itu belum sampai. Mohon jawab yang tampil sekarang.",
    "back.stale": "Tombol itu dari layar sebelumnya. Ini pertanyaan Anda sekarang.",
    "text.not_a_choice": HINT_TEXT,
    "review.incomplete": "Masih ada pertanyaan yang belum dijawab.",
    "review.moved_on": "Jawaban baru saja berubah. Mohon periksa sekali lagi, lalu Kirim.",
    "review.use_buttons": HINT_REVIEW,
    "closed.submitted": "Penilaian ini sudah terkirim dan tidak berubah lagi.",
    "closed.abandoned": "Penilaian ini sudah dibatalkan. Pindai kode QR untuk mulai lagi.",
}

HELP = (
    "<b>Cara mengisi</b>\n\n"
    "1. Pindai kode QR pada poster di loket.\n"
    "2. Pastikan nama kantornya benar, lalu tekan Mulai.\n"
    "3. Jawab 14 pertanyaan dengan tombol 1–5, atau ketik angkanya. "
    "1 sangat buruk, 5 sangat baik.\n"
    "4. Periksa, lalu tekan Kirim.\n\n"
    "Terputus di tengah jalan? Buka lagi obrolan ini dan tekan /mulai.\n"
    "/batal membatalkan · /tarik menarik jawaban · /cek memeriksa kode tanda terima\n"
    "/privasi tentang data Anda · /data_saya · /hapus"
)
PRIVACY = (
    "<b>Privasi Anda</b>\n\n"
    "• Yang disimpan: kantor yang dinilai, jawaban 1–5, jeda antarjawaban, jam pengiriman (tanpa "
    "menit), dan hari pertama akun menilai pada masa ini.\n"
    "• Nama, nama pengguna, nomor telepon, dan ID Telegram <b>tidak disimpan</b>. Akun hanya "
    "menjadi sandi satu arah agar satu akun dihitung satu kali; kuncinya terpisah, tiap masa "
    "penilaian berbeda, dan dimusnahkan sesudahnya.\n"
    "• Alamat obrolan disimpan terenkripsi hanya selama kami masih harus mengirim pesan: "
    "pengingat, satu pertanyaan sesudahnya, atau data yang Anda minta. Lalu dihapus.\n"
    "• Petugas kantor tidak dapat melihat, mengubah, atau menghapus jawaban Anda.\n"
    "• Tujuan: evaluasi penyelenggaraan pelayanan publik (PEKPPP). "
    "Dasar: tugas pelayanan publik dan persetujuan Anda (UU 27/2022).\n"
    "• Percakapan melewati server Telegram di luar negeri. "
    "Anda dapat menghapus obrolan ini kapan saja.\n\n"
    "<b>Hak Anda</b>, dijawab paling lama 3×24 jam:\n"
    "/data_saya melihat yang disimpan\n"
    "/tarik menarik jawaban minggu ini\n"
    "/hapus menghapus isi jawaban\n"
    "/batal berhenti sebelum mengirim\n"
    "/cek KODE memeriksa bahwa jawaban tercatat"
)
SHORT_DESCRIPTION = "Menilai layanan kantor pemerintah: 14 pertanyaan, 2 menit, tanpa nama."
DESCRIPTION = (
    "Pindai kode QR pada poster di loket, lalu tekan MULAI. "
    "Jawab sendiri 14 pertanyaan, sekitar 2 menit. Nama Anda tidak disimpan."
)
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
