"""F15 to F28: what people send who mean harm, or do not know what they send."""

from tests.faults.findings import WORSE
from tests.faults.table.promise import NotRun, Promise, cases
from tests.faults.table.trials import Campaign

HOSTILE = cases("inspection", "test_hostile_files")
ODD = (*WORSE, "stopped")
FUZZED = ("fuzz.campaign", "runs", ("findings",))

HOSTILITY: tuple[Promise, ...] = (
    Promise(
        15,
        "huge files",
        "refused before the download; the stream is capped",
        (
            cases(
                "evidence",
                "test_worker::test_whatever_size_is_declared_the_download_stops_at_the_cap",
                "test_worker::test_telegrams_word_that_a_file_is_too_big_is_final",
            ),
        ),
    ),
    Promise(
        16,
        "image bombs",
        "refused in a child with limits; the bot does not grow",
        (HOSTILE, cases("inspection", "test_inspector")),
    ),
    Promise(17, "PDF and zip bombs", "refused in a child with limits", (HOSTILE,)),
    Promise(
        18,
        "files that are not what they say",
        "told by their content",
        (
            HOSTILE,
            Campaign(*FUZZED, "--target headers --runs 20000", "--target headers --seconds 480"),
        ),
    ),
    Promise(
        19,
        "paths in names of files",
        "no name from outside becomes a path",
        (cases("evidence", "test_store"), cases("ledger", "test_hostile_bundles")),
        (NotRun("10,000 made-up names", "a stored name is a hash of the content"),),
    ),
    Promise(
        20,
        "formulas in exports, damaged lists in imports",
        "text stays text in workbooks; a list is read or refused with a cure",
        (
            cases("admin_cli", "test_ringkasan", "test_export_summary"),
            Campaign(*FUZZED, "--target imports --runs 5000", "--target imports --seconds 480"),
            cases("admin_cli", "test_export::test_names_stay_as_they_are_for_machines"),
        ),
        (NotRun("recalculation by LibreOffice", "the cells are read with openpyxl instead"),),
    ),
    Promise(
        21,
        "HTML in names and texts",
        "quoted everywhere",
        (
            cases("bot", "test_screens", "test_desk_screens", "test_alarms"),
            cases("chats", "test_notices_failures::test_names_are_shown_as_they_were_typed"),
        ),
    ),
    Promise(
        22,
        "forged links",
        "refused",
        (
            Campaign(
                "links.campaign",
                "forged",
                ("accepted",),
                "--forgeries 50000 --races 20",
                "--forgeries 1000000 --races 1000",
            ),
            Campaign(*FUZZED, "--target links --runs 20000", "--target links --seconds 480"),
        ),
    ),
    Promise(
        23,
        "a ticket used again",
        "the first account has it",
        (cases("storage", "test_tickets"), cases("links", "test_campaign")),
    ),
    Promise(
        24,
        "stolen or guessed staff invitations",
        "single use, 48 hours, confirmed in person",
        (cases("storage", "test_staff_invites", "test_staff_races", "test_staff"),),
    ),
    Promise(
        25,
        "tokens, names and ids in logs",
        "in none of them",
        (cases("bot", "test_logs", "test_settings"), cases(".", "test_canary")),
    ),
    Promise(26, "forged webhook calls", "refused, nothing stored", (cases("bot", "test_webhook"),)),
    Promise(
        27,
        "SQL in texts",
        "bound as values; refused where it cannot be meant",
        (cases("house", "test_lint_settings"), cases("storage", "test_urls", "test_guards")),
        (NotRun("1,000 strings in every text field", "ruff S608 finds statements put together"),),
    ),
    Promise(
        28,
        "forged callback data",
        "nothing is stored outside of the sender's own",
        (
            cases("bot", "test_taps", "test_desk_taps"),
            Campaign(*FUZZED, "--target taps --runs 20000", "--target taps --seconds 480"),
            Campaign("faults.odd_days forged", "forged", ODD, "--goal 400", "--goal 20000"),
        ),
    ),
)
