"""Every sentence staff read, in plain and polite Bahasa Indonesia; HTML as Telegram takes it.

Official wording (questions, options, bukti dukung, penjelasan) comes from the instrument.
"""

from collections.abc import Mapping

from survey_flows.edits import NoCode

ROLES = {"petugas": "petugas", "penanggung_jawab": "penanggung jawab"}

# Invitations
INVITED = (
    "Selamat datang, <b>{name}</b> 🙏\n\n"
    "Anda diundang mengisi F-01 <b>{lokus}</b> sebagai {role}.\n\n"
    "Kode Anda: <code>{code}</code>\n\n"
    "Sebutkan kode ini langsung kepada admin (tatap muka atau telepon) sampai {until}. "
    "Setelah dikonfirmasi, bot ini mengabari Anda.\n\n"
    "Bukan Anda? Abaikan pesan ini."
)
GREETING = (
    "<b>{name}</b>, akun Anda sudah dikonfirmasi ✅\n\n"
    "Anda bertugas di <b>{lokus}</b> sebagai {role}.\n\n"
    "Tekan tombol di bawah, atau ketik /tugas kapan saja."
)
REFUSED_INVITES = {
    "unknown": ("Maaf, tautan undangan ini tidak dikenali. Mintalah tautan baru kepada admin."),
    "expired": ("Maaf, tautan undangan ini sudah lewat 48 jam. Mintalah tautan baru kepada admin."),
    "used": (
        "Tautan undangan ini sudah dipakai. Jika bukan Anda yang memakainya, "
        "segera beri tahu admin dan mintalah tautan baru."
    ),
    "revoked": "Undangan ini sudah dibatalkan admin. Silakan hubungi admin.",
}

# /tugas
TASKS = "<b>Tugas Anda</b>\n\nPilih lokus:"
OPEN_TASKS = "📋 Buka tugas"
NO_POST = "Akun ini tidak (lagi) bertugas mengisi F-01. Hubungi admin bila ini keliru."
NO_PERIOD = "Belum ada masa penilaian yang dibuka untuk <b>{lokus}</b>. Silakan kembali nanti."
NO_FORM = "Formulir F-01 belum diterbitkan admin. Silakan kembali nanti."
GONE = "Tombol ini sudah tidak berlaku. Lanjutkan dengan /tugas."

SHEET = (
    "<b>F-01 · {lokus}</b>\n{deadline}\n\n{aspek}\n\n"
    "<b>{answered}/{items}</b> butir terjawab{evidence}"
)
DEADLINE = "Batas: {day} ({left})"
DAYS_LEFT = "{days} hari lagi"
LAST_DAY = "hari terakhir"
CLOSED = "Masa pengisian sudah ditutup ({day}). Isian hanya dapat dibaca."
NOT_OPEN = "Masa pengisian dibuka {day}. Sampai saat itu isian hanya dapat dibaca."
SENT_LINE = "✅ Terkirim {when} oleh {who}. Isian terkunci."
REOPENED_LINE = "🔓 Dibuka kembali oleh admin: {reason}"
ASPEK_LINE = "{mark} {label} <b>{answered}/{items}</b>{lacking}"
LACKING = " · bukti kurang {count}"
LACKING_ALL = " · bukti kurang <b>{count}</b>"
ALL_DONE = "Semua butir dan bukti sudah lengkap. Silakan periksa."
CONTINUE = "▶️ Lanjut mengisi"
BEGIN = "▶️ Mulai mengisi"
CHECK = "🔎 Periksa & kirim"
LOOK = "🔎 Lihat isian"
OTHER_LOKUS = "🔁 Lokus lain"
BELL_ON = "🔔 Pengingat: hidup"
BELL_OFF = "🔕 Pengingat: mati"
BELL_TOASTS = {
    True: (
        "Pengingat dihidupkan: 7 hari dan 1 hari sebelum batas, dan bila ada butir yang baru "
        "sebagian. Tidak pernah malam hari."
    ),
    False: "Pengingat dimatikan.",
}
GROUP = "<b>{aspek}</b>\n{lokus}\n\n{items}\n\nKetuk nomor untuk membuka."
GROUP_LINE = "{mark} <b>{number}</b> {label}"
MARKS = "✅ lengkap · ✍️ sebagian · 📎 bukti kurang · ⚪ kosong"
UNNUMBERED = "Tambahan"

