"""Rules on evidence slots: what is taken, and how many."""

from collections.abc import Iterator

from survey_flows.instrument import Instrument
from survey_flows.issues import Issue, closest
from survey_flows.rules import places

KINDS = ("jpeg", "png", "webp", "heic", "pdf", "docx", "xlsx", "mp4")
MOST = 20


def kinds_are_known(form: Instrument) -> Iterator[Issue]:
    for place, slot in places.slots(form):
        for at, kind in enumerate(slot.accept):
            if kind not in KINDS:
                cure = closest(kind, KINDS, f"known: {', '.join(KINDS)}")
                cause = f'files of kind "{kind}" are not taken'
                yield Issue("accept.unknown", f"{place}.accept[{at}]", cause, cure)


def kinds_are_listed_once(form: Instrument) -> Iterator[Issue]:
    for place, slot in places.slots(form):
        if not slot.accept:
            cause = f"slot {slot.name} takes no file at all"
            yield Issue("accept.empty", f"{place}.accept", cause, f"known: {', '.join(KINDS)}")
        if len(set(slot.accept)) != len(slot.accept):
            yield Issue("accept.duplicate", f"{place}.accept", "a kind is repeated", "list it once")


def counts_make_sense(form: Instrument) -> Iterator[Issue]:
    for place, slot in places.slots(form):
        if not 0 <= slot.least <= slot.most:
            cause = f"least {slot.least} and most {slot.most} leave no room"
            yield Issue("evidence.bounds", f"{place}.least", cause, "0 <= least <= most is needed")
        if not 1 <= slot.most <= MOST:
            cause = f"most is {slot.most}"
            yield Issue("evidence.most", f"{place}.most", cause, f"write 1 to {MOST}")
