"""What a first start loads to look at: stations, officers, accounts to try roles with, and a lived-in register."""

from __future__ import annotations

from marga.enforcement.acts.services import clock
from marga.enforcement.cases.models import Case
from marga.enforcement.receipts.keys import make_keys
from marga.enforcement.stations.models import Unit
from marga.enforcement.tasks import load_example_cases
from marga.site.accounts.example import example_accounts

from .stations import ACCOUNTS, make_stations


def load_example() -> tuple[str, ...]:
    """Make the stations and an account for each role, and order the cases.

    The worker makes the cases once it runs, through the same services as an officer: that takes a while, and a first
    start should not wait.
    """
    lines = example_accounts({name: roles for name, (_number, _rank, roles) in ACCOUNTS.items()})
    make_keys()
    if lines and not Unit.objects.exists():
        make_stations(clock())
    if lines and not Case.objects.exists():
        load_example_cases.enqueue()
    return lines
