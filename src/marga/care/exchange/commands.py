"""`marga care …`: thin commands. What one needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from marga.site.commands import stop, using

DAY: dict[str, Any] = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
care_app = typer.Typer(help="The care side, on its own machine.", no_args_is_help=True)
COMMAND = "marga.care.exchange.command"


@care_app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file; the page “Take over a list” names its columns.")],
    account: Annotated[str, typer.Option("--as", metavar="ACCOUNT", help="In whose name, at whose centre.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it only, and write nothing.")] = False,
) -> None:
    """Take over a centre's list of people: all of them, or none. The same file twice changes nothing.

    Exit 0: done, or fit to be. 1: something in it is wrong, nothing was done. 2: it could not be tried.
    """
    with using("care", COMMAND) as command:
        code = command.import_csv(file, account, dry_run=dry_run)
    raise typer.Exit(code)


@care_app.command()
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
    with using("care", COMMAND) as command:
        code = command.extract_to(out, Period(since.date(), until.date()))
    raise typer.Exit(code)


@care_app.command()
def cube() -> None:
    """Count all months that are over into the signed cube now, and print the address and key for the authority."""
    with using("care", COMMAND) as command:
        code = command.count()
    raise typer.Exit(code)
