"""What every command shares: the program itself, its options, its exit codes, and how it stops with a message."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn

import typer

app = typer.Typer(
    help="One honest record of a country's drug response.", no_args_is_help=True, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
FOUND, UNREADABLE = 1, 2
DAY: dict[str, Any] = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
CountryOption = Annotated[str, typer.Option(envvar="MARGA_COUNTRY", help="The country whose measures and words apply.")]


def group(name: str, about: str) -> typer.Typer:
    """Commands under one word, such as `marga report …`."""
    made = typer.Typer(help=about, no_args_is_help=True)
    app.add_typer(made, name=name)
    return made


def stop(message: str) -> NoReturn:
    """End with 2 and say why."""
    typer.echo(message, err=True)
    raise typer.Exit(UNREADABLE)
