"""`marga …`: thin commands over the cores. What a command needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from typing import Annotated

import typer

from marga.care.exchange.commands import care_app
from marga.enforcement.exchange.commands import enforcement_app
from marga.site.ledgers.commands import ledger_app

from . import accounts, checking, counting, proving, publishing, receiving, records
from .shared import app

__all__ = ["app"]
_ = checking, counting, records, publishing, accounts, proving, receiving
app.add_typer(ledger_app, name="ledger")
app.add_typer(enforcement_app, name="enforcement")
app.add_typer(care_app, name="care")


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
