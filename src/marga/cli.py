"""`marga …`: thin commands over the cores. What a command needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from marga.figures import Checked

app = typer.Typer(
    help="One honest record of a country's drug response.", no_args_is_help=True, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
report_app = typer.Typer(help="Report files: what a body printed, as data.", no_args_is_help=True)
app.add_typer(report_app, name="report")

FOUND, UNREADABLE = 1, 2


class Format(StrEnum):
    text = "text"
    json = "json"


CountryOption = Annotated[str, typer.Option(envvar="MARGA_COUNTRY", help="The country whose measures and words apply.")]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """One honest record of a country's drug response."""
    from marga import __version__

    if version:
        typer.echo(f"marga {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


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
        _stop("Name the report files to check, or use --example for the country's own; not both.")
    from marga.country import DataError, load
    from marga.figures import check as check_figures
    from marga.figures import published_reports, read_files
    from marga.figures.trust import with_trust

    try:
        place = load(country)
        reports = published_reports(place) if example else read_files(files or [], place)
        checked = check_figures(with_trust(reports, trust or []), place)
    except DataError as error:
        _stop(str(error))
    _print(checked, format)
    raise typer.Exit(FOUND if checked.found else 0)


@report_app.command("new")
def new_report(
    file: Annotated[Path, typer.Argument(help="The file to start, such as my-report.toml.")],
) -> None:
    """Start a report file with an example of everything that can stand in it."""
    from marga.figures.starter import STARTER

    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(STARTER)
    except FileExistsError:
        _stop(f"{file}: is there already, and was left as it is; choose another name.")
    except OSError as error:
        _stop(f"{file}: cannot be written: {error.strerror}.")
    typer.echo(f"{file} is ready. Change the figures to those you read, then: marga check {file}")


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(UNREADABLE)


def _explain(rule: str) -> None:
    from marga.figures import RULES, explanation

    if rule not in RULES:
        _stop(f"--explain: “{rule}” is no rule; the rules are {', '.join(RULES)}.")
    one = explanation(rule)
    typer.echo(f"{one.rule}: {one.title}\n\n{one.means}\n\nExample: {one.example}\nSource: {one.source}")


def _print(checked: Checked, format: Format) -> None:
    if format is Format.json:
        import json

        from marga.figures import as_json

        typer.echo(json.dumps(as_json(checked), ensure_ascii=False, indent=2))
    else:
        from marga.figures.table import print_table

        print_table(checked)


if __name__ == "__main__":
    app()
