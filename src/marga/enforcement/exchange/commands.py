"""`marga enforcement …`: thin commands. What one needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, NoReturn

import typer

UNREADABLE = 2
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
    with _register() as command:
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
        _stop(f"--to is {until:%Y-%m-%d}, before --from, {since:%Y-%m-%d}; swap them.")
    with _register() as command:
        code = command.extract_to(out, Period(since.date(), until.date()))
    raise typer.Exit(code)


@enforcement_app.command()
def cube() -> None:
    """Count all months that are over into the signed cube now, and print the address and key for the authority."""
    with _register() as command:
        code = command.count()
    raise typer.Exit(code)


@enforcement_app.command()
def notices() -> None:
    """Take care's notices of today now, as the worker does by itself once a day.

    Exit 0: taken. 2: care could not be asked, or what it answered is not believed; then nothing changed.
    """
    with _register() as command:
        code = command.take_notices()
    raise typer.Exit(code)


@contextmanager
def _register() -> Iterator[ModuleType]:
    """The commands on the register; what stops them ends with 2."""
    from marga.site.standalone import CannotSetUp, set_up

    try:
        set_up("enforcement")
    except CannotSetUp as error:
        _stop(str(error))
    from django.db import DatabaseError

    from marga.country import DataError
    from marga.enforcement.exchange import command
    from marga.ledger import LedgerError
    from marga.site.refusals import Refused

    try:
        yield command
    except (Refused, DataError, LedgerError) as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}.")
    except DatabaseError as error:
        _stop(f"The database of the enforcement side cannot be used: {error}. Start the side once: ./run")


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(UNREADABLE)
