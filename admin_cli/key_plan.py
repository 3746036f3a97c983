"""Every secret of a server: what it is for, and what it takes to have another one."""

from dataclasses import dataclass

_PAGE = "docs/operations.md, Secrets"


@dataclass(frozen=True, slots=True)
class Secret:
    """`words` is what a rotation means, or, of one that is not rotated here, what to do instead."""

    name: str
    purpose: str
    words: str
    is_ours: bool = False
    needs_rest: bool = False


SECRETS = (
    Secret(
        "qr",
        "signs the links of posters and tickets",
        "run `loket qr rotate`; then `loket qr revoke KEY`, and what it signed is refused",
    ),
    Secret(
        "bundle",
        "signs the weekly bundles",
        "bundles are signed by another key from now on: hand its public half to the scoring engine",
        is_ours=True,
    ),
    Secret(
        "ledger",
        "signs the heads of the ledger",
        "the ledger gets another name in its heads, for the name follows from the key: tell those "
        "who keep them, the Inspektorat and the public channel",
        is_ours=True,
    ),
    Secret(
        "chats",
        "encrypts where staff are reached, and messages owed to citizens",
        "all of it is encrypted anew",
        is_ours=True,
        needs_rest=True,
    ),
    Secret(
        "parked",
        "encrypts updates that were put aside",
        "all of them are encrypted anew",
        is_ours=True,
        needs_rest=True,
    ),
    Secret(
        "account",
        "finds the open questionnaire of an account, and the posts of staff",
        "staff keep their posts; who is in the middle of a form goes on by its buttons or the link",
        is_ours=True,
        needs_rest=True,
    ),
    Secret(
        "pepper",
        "keeps the respondents of a period nameless",
        "not while the period counts: a second answer of the same person could not be told from a "
        "first; end it with `loket period close CODE --destroy-pepper-after DAYS`, or `loket "
        "period destroy-pepper CODE`",
    ),
    Secret(
        "token",
        "speaks for the bot",
        "write /revoke to @BotFather, put the new one into .env as LOKET_BOT_TOKEN, restart the "
        f"bot: {_PAGE}",
    ),
    Secret(
        "scoring",
        "signs what is pushed to the scoring engine",
        "agree on an hour when nothing is due, let the engine take both secrets, put the new one "
        f"into .env as LOKET_SCORING_SECRET, push, let it drop the older: {_PAGE}",
    ),
    Secret(
        "backup",
        "encrypts backups",
        "write another passphrase into LOKET_BACKUP_PASSPHRASE_FILE, make a backup, keep the older "
        f"passphrase as long as its backups: {_PAGE}",
    ),
    Secret(
        "evidence",
        "opens the bucket of the evidence",
        "make another key at the bucket's owner, put it into .env as LOKET_EVIDENCE_SECRET_KEY, "
        f"restart the bot, then end the older: {_PAGE}",
    ),
    Secret(
        "database",
        "opens the PostgreSQL database",
        f"change it there (ALTER ROLE), then in LOKET_DATABASE_URL, and restart the bot: {_PAGE}",
    ),
)
