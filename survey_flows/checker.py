"""All that is wrong with an instrument file, at once."""

from survey_flows.issues import Issue, in_file_order
from survey_flows.parsing import Parsed, parse


def check(source: bytes) -> tuple[Issue, ...]:
    """Every issue of a file in the order of the file; none means it may be used."""
    try:
        text = source.decode()
    except UnicodeDecodeError as error:
        cause = f"byte {error.start} is not UTF-8"
        return (Issue("toml.encoding", "file", cause, "save the file as UTF-8"),)
    return check_parsed(parse(text))


def check_parsed(parsed: Parsed) -> tuple[Issue, ...]:
    return in_file_order(parsed.issues)
