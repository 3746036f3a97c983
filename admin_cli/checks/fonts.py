"""The type of posters, forms and reports: its files come with libraries, and may be left behind."""

from collections.abc import Iterator

from admin_cli.checks.finding import Finding, fail, ok

_CURE = "install the program again: the fonts come with reportlab and matplotlib"


def fonts() -> Iterator[Finding]:
    """Loads every face as the papers do."""
    from admin_cli.f01_paper import faces as papers
    from admin_cli.poster import faces as posters

    try:
        papers.register()
        posters.register()
    except Exception as error:  # noqa: BLE001 - reportlab has its own error for each way to fail
        yield fail("fonts", f"a font cannot be loaded ({type(error).__name__})", _CURE)
    else:
        yield ok("fonts", "those of posters, forms and reports load")