# One place
PLACE = "{lokus}\n<b>{number}</b> · {aspek}\n<b>{label}</b>"
FIELD = "\n\n{label}"
HINT = "\n<i>{hint}</i>"
RECONSTRUCTED = "\n<i>(susunan kami dari F-02; naskah F-01 tidak terbaca)</i>"
OPTION_LINE = "{mark}{number}. {label}"
ANSWER_NOW = "\n\nJawaban: <b>{value}</b>\n<i>{who}</i>"
ANSWERED_BY = "\n\n<i>✓ {who}</i>"
BREAKS = "\n\n⚠️ {message}"
BY = "{name}, {when}"
ADMIN = "admin"
ASK_NUMBER = "\n\n⌨️ Ketik angkanya, lalu kirim."
ASK_DATE = "\n\n⌨️ Ketik tanggalnya, misalnya 17-8-2021."
ASK_TEXT = "\n\n⌨️ Ketik jawaban Anda, lalu kirim."
ASK_SEVERAL = "\n\nBoleh lebih dari satu. Ketuk untuk memilih, lalu tekan Selesai."
OPTIONAL = "\n<i>Boleh dilewati.</i>"
NONE_APPLIES = "🚫 Tidak ada satu pun"
NONE_CHOSEN = "tidak ada satu pun"
DONE = "✔️ Selesai ({count})"
BEFORE = "⬅️ Sebelumnya"
SKIP = "Lewati dulu ➡️"
NEXT = "Lanjut ➡️"
EXPLAIN = "ℹ️ Penjelasan"
LIST = "☰ Daftar"
CLEAR = "🗑 Hapus jawaban"
EXPLANATION = "<b>Penjelasan butir {number}</b>{page}\n\n{text}"
NO_EXPLANATION = "Regulasi tidak memuat penjelasan untuk butir ini."
BACK = "⬅️ Kembali"
MORE = "Lanjutan ➡️"
SAID_ANSWER = "✓ Tersimpan: {value}"
SAID_CHOSEN = "✓ Tersimpan ({count} dipilih)"
SAID_CLEARED = "✓ Jawaban dihapus."
SAID_MISSING = "✓ Dicatat: bukti tidak ada."
SAID_FOUND = "✓ Catatan “tidak ada” dihapus."
ECHO = "✏️ {name} baru saja mengisi ini."
SAID_REMOVED = "✓ Berkas dikeluarkan. Riwayatnya tetap tercatat."

