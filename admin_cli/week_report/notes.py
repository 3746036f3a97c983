"""How to read the report, in Bahasa Indonesia: words and what they mean."""

from collections.abc import Mapping

from admin_cli.week_report.release import LEAST
from survey_flows.instrument import Instrument

_MEANINGS = {
    "Perlindungan": f"""
        Nilai hanya ditampilkan untuk lokus dan minggu dengan paling sedikit {LEAST} jawaban, dan
        hanya setelah minggu selesai. Di bawah itu hanya jumlah jawaban yang disebut. Gabungan,
        jumlah per hari, dan jumlah per jam hanya dihitung dari lokus yang ditampilkan, sehingga
        nilai yang disembunyikan tidak dapat dihitung kembali dengan pengurangan.""",
    "Indeks F-03": """
        Rata-rata biasa dari 14 nilai indikator; nilai indikator = jumlah nilai dibagi jumlah
        jawaban (n). Skala 1 sampai 5. Sumber: {source}.""",
    "Sejak awal periode": f"""
        Minggu dengan {LEAST} jawaban atau lebih dihitung utuh. Jawaban dari minggu yang lebih sepi
        menunggu sampai bersama-sama berjumlah {LEAST}, lalu ikut dihitung. Karena itu angka ini
        dapat berbeda sedikit dari indeks resmi di akhir periode, yang menghitung semua jawaban.""",
    "Nilai aspek": """
        Rata-rata: rata-rata nilai indikator dalam aspek itu, skala 1 sampai 5. Jumlah: jumlah nilai
        indikator, sebagaimana peraturan menghitung nilai aspek.""",
    "Rentang 95%": """
        Rata-rata ± t(97,5%; n−1) × s / √n, dipotong pada 1 dan 5; s adalah simpangan baku jawaban.
        Menunjukkan seberapa jauh rata-rata dapat bergeser karena kebetulan saja. Tidak ditampilkan
        bila semua jawaban sama, dan tidak dihitung untuk gabungan lokus. Responden bukan sampel
        acak: rentang ini tidak mencakup siapa yang tidak menjawab.""",
    "Gabungan": """
        Rata-rata dari nilai lokus yang ditampilkan. Setiap lokus berbobot sama, berapa pun jumlah
        jawabannya.""",
    "Waktu": """
        Hari dan jam menurut zona waktu instansi. Jam digabung per kelompok jam selama seminggu;
        yang disimpan tidak lebih rinci dari jam.""",
    "F-01": """
        Keadaan pada akhir minggu ini. Bukti kurang: tempat bukti yang wajib diisi tetapi belum
        berisi cukup berkas dan belum dinyatakan tidak ada.""",
}


def notes(form: Instrument) -> Mapping[str, str]:
    """In the order they are printed."""
    return {
        word: " ".join(meaning.format(source=form.source).split())
        for word, meaning in _MEANINGS.items()
    }
