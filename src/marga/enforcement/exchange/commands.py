"""`marga enforcement …`: thin commands. What one needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from marga.site.commands import stop, using

COMMAND = "marga.enforcement.exchange.command"
DAY: dict[str, Any] = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
enforcement_app = typer.Typer(help="The register of the enforcement side, on its own machine.", no_args_is_help=True)


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
def extract(
    out: Annotated[Path, typer.Option(help="The folder to make.")],
    since: Annotated[datetime, typer.Option("--from", help="First day.", **DAY)],
    until: Annotated[datetime, typer.Option("--to", help="Last day.", **DAY)],
) -> None:
    """Write the tables that figures are counted from, with keys that join nothing else. They stay on this machine.

    Exit 0: made. 2: it could not be; then nothing was left behind.
    """
    from marga.country import Period

    if until < since:
        stop(f"--to is {until:%Y-%m-%d}, before --from, {since:%Y-%m-%d}; swap them.")
    with using("enforcement", COMMAND) as command:
        code = command.extract_to(out, Period(since.date(), until.date()))
    raise typer.Exit(code)


@enforcement_app.command()
def cube() -> None:
    """Count all months that are over into the signed cube now, and print the address and key for the authority."""
    with using("enforcement", COMMAND) as command:
        code = command.count()
    raise typer.Exit(code)
