"""`marga account …`: who may sign in to a side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Annotated

import typer

from .shared import group, stop

account_app = group("account", "Accounts of a side: who may sign in.")

SideOption = Annotated[str, typer.Option(envvar="MARGA_SIDE", help="The side whose accounts they are.")]
NameArgument = Annotated[str, typer.Argument(help="The user name.", show_default=False)]
ReasonOption = Annotated[str, typer.Option(help="Why; it stays with the record.", show_default=False)]


@account_app.command("add")
def add_account(
    name: NameArgument,
    role: Annotated[list[str], typer.Option(help="A role of the side; may be given again.", show_default=False)],
    side: SideOption = "authority",
) -> None:
    """Let someone new sign in. Prints their one-time password, once.

    Exit 0: done. 2: it was not; nothing was changed. So it is for every command here.
    """
    with _accounts(side) as accounts:
        _say(accounts.add(name, role))


@account_app.command("list")
def list_accounts(side: SideOption = "authority") -> None:
    """List every account: its roles, its state, and when someone last signed in by it."""
    with _accounts(side) as accounts:
        accounts.print_list()


@account_app.command("reset")
def reset_account(name: NameArgument, reason: ReasonOption, side: SideOption = "authority") -> None:
    """Give a new one-time password, and forget the second factor."""
    with _accounts(side) as accounts:
        _say(accounts.reset(name, reason))


@account_app.command("close")
def close_account(name: NameArgument, reason: ReasonOption, side: SideOption = "authority") -> None:
    """Let nobody sign in by it any more, and end its sessions. Its name stays."""
    with _accounts(side) as accounts:
        _say(accounts.close(name, reason))


@account_app.command("open")
def open_account(name: NameArgument, side: SideOption = "authority") -> None:
    """Let a closed account sign in again."""
    with _accounts(side) as accounts:
        _say(accounts.reopen(name))


@contextmanager
def _accounts(side: str) -> Iterator[ModuleType]:
    """The acts on the accounts of a side; what they refuse ends with 2."""
    from marga.site.standalone import CannotSetUp, set_up

    try:
        set_up(side)
    except CannotSetUp as error:
        stop(str(error))
    from django.db import DatabaseError

    from marga.site.accounts import command
    from marga.site.refusals import Refused

    try:
        yield command
    except Refused as refused:
        stop(str(refused))
    except DatabaseError as error:
        stop(f"The database of the {side} side cannot be used: {error}. Start the side once: ./run")


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