# Evidence
SLOT = "\n\n📎 Bukti dukung:\n<b>{label}</b>\n\n"
SEND_FILES = (
    "Kirim {kinds} ke obrolan ini, paling besar 20 MB per berkas. Boleh beberapa sekaligus."
)
FILES_NOW = "\n\nTersimpan: <b>{count} berkas</b>\n{files}"
FILE_LINE = "{number}. {kind} · {size}{caption} <i>({who})</i>"
MISSING_NOW = "\n\nDinyatakan tidak ada: “{reason}”\n<i>{who}</i>"
WAITING_NOW = "\n\n⏳ {count} berkas sedang disimpan."
SHOW_FILES = "📂 Lihat ({count})"
LACK = "🚫 Bukti tidak ada"
FOUND = "↩️ Batalkan “tidak ada”"
FILES = "<b>Berkas untuk:</b>\n{label}\n\n{files}\n\nTombol 🗑 mengeluarkan satu berkas."
NO_FILES = "Belum ada berkas."
REMOVE = "🗑 {number}"
LACK_SCREEN = (
    "Mengapa bukti ini tidak ada?\n<b>{label}</b>\n\n"
    "Pilih salah satu, atau ketik alasannya di obrolan ini."
)
REASONS = (
    "Belum pernah dibuat",
    "Sedang diproses",
    "Hilang atau rusak",
    "Tidak berlaku bagi unit kami",
)
CHOOSE_LOKUS = "Pilih lokus dahulu dan buka buktinya, lalu kirim berkasnya lagi."
CHOOSE_SLOT = "Berkas Anda untuk bukti yang mana?\n\n{slots}"
USE_UNPLACED = "📥 Pakai {count} berkas yang tadi dikirim"
UNPLACED = (
    "\n\n📥 {count} berkas kiriman Anda belum punya tempat. "
    "Buka buktinya, lalu tekan “Pakai berkas”."
)
NO_SLOT = "📥 Berkas diterima. Buka bukti yang dimaksud, lalu tekan “Pakai berkas”."
TOO_BIG = (
    "Berkas itu {size}, lebih besar dari batas 20 MB.\n\n"
    "Kompres dahulu, kirim sebagai foto, atau bagi menjadi beberapa bagian."
)
NOT_EVIDENCE = "Yang dapat disimpan sebagai bukti: foto, PDF, DOCX, XLSX, atau video MP4."
KINDS = {
    "jpeg": "foto",
    "png": "foto",
    "webp": "foto",
    "heic": "foto",
    "pdf": "PDF",
    "docx": "DOCX",
    "xlsx": "XLSX",
    "mp4": "video",
}
SAVED_ONE = "✅ Berkas tersimpan."
SAVED_ALL = "✅ {stored} dari {of} tersimpan."
SAVED_NOT = "⚠️ Berkas tidak tersimpan."
SAVED_SOME = "⚠️ {stored} dari {of} tersimpan."
SAVING = "⏳ Sedang menyimpan {of} berkas…"
FOR_SLOT = "Bukti: {label}"
FILE_NUMBER = "Berkas {number}"
NOT_SAVED = "• {name}: {reason}"
KEEP_QUALITY = (
    "💡 Foto dikecilkan oleh Telegram. Untuk dokumen atau tulisan kecil, "
    "pilih <b>kirim sebagai file</b> agar tetap tajam."
)
OPEN_SLOT = "📎 Buka bukti ini"
TROUBLES = {
    "too_big": "Lebih besar dari 20 MB. Kompres atau bagi menjadi beberapa bagian.",
    "gone": "Tidak dapat diunduh lagi dari Telegram. Mohon kirim ulang.",
    "draft_sent": "Datang setelah F-01 terkirim, jadi tidak ikut tersimpan.",
    "slot_full": "Bukti ini sudah penuh. Keluarkan satu berkas dahulu, lalu kirim lagi.",
}
TROUBLE = "Tidak dapat disimpan. Mohon kirim ulang."

# Review and sending
REVIEW = "<b>Periksa F-01</b>\n{lokus}\n\n{aspek}\n\n{verdict}"
REVIEW_ASPEK = "<b>{aspek}</b>\n\n{items}"
REVIEW_ITEM = "{mark} <b>{number}</b> {answers}{proof}"
REVIEW_PROOF = "\n     📎 {count}"
REVIEW_FILES = "{count} berkas"
REVIEW_MISSING = "{count} dinyatakan tidak ada"
REVIEW_OWED = "<b>{count} belum ada</b>"
UNANSWERED = "—"
OWED = "Masih kurang: <b>{owed}</b>. Tekan “Isi yang kurang”."
FILL_GAPS = "▶️ Isi yang kurang ({count})"
COMPLETE_PJ = "Semua lengkap. Anda dapat mengirim F-01 sekarang."
COMPLETE = "Semua lengkap. Penanggung jawab dapat mengirim F-01."
ASK_SEND = (
    "<b>Kirim F-01 {lokus}?</b>\n\n{answered} butir terjawab, {files} berkas, "
    "{missing} bukti dinyatakan tidak ada.\n\n"
    "Setelah dikirim, isian terkunci. Hanya admin yang dapat membukanya lagi, dengan alasan."
)
SEND = "📨 Kirim F-01"
SEND_NOW = "📨 Ya, kirim sekarang"
SAID_SENT = "<b>F-01 terkirim.</b> Terima kasih! ✅"
STILL_SAVING = "Masih ada {count} berkas yang sedang disimpan. Tunggu sebentar, lalu kirim lagi."
NOT_IN_CHARGE = "Hanya penanggung jawab yang dapat mengirim F-01."
PERIOD_OVER = "Masa pengisian sedang tidak dibuka, jadi tidak ada yang diubah."

