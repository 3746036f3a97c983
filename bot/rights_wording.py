"""What citizens read about what they have sent already: seeing, replacing, taking back, erasing."""

from collections.abc import Mapping

from bot.taps import Later

AGAIN = "🔁 Jawab ulang"
WITHDRAW = "↩️ Tarik jawaban"
LEAVE_IT = "Tidak jadi"
AGAIN_NOTE = (
    "<b>Jawab ulang</b> mulai dari kosong. Jawaban lama tetap dihitung sampai yang baru terkirim."
)
LEFT = "Baik, tidak ada yang berubah."
ENDED: Mapping[str, str] = {
    "superseded": "Jawaban untuk <b>{lokus}</b> ini sudah diganti dengan jawaban Anda yang baru.",
    "withdrawn": "Jawaban untuk <b>{lokus}</b> ini sudah Anda tarik dan tidak dihitung.",
}

ASK_WITHDRAW = (
    "Tarik jawaban Anda untuk <b>{lokus}</b>?\n\n"
    "Jawaban tidak dihitung lagi. Sesudah itu Anda boleh menilai dari awal."
)
DO_WITHDRAW = "Ya, tarik"
WITHDRAWN = (
    "Jawaban untuk <b>{lokus}</b> sudah ditarik dan tidak dihitung.\n\n"
    "Ingin menilai lagi? Pindai kode QR di loket. Isinya ingin dihapus juga? /hapus"
)
CHOOSE_WITHDRAW = "Jawaban untuk kantor mana yang ingin ditarik?"
NOTHING_TO_WITHDRAW = (
    "Tidak ada jawaban minggu ini yang dapat ditarik.\n\n"
    "Jawaban hanya dapat ditarik sampai Minggu malam pada minggu pengiriman. "
    "Menghapus data selalu boleh: /hapus"
)

ASK_ERASE = (
    "<b>Hapus data Anda?</b>\n\n"
    "Isi jawaban yang terkirim ({sent}) dan yang belum terkirim ({unsent}) dihapus dan tidak "
    "dihitung lagi. Ini tidak dapat dibatalkan.\n\n"
    "Yang tetap tinggal hanya catatan tanpa isi dan tanpa nama bahwa pernah ada jawaban, "
    "agar semua orang dapat memeriksa bahwa tidak ada yang menghapus diam-diam."
)
DO_ERASE = "🗑 Ya, hapus semua"
ERASED = (
    "Sudah dihapus: isi {sent} jawaban terkirim dan {unsent} yang belum terkirim. "
    "Tidak ada lagi jawaban Anda pada kami.\n\n"
    "Salinan cadangan yang lama hilang menurut jadwalnya, dan penghapusan ini diulang bila "
    "salinan itu pernah dipakai."
)
NOTHING_TO_ERASE = (
    "Tidak ada jawaban dari akun ini yang masih dapat kami temukan.\n\n"
    "Jawaban dari masa penilaian yang kuncinya sudah dimusnahkan tidak lagi dapat dihubungkan "
    "dengan siapa pun, juga oleh kami."
)

DATA = "<b>Data akun ini</b>\n\n{lines}\n\n{about}{content}"
DATA_LINE = "• {lokus}: {state}{receipt}"
DATA_STATES: Mapping[str, str] = {
    "open": "sedang diisi, belum terkirim",
    "abandoned": "dibatalkan, tidak dihitung",
    "stands": "terkirim",
    "superseded": "terkirim, lalu diganti",
    "withdrawn": "terkirim, lalu ditarik",
}
DATA_RECEIPT = ", kode <code>{receipt}</code>"
DATA_ABOUT = (
    "Disimpan per jawaban: kantor, jawaban 1–5, jeda antarjawaban, dan jam pengiriman. "
    "Nama dan akun tidak disimpan. Selengkapnya: /privasi"
)
CONTENT_SOON = "\n\nIsi jawaban menyusul sebentar lagi dan hilang sendiri besok pukul 06.00."
CONTENT_TONIGHT = (
    "\n\nIsi jawaban akan dikirim malam ini sekitar pukul 19.00, supaya tidak ada petugas yang "
    "dapat menyuruh Anda membukanya pada jam kantor."
)
NO_DATA = (
    "Tidak ada jawaban dari akun ini pada masa penilaian sekarang.\n\n"
    "Nama dan akun Anda tidak disimpan. Selengkapnya: /privasi"
)
CONTENT = (
    "<b>Jawaban Anda</b>\n{lokus}\n\n{answers}\n\n"
    "Pesan ini terhapus sendiri pukul 06.00. Anda boleh menghapusnya lebih dahulu."
)
CONTENT_HEAD = "{state}, kode <code>{receipt}</code>"
CLOSED_MESSAGE = "Pesan ini sudah ditutup."

BACKCHECK = (
    "Tadi Anda menilai <b>{lokus}</b>. Siapa yang mengisi?\n\n"
    "Boleh dilewati. Jawaban ini rahasia dan tidak pernah ditunjukkan kepada kantor. "
    "Alamat obrolan yang disimpan untuk pertanyaan ini sudah dihapus."
)
BACKCHECK_WORDS: Mapping[Later, str] = {
    "self": "👤 Saya sendiri",
    "assisted": "🤝 Saya, dibantu orang lain",
    "staff": "🏢 Petugas yang mengisi",
    "skip": "Lewati",
}
BACKCHECK_SAID: Mapping[Later, str] = {
    "self": "Terima kasih. Tercatat, dan tidak terlihat oleh kantor.",
    "assisted": "Terima kasih. Tercatat, dan tidak terlihat oleh kantor.",
    "staff": (
        "Terima kasih sudah jujur. Tercatat, dan tidak terlihat oleh kantor.\n\n"
        "Ingin jawaban sendiri yang dihitung? Sampai Minggu malam pada minggu pengiriman: "
        "pindai lagi kode QR, atau /tarik."
    ),
    "skip": "Baik. Terima kasih sudah menilai.",
}
BACKCHECK_OVER = "Pertanyaan ini sudah dijawab atau sudah lewat waktunya. Terima kasih."

CHECK_HOW = "Ketik /cek diikuti kode tanda terima Anda, misalnya: /cek ABCDE-23456"
CHECK_UNKNOWN = (
    "Kode <code>{receipt}</code> tidak ditemukan.\n\n"
    "Periksa lagi hurufnya: kode terdiri atas 10 huruf A–Z dan angka 2–7."
)
CHECK_FOUND = "✅ Kode <code>{receipt}</code> <b>tercatat</b>.\n\n{covered}"
COVERED = (
    "Tercakup dalam titik periksa {day}: {size} catatan, sidik <code>{root}</code>. "
    "Cocokkan dengan yang diumumkan atau tercetak pada berita acara."
)
NOT_COVERED = "Titik periksa berikutnya akan mencakupnya, biasanya pada awal minggu depan."
