"""How fast somebody answered: the gaps before the first answer to each item."""

from collections.abc import Sequence

from survey_flows.facts import Answered, Facts
from survey_flows.instrument import Instrument


def gaps_of(form: Instrument, facts: Facts, gaps: Sequence[int | None]) -> tuple[int | None, ...]:
    """One for each scored item, in printed order; `gaps` are those of the facts, in their order.

    What is changed later was thought over: only the first answer to an item counts.
    """
    first: dict[str, int | None] = {}
    for fact, gap in zip(facts, gaps, strict=True):
        if isinstance(fact, Answered):
            first.setdefault(fact.field, gap)
    items = (one.name for one in form.fields.values() if one.type == "select_one")
    return tuple(first.get(item) for item in items)
