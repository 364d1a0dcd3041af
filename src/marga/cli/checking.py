"""`marga check` and `marga report …`: published figures, and report files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import FOUND, CountryOption, app, group, stop

if TYPE_CHECKING:
    from marga.figures import Checked

report_app = group("report", "Report files: what a body printed, as data.")


class Format(StrEnum):
    text = "text"
    json = "json"


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Report files in TOML.", show_default=False)] = None,
    format: Annotated[Format, typer.Option(help="A table for people, or JSON.")] = Format.text,
    example: Annotated[bool, typer.Option("--example", help="Check the country's own published reports.")] = False,
    explain: Annotated[str, typer.Option(metavar="RULE", help="Say what a rule means and where it comes from.")] = "",
    trust: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=WEIGHT", help="Trust a figure more (or less) than the usual 1: kh-2019-09/A1=5."),
    ] = None,
    country: CountryOption = "kh",
) -> None:
    """Check whether published figures add up.

    Exit 0: nothing found (a note at most). 1: something is wrong or misleading. 2: a file cannot be read.
    """
    if explain:
        _explain(explain)
        return
    if example == bool(files):
        stop("Name the report files to check, or use --example for the country's own; not both.")
    from marga.country import DataError, load
    from marga.figures import check as check_figures
    from marga.figures import published_reports, read_files
    from marga.figures.checking.trust import with_trust

    try:
        place = load(country)
        reports = published_reports(place) if example else read_files(files or [], place)
        checked = check_figures(with_trust(reports, trust or []), place)
    except DataError as error:
        stop(str(error))
    _print(checked, format)
    raise typer.Exit(FOUND if checked.found else 0)


@report_app.command("new")
def new_report(
    file: Annotated[Path, typer.Argument(help="The file to start, such as my-report.toml.")],
) -> None:
    """Start a report file with an example of everything that can stand in it."""
    from marga.figures.checking.starter import STARTER

    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(STARTER)
    except FileExistsError:
        stop(f"{file}: is there already, and was left as it is; choose another name.")
    except OSError as error:
        stop(f"{file}: cannot be written: {error.strerror}.")
    typer.echo(f"{file} is ready. Change the figures to those you read, then: marga check {file}")


def _explain(rule: str) -> None:
    from marga.figures import RULES, explanation

    if rule not in RULES:
        stop(f"--explain: “{rule}” is no rule; the rules are {', '.join(RULES)}.")
    one = explanation(rule)
    typer.echo(f"{one.rule}: {one.title}\n\n{one.means}\n\nExample: {one.example}\nSource: {one.source}")


def _print(checked: Checked, format: Format) -> None:
    if format is Format.json:
        import json

        from marga.figures import as_json

        typer.echo(json.dumps(as_json(checked), ensure_ascii=False, indent=2))
    else:
        from marga.figures.checking.table import print_table

        print_table(checked)
