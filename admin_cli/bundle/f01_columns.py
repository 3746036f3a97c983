"""The tables of F-01, long: versions with other questions fit in beside each other."""

from admin_cli.bundle.columns import CODE_OF_LOKUS, PERIOD, WEEK, Table, column, required

_OF_SUBMISSION = {"submission_id": "f01_submissions"}
_LIKE = r"(exact|similar):[^\s/]+/[^\s/]+/[^\s/]+"
_COUNT = {"minimum": 0}
_SIZE = {"minimum": 1}
_TYPES = ["select_one", "select_multiple", "integer", "decimal", "text", "date"]

_SUBMISSION = required("submission_id", "string", "the submission: a row of f01_submissions")
_CODE = required("item", "string", "code of the item, as printed")
_SLOT = required("slot", "string", "name of the place for evidence, lasting")

SUBMISSIONS = Table(
    "f01_submissions",
    "F-01: one row per revision that was sent in this week",
    ("submission_id",),
    (
        required("submission_id", "string", "random, lasting; one per revision", unique=True),
        CODE_OF_LOKUS,
        PERIOD,
        WEEK,
        required("revision", "integer", "1, and one more after each reopening", minimum=1),
        required("form_version", "string", "version of F-01 it was filled in"),
        required("sent_day", "date", "the day it was sent, in the time zone of the instansi"),
        required("sent_by", "string", "name of the member of staff who sent it"),
        required("items_answered", "integer", "items without an open question", **_COUNT),
        required("items", "integer", "items of the form", minimum=1),
        required("slots_declared_missing", "integer", "rows of f01_missing", **_COUNT),
        required("files", "integer", "rows of f01_evidence", **_COUNT),
        column("reopened_reason", "string", "why the form was opened again; from revision 2 on"),
    ),
    {"lokus": "lokus"},
)

ANSWERS = Table(
    "f01_answers",
    "F-01: one row per answer that stands and applies",
    ("submission_id", "field"),
    (
        _SUBMISSION,
        _CODE,
        column("number", "integer", "number of the item; the queue question has none", minimum=1),
        required("field", "string", "name of the field, lasting"),
        required("label", "string", "wording of the field"),
        required("type", "string", "type as in XLSForm", enum=_TYPES),
        column(
            "value",
            "string",
            "as in XLSForm: names of choices separated by a space, numbers with a point, ISO dates;"
            " empty: nothing of the list applies",
        ),
    ),
    _OF_SUBMISSION,
)

EVIDENCE = Table(
    "f01_evidence",
    "F-01: one row per file that counts",
    ("submission_id", "slot", "position"),
    (
        _SUBMISSION,
        _CODE,
        _SLOT,
        required("position", "integer", "place in the slot, from 1 on", minimum=1),
        required("sha256", "string", "of its bytes", pattern="[0-9a-f]{64}"),
        required("bytes", "integer", "size", minimum=1),
        required("media_type", "string", "by content, whatever its name says"),
        required("extension", "string", "by content", pattern="[a-z0-9]{1,8}"),
        column("file", "string", "where it is in this bundle; empty without --with-evidence"),
        column("name", "string", "as its sender called it; not to be trusted"),
        column("caption", "string", "what its sender wrote under it"),
        required("sent_by", "string", "name of the member of staff who sent the file"),
        required("stored_day", "date", "the day it was safe, in the time zone of the instansi"),
        column("width", "integer", "pixels, of pictures", **_SIZE),
        column("height", "integer", "pixels, of pictures", **_SIZE),
        column("pages", "integer", "of documents whose pages can be counted", **_SIZE),
        column(
            "same_as",
            "string",
            "the same bytes (exact) or a picture that looks alike (similar) under another item,"
            " lokus or period: kind:lokus/period/item, separated by spaces",
            pattern=f"{_LIKE}( {_LIKE})*",
        ),
    ),
    _OF_SUBMISSION,
)

MISSING = Table(
    "f01_missing",
    "F-01: one row per slot declared to have no evidence",
    ("submission_id", "slot"),
    (_SUBMISSION, _CODE, _SLOT, required("reason", "string", "in the words of the staff")),
    _OF_SUBMISSION,
)

TABLES = (SUBMISSIONS, ANSWERS, EVIDENCE, MISSING)
