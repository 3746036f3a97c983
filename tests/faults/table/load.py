"""F29 to F36: many people, other servers, other processes."""

from tests.faults.table.promise import NotRun, Promise, cases
from tests.faults.table.trials import Campaign

LOAD: tuple[Promise, ...] = (
    Promise(
        29,
        "one person floods",
        "p95 of the others below one second",
        (
            Campaign(
                "faults.crowd flood", "taps", ("slow", "unanswered"), "--seconds 10", "--seconds 60"
            ),
            cases("chats", "test_floods"),
            cases("bot", "test_throttle"),
        ),
    ),
    Promise(
        30,
        "1,000 people start within 60 seconds",
        "all are answered within 60 seconds, below 256 MB",
        (
            Campaign(
                "faults.crowd rush",
                "people",
                ("unanswered", "fat"),
                "--people 200 --seconds 12",
                "--people 1000 --seconds 60",
            ),
        ),
    ),
    Promise(
        31,
        "a bundle pushed twice",
        "the receiver holds exactly one",
        (
            Campaign(
                "scoring.campaign",
                "bundles",
                ("missing", "doubled", "untrue"),
                "--pushes 6 --worlds 2",
                "--pushes 100",
            ),
        ),
    ),
    Promise(
        32,
        "the scoring engine is away for days",
        "tried for seven days, then said",
        (cases("admin_cli", "test_push", "test_push_refusals"),),
    ),
    Promise(
        33,
        "restoring a backup",
        "all that was acknowledged before it began; erasures stay erased",
        (
            Campaign(
                "faults.backup_campaign",
                "backups",
                ("lost", "halves"),
                "--backups 4 --people 12 --kills 2",
                "--backups 40 --people 32 --kills 10",
            ),
            cases("storage", "test_backups"),
            cases("admin_cli", "test_backup", "test_aftermath"),
        ),
    ),
    Promise(
        34,
        "the object store is away or slow",
        "files wait and arrive",
        (cases("evidence", "test_bucket", "test_store"),),
        (NotRun("kill at every step with a bucket", "done with a folder: F13"),),
    ),
    Promise(35, "two bots at once", "the second says no", (cases("storage", "test_lease"),)),
    Promise(
        36,
        "a migration is killed",
        "old or new, never between",
        (
            Campaign("faults.migrations", "kills", ("between",), "--kills 6", "--kills 100"),
            cases("storage", "test_migrations"),
        ),
    ),
)
