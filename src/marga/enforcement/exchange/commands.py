"""`marga enforcement …`: thin commands. What one needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from marga.site.commands import using
from marga.site.cubes.commands import add_counting

COMMAND = "marga.enforcement.exchange.command"
enforcement_app = typer.Typer(help="The register of the enforcement side, on its own machine.", no_args_is_help=True)
add_counting(enforcement_app, "enforcement")


@enforcement_app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file as docs/import.md describes it.")],
    officer: Annotated[str, typer.Option(metavar="NUMBER", help="In whose name it is booked.")],
    unit: Annotated[
        str, typer.Option(metavar="CODE", help="Whose cases they are; the officer's unit if left out.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it only, and write nothing.")] = False,
) -> None:
    """Import cases from a file: all of them, or none. The same file twice changes nothing.

    Exit 0: imported, or fit to be. 1: something in it is wrong, nothing was done. 2: it could not be tried.
    """
    with using("enforcement", COMMAND) as command:
        code = command.import_csv(file, unit, officer, dry_run=dry_run)
    raise typer.Exit(code)


@enforcement_app.command()
def notices() -> None:
    """Take care's notices of today now, as the worker does by itself once a day.

    Exit 0: taken. 2: care could not be asked, or what it answered is not believed; then nothing changed.
    """
    with using("enforcement", COMMAND) as command:
        code = command.take_notices()
    raise typer.Exit(code)