REFUSALS: Mapping[NoCode, str] = {
    "place.not_asked": "Pertanyaan itu tidak (lagi) berlaku karena jawaban lain berubah.",
    "answer.moved_on": (
        "Rekan Anda baru saja menjawab ini. Jawabannya tampil di bawah; "
        "jawab sekali lagi bila memang ingin mengubahnya."
    ),
    "answer.constraint": "Jawaban itu tidak cocok dengan jawaban lain.",
    "file.unknown": "Berkas itu sudah dikeluarkan.",
    "reason.not_needed": "Bukti ini sudah ada berkasnya.",
    "sheet.sent": "F-01 ini sudah terkirim dan terkunci. Hanya admin yang dapat membukanya lagi.",
    "sheet.incomplete": "Masih ada yang kurang. Mohon lengkapi dahulu.",
    "sheet.moved_on": "Isian baru saja berubah. Mohon periksa sekali lagi, lalu kirim.",
    "number.unreadable": "Mohon ketik angka saja, misalnya 12.",
    "number.not_whole": "Mohon ketik bilangan bulat, tanpa koma.",
    "date.unreadable": "Mohon ketik tanggal seperti 17-8-2021.",
    "text.empty": "Mohon ketik beberapa kata.",
    "text.too_long": "Terlalu panjang. Mohon paling banyak 1.000 huruf.",
    "choice.unknown": "Pilihan itu tidak ada. Mohon tekan salah satu tombol.",
}

# Around it
HINT_BUTTONS = "Mohon pakai tombol di bawah."
HINT_LIST = "Pertanyaan ini dijawab dengan tombol di bawah."
HINT_SLOT = "Untuk bukti ini, kirim foto, dokumen, atau video; atau tekan “Bukti tidak ada”."
HINT_LATE = "Pesan Anda tiba sebelum layar ini tampil, jadi belum dicatat. Mohon ulangi."
NOTHING_TO_STOP = (
    "F-01 tersimpan otomatis setiap kali Anda menjawab; tidak ada yang perlu dibatalkan. "
    "Lanjutkan kapan saja dengan /tugas."
)
HELP = (
    "<b>Mengisi F-01</b>\n\n"
    "• /tugas membuka daftar dan kemajuan.\n"
    "• Setiap jawaban langsung tersimpan. Tutup saja kapan pun; lanjutkan nanti.\n"
    "• Bukti: buka buktinya, lalu kirim foto, PDF, DOCX, XLSX, atau video (20 MB).\n"
    "• Bukti yang tidak ada: tekan “Bukti tidak ada” dan beri alasan.\n"
    "• Rekan Anda mengisi formulir yang sama; nama dan jam pengisi selalu tercatat.\n"
    "• Hanya penanggung jawab yang mengirim. Setelah itu isian terkunci."
)
PRIVACY = (
    "<b>Data Anda sebagai petugas</b>\n\n"
    "• Nama Anda dan jam setiap isian dicatat, karena F-01 adalah tugas kedinasan.\n"
    "• ID Telegram disimpan tersandi, hanya untuk mengenali dan mengabari Anda.\n"
    "• Bukti disimpan di server instansi dan hanya untuk evaluasi (PEKPPP).\n"
    "• Akun petugas tidak dapat menilai layanan instansinya sendiri (F-03).\n"
    "• Jawaban warga tidak pernah terlihat di sini."
)
COMMANDS: Mapping[str, str] = {
    "tugas": "Buka tugas F-01",
    "bantuan": "Cara mengisi",
    "privasi": "Data apa yang disimpan",
}
REMINDERS = {
    "h7": "⏰ F-01 <b>{lokus}</b>\nBatasnya {left}: {day}.\n\n{owed}",
    "h1": "⏰ F-01 <b>{lokus}</b>\nBatasnya <b>{left}</b>: {day}.\n\n{owed}",
    "idle": (
        "✍️ F-01 <b>{lokus}</b>\nButir <b>{number}</b> baru terisi sebagian:\n<i>{label}</i>\n\n"
        "Tekan tombol di bawah untuk melanjutkannya."
    ),
}
LEFT_SOON = {0: "hari ini", 1: "besok"}
OWED_COUNT = "Masih kurang: <b>{counts}</b>."
OWED_ANSWERS = "{count} pertanyaan"
OWED_PROOFS = "{count} bukti"
READY_TO_SEND = "Semua sudah lengkap; tinggal Anda kirim."
STOP_REMINDING = "🔕 Matikan pengingat"
