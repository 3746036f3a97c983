"""Rules on the head of the file: which form, which version, for whom."""

import re
from collections.abc import Iterator
from datetime import date

from survey_flows.instrument import Instrument
from survey_flows.issues import Issue, closest

AUDIENCES = ("warga", "petugas")


def form_id_is_short(form: Instrument) -> Iterator[Issue]:
    if not re.fullmatch(r"[A-Z][A-Z0-9-]{0,7}", form.form_id):
        cause = f'"{form.form_id}" is not a form id'
        yield Issue("form_id.format", "form_id", cause, 'write it like "F-03"')


def version_is_a_day_and_a_revision(form: Instrument) -> Iterator[Issue]:
    if not _is_version(form.version):
        cause = f'"{form.version}" is not a version'
        cure = 'write yyyymmddrr in quotes, like "2023061901"'
        yield Issue("version.format", "version", cause, cure)


def audience_is_known(form: Instrument) -> Iterator[Issue]:
    if form.audience not in AUDIENCES:
        cause = f'nobody answers as "{form.audience}"'
        cure = closest(form.audience, AUDIENCES, f"known: {', '.join(AUDIENCES)}")
        yield Issue("audience.unknown", "audience", cause, cure)


def _is_version(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{10}", text):
        return False
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True
