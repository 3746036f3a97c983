"""F1 to F14: what befalls the machine, its disk, its clock, and the line to Telegram."""

from tests.faults.findings import WORSE
from tests.faults.table.promise import NotRun, Promise, cases
from tests.faults.table.trials import Campaign

KILLS = ("faults.campaign", "kills", WORSE)
ODD = (*WORSE, "stopped")
DISK = ("faults.disk_errors", "tries", ODD)

DURABILITY: tuple[Promise, ...] = (
    Promise(
        1,
        "kill -9 anywhere",
        "what was acknowledged is there, once",
        (
            Campaign(*KILLS, "--kills 24", "--kills 1000"),
            Campaign(
                *KILLS,
                "--kills 8 --worlds 2 --database postgresql",
                "--kills 100 --database postgresql",
            ),
        ),
    ),
    Promise(
        2,
        "power loss",
        "no acknowledged answer, ticked file, head, erasure or backup is lost; nothing is corrupt",
        (
            Campaign(
                "faults.power.campaign",
                "cuts",
                WORSE,
                "--cuts 60 --recordings 1 --seconds 5",
                "--cuts 2000 --recordings 2 --seconds 12 --workers 4",
            ),
            cases("faults", "test_new_folders"),
            cases("evidence", "test_store"),
        ),
        (
            NotRun("PostgreSQL in a power cut", "its own recovery is relied upon"),
            NotRun("disks that say synced and are not", "no program can help there"),
        ),
    ),
    Promise(
        3,
        "disk full",
        "nothing is lost, and all goes on by itself once there is room",
        (
            Campaign(
                *DISK,
                "--fault ENOSPC --times 20 --tries 6",
                "--fault ENOSPC --times 51 --tries 200",
            ),
            cases("evidence", "test_room", "test_worker::test_a_full_disk_is_waited_for"),
            cases("bot", "test_health::test_a_full_disk_is_ill"),
            cases("admin_cli", "test_doctor::test_a_disk_that_fills_up_is_noticed"),
        ),
    ),
    Promise(
        4,
        "database locked by another program, or its server restarted",
        "waited for; nobody is told no, nothing is lost",
        (
            Campaign("faults.server_restarts", "restarts", ODD, "--restarts 5", "--restarts 100"),
            Campaign("faults.locks", "turns", ("refused",), "--turns 400", "--turns 100000"),
            cases("storage", "test_sqlite"),
        ),
    ),
    Promise(
        5,
        "I/O errors, failed fsync",
        "nothing acknowledged is lost; the turn is tried again",
        (Campaign(*DISK, "--fault EIO --tries 10", "--fault EIO --tries 500 --every"),),
        (NotRun("exit on the first EIO", "otherwise: the turn is tried again"),),
    ),
    Promise(
        6,
        "bit rot, a damaged database",
        "found before anything is exported, and named",
        (
            Campaign("faults.rot", "flips", ("unseen",), "--flips 100", "--flips 1000"),
            cases("admin_cli", "test_evidence", "test_export_evidence", "test_audited"),
        ),
    ),
    Promise(7, "429 from Telegram", "waited for exactly as told", (cases("bot", "test_outgoing"),)),
    Promise(
        8,
        "5xx, timeouts, lost replies",
        "answers are exact; a message may come twice",
        (
            Campaign(*KILLS, "--kills 12 --worlds 2 --trouble", "--kills 200 --trouble"),
            cases("faults", "test_trouble"),
            cases("chats", "test_held_up_chats"),
        ),
    ),
    Promise(
        9,
        "Telegram or the bot away for 23 hours",
        "the backlog is drained within 15 minutes, in order, nothing lost",
        (
            Campaign(
                "faults.backlog",
                "updates",
                ("lost", "disordered", "late"),
                "--people 60 --updates 600",
                "--people 2000 --updates 20000",
            ),
            cases("chats", "test_pace"),
        ),
    ),
    Promise(
        10,
        "updates twice and out of order",
        "the same end as in order",
        (
            Campaign(
                "faults.disorder",
                "sequences",
                ("different",),
                "--sequences 40",
                "--sequences 10000",
            ),
            cases("chats", "test_redelivery", "test_staff_redelivery", "test_races"),
        ),
    ),
    Promise(
        11,
        "update ids begin anew anywhere",
        "none is dropped, none is looped over",
        (
            cases("faults", "test_trouble::test_update_ids_may_begin_anew_anywhere"),
            cases("storage", "test_deliveries"),
        ),
    ),
    Promise(
        12,
        "errors in a turn",
        "five tries, then put aside with an alarm; others go on",
        (
            Campaign("faults.odd_days stumbles", "stumbles", ODD, "--goal 60", "--goal 2000"),
            cases("bot", "test_receiver"),
        ),
    ),
    Promise(
        13,
        "half an album",
        "each file has its own row; nothing ticked is missing",
        (
            Campaign(
                "faults.evidence_campaign",
                "albums",
                ("missing", "orphans", "doubled", "unsettled"),
                "--albums 4 --worlds 4",
                "--albums 200",
            ),
            cases("evidence", "test_worker", "test_sweep"),
        ),
    ),
    Promise(
        14,
        "a clock that jumps",
        "nothing is lost or doubled; a wrong clock is named",
        (
            Campaign("faults.clock_jumps", "jumps", (*WORSE, "stuck"), "--jumps 8", "--jumps 40"),
            cases("bot", "test_throttle"),
            cases("admin_cli", "test_doctor::test_a_clock_that_is_off_is_ill"),
        ),
    ),
)
