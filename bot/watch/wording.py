"""What the admin reads, in Telegram: what is wrong, and what to do. Nothing about anybody."""

from bot.watch.memory import Word
from bot.watch.troubles import Kind

TEST = "✅ <b>SuaraLoket</b>: pesan uji. Peringatan akan dikirim ke sini."

_ALARMS: dict[Kind, str] = {
    "parked": "{news} kiriman gagal diproses dan disisihkan.\n"
    "Mohon periksa log bot: <code>update.parked</code>",
    "lost": "{news} berkas bukti dukung tidak dapat diambil dari Telegram. "
    "Pengirimnya sudah diberi tahu.\nMohon periksa log bot: <code>evidence.put_off</code>",
    "pushes": "{seen} paket mingguan belum diterima sistem penilaian.\n"
    "Mohon jalankan <code>loket export history</code>",
    "disk": "Ruang disk kurang dari 1 GB. Bila penuh, jawaban tidak dapat disimpan.\n"
    "Mohon kosongkan disk, lalu jalankan <code>loket doctor</code>",
    "files": "Ruang disk tinggal sedikit: bukti dukung belum diambil, jawaban tetap disimpan.\n"
    "Mohon kosongkan disk, lalu jalankan <code>loket doctor</code>",
    "backup": "Cadangan data belum ada, atau lebih lama dari 36 jam.\n"
    "Mohon jalankan <code>loket backup create</code>",
    "database": "Basis data tidak menjawab. Jawaban ditahan sampai pulih.\n"
    "Mohon jalankan <code>loket doctor</code>",
    "deaf": "Bot tidak menerima kiriman dari Telegram selama 5 menit lebih.\n"
    "Mohon periksa log bot: <code>poll.failed</code>",
    "requests": "{seen} permintaan warga atas datanya belum dijawab selama dua hari. "
    "Batasnya 3 x 24 jam.\nMohon jalankan <code>loket privacy requests</code>",
}
_CLEARS: dict[Kind, str] = {
    "parked": "",
    "lost": "",
    "pushes": "paket mingguan sudah diterima",
    "disk": "ruang disk cukup lagi",
    "files": "bukti dukung diambil lagi",
    "backup": "cadangan data sudah baru",
    "database": "basis data menjawab lagi",
    "deaf": "bot menerima kiriman lagi",
    "requests": "permintaan warga sudah dijawab",
}
_AGAIN = "\n(Terjadi {news} kali sejak pesan terakhir.)"


def said(kind: Kind, word: Word, seen: int, news: int) -> str:
    """One message, as HTML."""
    if word == "clear":
        text = f"✅ <b>SuaraLoket pulih</b>: {_CLEARS[kind]}."
    else:
        text = f"⚠️ <b>SuaraLoket</b>: {_ALARMS[kind].format(seen=seen, news=news)}"
    counts = "{news}" in _ALARMS[kind]
    return text + (_AGAIN.format(news=news) if news > 1 and not counts else "")
