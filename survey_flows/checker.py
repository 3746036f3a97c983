"""All that is wrong with an instrument file, at once."""

from collections.abc import Callable, Iterator

from survey_flows.instrument import Instrument
from survey_flows.issues import Issue, by_place
from survey_flows.parsing import Parsed, parse
from survey_flows.rules import choices, conditions, evidence, names, settings, shape, texts

RULES: tuple[Callable[[Instrument], Iterator[Issue]], ...] = (
    settings.form_id_is_short,
    settings.version_is_a_day_and_a_revision,
    settings.audience_is_known,
    shape.nothing_is_hollow,
    names.names_are_plain,
    names.names_fit_a_button,
    names.names_are_free,
    names.names_are_unique,
    names.codes_are_unique,
    names.numbers_run_from_one,
    texts.labels_say_something,
    texts.texts_fit_a_message,
    texts.texts_are_tidy,
    choices.lists_are_known,
    choices.selects_have_lists,
    choices.lists_are_used,
    choices.names_fit_a_button,
    choices.choices_differ,
    evidence.kinds_are_known,
    evidence.kinds_are_listed_once,
    evidence.counts_make_sense,
    conditions.relevant_looks_back,
    conditions.constraint_looks_back,
    conditions.constraint_is_about_its_field,
    conditions.constraint_explains_itself,
)


def check(source: bytes) -> tuple[Issue, ...]:
    """Every issue of a file by place; none means it may be used."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cause = f"byte {error.start} is not UTF-8"
        return (Issue("toml.encoding", "file", cause, "save the file as UTF-8"),)
    return check_parsed(parse(text))


def check_parsed(parsed: Parsed) -> tuple[Issue, ...]:
    if parsed.instrument is None:
        return by_place(parsed.issues)
    # Where the shape is wrong the instrument holds a stand-in: what a rule says of it is noise.
    shapeless = {issue.place for issue in parsed.issues}
    found = (issue for rule in RULES for issue in rule(parsed.instrument))
    return by_place((*parsed.issues, *(one for one in found if one.place not in shapeless)))
