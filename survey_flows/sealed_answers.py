"""The answers in an opening, found in its text: for counting many of them.

An opening is canonical JSON (survey_flows.receipts), in which the same thing is always written in
the same way. So a pattern finds the answers in a fraction of the time that reading JSON takes.
"""

import json
import re
from collections.abc import Callable, Sequence

Told = tuple[tuple[str, ...], str]
"""Answers in the order of the items; seconds for the whole form, empty if they mean nothing."""


def reader(items: Sequence[str]) -> Callable[[str], Told]:
    """What reads an opening; a missing item is a KeyError, never a silent zero.

    >>> read = reader(["i01", "i02"])
    >>> read('{"answers":{"i01":"4","i02":"5"},"measures":{"gaps":[15,20],"seconds":3,"timing_va')
    (('4', '5'), '3')
    >>> read('{"i02":"5","i01":"4"}')
    (('4', '5'), '')
    """
    answers = ",".join(f'"{re.escape(item)}":"([0-9])"' for item in items)
    form = re.compile(rf'{{"answers":{{{answers}}},"measures":{{[^[]*\[[^]]*\],"seconds":(\d*)')

    def read(opening: str) -> Told:
        found = form.match(opening)
        if found is None:
            return _spelled_out(json.loads(opening), items)
        told = found.groups()
        return told[:-1], told[-1]

    return read


def _spelled_out(said: dict[str, dict[str, object]], items: Sequence[str]) -> Told:
    """What was sealed before there was a ledger shows its answers alone."""
    answers, seconds = said.get("answers", said), said.get("measures", {}).get("seconds")
    return tuple(str(answers[item]) for item in items), "" if seconds is None else str(seconds)
