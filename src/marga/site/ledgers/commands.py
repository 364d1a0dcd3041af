"""`marga ledger …`: thin commands. What one needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Annotated, NoReturn

import typer

UNREADABLE = 2
ledger_app = typer.Typer(help="The ledger of a side, on its own machine.", no_args_is_help=True)
SideOption = Annotated[str, typer.Option(envvar="MARGA_SIDE", help="The side whose ledger it is.")]


class Language(StrEnum):
    EN = "en"
    KM = "km"


@ledger_app.command()
def audit(
    against: Annotated[
        list[Path] | None, typer.Option(metavar="CHECKPOINT", help="One that a witness kept; once for each.")
    ] = None,
    keys: Annotated[Path | None, typer.Option(help="Verifier keys of the ledger; the side's own if left out.")] = None,
    witnesses: Annotated[
        Path | None, typer.Option(help="Verifier keys of witnesses; the side's own list if left out.")
    ] = None,
    language: Annotated[Language, typer.Option(help="In which it says what it found.")] = Language.EN,
    side: SideOption = "enforcement",
) -> None:
    """Recompute the whole ledger from its records, and name what was changed behind the application's back.

    Exit 0: nothing found. 1: something was changed, is missing, or was added. 2: it could not be gone through.
    """
    with _ledger(side) as command:
        code = command.audit(against or [], keys, witnesses, language.value)
    raise typer.Exit(code)


@ledger_app.command("keys")
def show_keys(
    new: Annotated[bool, typer.Option("--new", help="Make a further key, which signs beside the others.")] = False,
    side: SideOption = "enforcement",
) -> None:
    """Print the keys by which others verify what this ledger signs. The first is made if there is none."""
    with _ledger(side) as command:
        for line in command.another_key() if new else command.keys():
            typer.echo(line)


@ledger_app.command()
def grants(
    role: Annotated[str, typer.Argument(help="The role of PostgreSQL that the side works with.")],
    side: SideOption = "enforcement",
) -> None:
    """Print what the owner of the tables grants that role, so that it can only add to the ledger."""
    with _ledger(side) as command:
        for line in command.grants(role):
            typer.echo(line)


@contextmanager
def _ledger(side: str) -> Iterator[ModuleType]:
    """The commands on the ledger of a side; what stops them ends with 2."""
    from marga.site.standalone import CannotSetUp, set_up

    try:
        set_up(side)
    except CannotSetUp as error:
        _stop(str(error))
    from django.db import DatabaseError

    from marga.ledger import LedgerError
    from marga.site.ledgers import command

    try:
        yield command
    except LedgerError as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}.")
    except DatabaseError as error:
        _stop(f"The database of the {side} side cannot be used: {error}. Start the side once: ./run")


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(UNREADABLE)
