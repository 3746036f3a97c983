"""What the integrity report says in Bahasa Indonesia: what a number means and does not mean."""

from typing import NamedTuple

TITLE = "Laporan Integritas F-03"
FOR = "Untuk evaluator. Tidak untuk dibagikan kepada lokus yang dinilai."
NOT_A_VERDICT = """Halaman ini berisi angka, bukan putusan. Angka di luar ambang berarti "baca lebih
dahulu", bukan "curang"; tidak ada jawaban yang dibuang karena angka ini. Sebab yang wajar hampir
selalu mungkin: rombongan, hari pelayanan keliling, warga yang memang puas."""
FEW = """Kurang dari {least} jawaban yang berlaku: hanya jumlahnya yang ditampilkan. Dengan jawaban
sesedikit ini tidak ada angka di laporan ini yang dapat dibaca."""
NOBODY = "Belum ada jawaban."
NONE, DASH, NO_PEERS = "belum diukur", "–", "terlalu sedikit pembanding"
BEYOND, WITHIN = "di luar", "dalam batas"

LOKUS_PART = "Pola pada lokus"
RESPONSE_PART = "Nilai tiap jawaban, dihitung"
POWER_PART = "Seberapa banyak yang dapat terlihat"
BLIND_PART = "Yang tidak dapat dilihat"


class Meaning(NamedTuple):
    """How a flag is called, its threshold, and a sentence on what it says and does not say."""

    name: str
    threshold: str
    says: str


LOKUS = {
    "burst_p": Meaning(
        "Jam terpadat",
        "p < 0,001",
        "Peluang bahwa kebetulan saja mengumpulkan sebanyak ini dalam satu jam. Rombongan yang "
        "datang bersama juga membuatnya kecil.",
    ),
    "joint_burst": Meaning(
        "Jam padat dan bernilai tinggi",
        "padat: p < 0,05; nilai: p < 0,01",
        "Jam terpadat sekaligus lebih baik nilainya daripada jam lain. Tidak menunjukkan siapa "
        "yang mengisi.",
    ),
    "largest_copy": Meaning(
        "Jawaban kembar yang beragam",
        "3 atau lebih",
        "Kelompok terbesar dengan 14 jawaban yang sama persis dan tidak seragam. Semua-5 tidak "
        "dihitung: warga yang puas sering menjawab begitu.",
    ),
    "sl_share_z": Meaning(
        "Bagian jawaban seragam",
        "z > 5,5",
        "Jawaban dengan satu nilai untuk semua butir, dibandingkan dengan lokus lain. Pelayanan "
        "yang sangat baik juga menaikkannya.",
    ),
    "irv_share_z": Meaning(
        "Bagian jawaban acak",
        "z > 3,5",
        "Jawaban yang naik-turun seperti diklik acak (IRV > 1,3), dibandingkan dengan lokus lain.",
    ),
    "fast_share_z": Meaning(
        "Bagian jawaban sangat cepat",
        "z > 3,5",
        "Jawaban dengan kurang dari 2 detik per butir, dibandingkan dengan lokus lain. Hanya "
        "jawaban yang jamnya dapat dipercaya.",
    ),
    "coverage": Meaning(
        "Cakupan",
        "< 20% atau > 100%",
        "Jawaban dibagi tiket yang dicetak atau jumlah pengunjung. Rendah: mungkin hanya sebagian "
        "orang diajak. Tiket yang dicetak belum tentu dibagikan.",
    ),
    "backcheck": Meaning(
        "Tanya ulang pribadi",
        "ada “diisi petugas”",
        "Jawaban warga kemudian, di luar kantor. Warga yang takut dapat tetap berkata “sendiri”.",
    ),
}

RESPONSES = {
    "t_item_med": Meaning("Detik per butir (median)", "< 2", "butir tidak sempat dibaca"),
    "n_lt_1s": Meaning("Butir di bawah 1 detik", "> 7", "lebih cepat daripada membaca"),
    "rsi": Meaning("Indeks kecepatan", "> 2,5", "di bawah 40% waktu yang biasa"),
    "longstring": Meaning("Runtun jawaban sama", "7 atau lebih", "untuk dibaca saja"),
    "irv": Meaning("Ragam jawaban (IRV)", "> 1,3", "naik-turun seperti acak"),
    "maxmatch": Meaning("Kemiripan tertinggi", "85% atau lebih", "untuk dibaca saja"),
    "dup_group": Meaning("Kembar dan beragam", "3 atau lebih", "bagian dari kelompok kembar"),
    "outside_hours": Meaning("Di luar jam layanan", "ya", "wajar bila dijawab di rumah"),
    "staff_account": Meaning("Akun petugas", "ya", "juga yang baru menjadi petugas kemudian"),
    "backcheck": Meaning("Kata warga: diisi petugas", "ya", "perlu ditindaklanjuti"),
}

FRAUDS = {
    "all_5": "Semua 5",
    "one_phone": "Satu ponsel, banyak akun",
    "staff_burst": "Petugas, sekaligus",
    "random_clicks": "Klik acak",
    "copied": "Disalin",
}

POWER = """Dicoba dengan jawaban buatan: {rounds} lokus untuk tiap angka, {honest} lokus jujur,
n = {n} dan rata-rata {mean} (yang terdekat dengan lokus ini). Tiga angka: persen lokus yang
terlihat bila 10, 20, dan 30 dari 100 jawaban palsu. Lokus jujur: persen yang ikut tertandai tanpa
ada yang palsu. Kecepatan orang dalam percobaan ini perkiraan, bukan hasil pengukuran."""

BLIND = """
Warga yang menjawab di bawah tekanan, dengan petugas berdiri di sampingnya.
Jawaban palsu yang hati-hati: empat dan lima bercampur, dari tiket sungguhan, sedikit-sedikit.
Siapa yang tidak pernah diberi kode QR, dan siapa yang tidak punya ponsel atau Telegram.
Siapa orangnya: tidak ada nama, nomor, ponsel, atau alamat jaringan yang disimpan.
Waktu yang lebih halus dari jam, dan kecepatan bila ketukan tertahan oleh gangguan jaringan.
Apa yang menimpa semua lokus: pembanding di sini adalah lokus lain pada periode yang sama.
"""
