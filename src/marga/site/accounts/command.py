"""`marga account …`: looking after the accounts of a side from its own machine, also when nobody can sign in.

Each returns the lines to print. Raises Refused, as the services do.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence

from django.utils.timezone import localtime
from rich.console import Console
from rich.table import Table

from marga.site.accounts import queries, services
from marga.site.accounts.queries import Line
from marga.site.accounts.services import GivenOut
from marga.site.roles import Operator

MINUTES = "%Y-%m-%d %H:%M"
FILE_WIDTH = 160


def add(name: str, holds: Sequence[str]) -> list[str]:
    given = services.add_account(by=_operator(), name=name, holds=holds)
    return [f"{given.account.name} may now sign in.", *_handed_over(given)]


def reset(name: str, reason: str) -> list[str]:
    given = services.reset_account(by=_operator(), name=name, reason=reason)
    return [f"{given.account.name} was reset; the old password and the second factor are forgotten.",
            *_handed_over(given)]  # fmt: skip


def close(name: str, reason: str) -> list[str]:
    account = services.close_account(by=_operator(), name=name, reason=reason)
    return [f"{account.name} is closed, and signed out wherever it was signed in."]


def reopen(name: str) -> list[str]:
    account = services.open_account(by=_operator(), name=name)
    return [f"{account.name} is open again, with the password and the second factor it had."]


def print_list() -> None:
    """Print every account of the side, one a line where the output is a file."""
    console = Console()
    if not console.is_terminal:
        console.width = FILE_WIDTH
    table = Table("name", "roles", "state", "last signed in", box=None, pad_edge=False)
    for line in queries.lines():
        seen = "never" if line.last_signed_in_at is None else f"{localtime(line.last_signed_in_at):{MINUTES}}"
        table.add_row(line.account.name, ", ".join(line.account.roles), ", ".join(_state(line)), seen)
    console.print(table)


def _state(line: Line) -> Iterator[str]:
    account = line.account
    yield "open" if account.is_active else "closed"
    if account.is_example:
        yield "example"
    elif account.one_time_until is not None:
        yield f"one-time password until {localtime(account.one_time_until):{MINUTES}}"
    elif not line.second_factor:
        yield "no second factor yet"


def _handed_over(given: GivenOut) -> list[str]:
    return [
        f"One-time password, shown this once: {given.password}",
        f"Good until {localtime(given.until):{MINUTES}}. Then comes a password of their own, and the second factor.",
    ]


def _operator() -> Operator:
    """Whoever runs the command, by the name the machine knows."""
    try:
        return Operator(f"command line: {getpass.getuser()}"[:40])
    except (OSError, KeyError):  # an account of the machine without a name
        return Operator()
