"""`loket instrument`: look at the forms, check their files, freeze and export them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli.door import PROBLEM_FOUND
from admin_cli.printing import AsJson, document
from survey_flows import catalog, checker, jsonform
from survey_flows.fingerprint import fingerprint
from survey_flows.instrument import Instrument
from survey_flows.issues import Issue

if TYPE_CHECKING:
    from storage.instruments import Published

app = typer.Typer(no_args_is_help=True, help="The forms: list, show, check, publish, export.")

FormId = Annotated[str, typer.Argument(metavar="FORM", help="Which form, e.g. F-03.")]
Version = Annotated[str, typer.Option(help="Which version; the newest if left out.")]
OutFile = Annotated[Path, typer.Option(dir_okay=False, help="The file to write.")]
Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE]...", exists=True, dir_okay=False, readable=True),
]
Findings = dict[str, tuple[Issue, ...]]


class Format(StrEnum):
    XLSFORM = "xlsform"
    JSON = "json"


@app.command("list")
def list_forms(as_json: AsJson = False) -> None:
    """List every form and version this program ships."""
    from admin_cli.register import register

    forms, lines = catalog.shipped(), register()
    found = [(form, lines.get((form.form_id, form.version))) for form in forms]
    if as_json:
        document([_summary(form, line) for form, line in found])
        return
    from admin_cli.instrument_tables import show_list

    show_list((form, _published_text(form, line)) for form, line in found)


@app.command()
def show(form_id: FormId, version: Version = "", as_json: AsJson = False) -> None:
    """Show one form: its items with official wording and printed codes."""
    from admin_cli.register import register

    form = catalog.load(form_id, version)
    line = register().get((form.form_id, form.version))
    if as_json:
        document(jsonform.document(form) | {"published": _published(form, line)})
        return
    from admin_cli.instrument_tables import show_form

    show_form(form, _published_text(form, line))


@app.command()
def check(files: Files = None, as_json: AsJson = False) -> None:
    """Check instrument FILEs, or all shipped ones: every issue with place, cause and cure."""
    found = _check_files(files) if files else _check_shipped()
    if as_json:
        listed = [
            {"file": name, "issues": [asdict(one) for one in issues]}
            for name, issues in found.items()
        ]
        document({"ok": not any(found.values()), "files": listed})
    else:
        for name, issues in found.items():
            typer.echo("\n".join(f"{name}: {one}" for one in issues) or f"{name}: ok")
    if any(found.values()):
        raise typer.Exit(PROBLEM_FOUND)


@app.command()
def publish(form_id: FormId, version: Version = "", as_json: AsJson = False) -> None:
    """Freeze a version: from now on its file may not change; a new text is a new version."""
    from admin_cli.register import publish as freeze

    form = catalog.load(form_id, version)
    line = freeze(form)
    if as_json:
        document(_summary(form, line))
    else:
        typer.echo(f"{line.form_id}\t{line.version}\t{line.published_on}\t{line.fingerprint}")


@app.command()
def export(
    form_id: FormId,
    out: OutFile,
    form: Annotated[Format, typer.Option("--format", help="The kind of file.")],
    version: Version = "",
) -> None:
    """Write a form as an XLSForm (.xlsx for ODK, Kobo, pyxform) or as JSON."""
    instrument = catalog.load(form_id, version)
    out.write_bytes(_content(instrument, form))
    typer.echo(str(out))


def _check_files(files: list[Path]) -> Findings:
    return {str(file): checker.check(file.read_bytes()) for file in files}


def _check_shipped() -> Findings:
    found = {name: checker.check(source) for name, source in catalog.sources().items()}
    if any(found.values()):
        return found
    from admin_cli.register import broken_promises, register

    return found | {"published versions": broken_promises(register().values())}


def _content(form: Instrument, kind: Format) -> bytes:
    if kind is Format.JSON:
        return (json.dumps(jsonform.document(form), ensure_ascii=False, indent=2) + "\n").encode()
    from admin_cli import workbook
    from survey_flows import xlsform

    return workbook.content(xlsform.sheets(form))


def _summary(form: Instrument, line: "Published | None") -> Mapping[str, Any]:
    return {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "items": len(form.items),
        "fingerprint": fingerprint(form),
        "published": _published(form, line),
    }


def _published(form: Instrument, line: "Published | None") -> Mapping[str, Any] | None:
    if line is None:
        return None
    edited = line.fingerprint != fingerprint(form)
    return {"on": str(line.published_on), "fingerprint": line.fingerprint, "edited": edited}


def _published_text(form: Instrument, line: "Published | None") -> str:
    if line is None:
        return "no"
    edited = line.fingerprint != fingerprint(form)
    return f"{line.published_on}, EDITED SINCE" if edited else str(line.published_on)
