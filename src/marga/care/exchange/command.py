"""`marga care …` on the side's own machine. Each prints what it did, and returns the exit code."""

from __future__ import annotations

from pathlib import Path

from marga.care.access import acting
from marga.site.accounts.models import Account

from .importing import import_list

DONE, FOUND = 0, 1


def import_csv(file: Path, account: str, *, dry_run: bool) -> int:
    """Import a centre's list in the name of an account. Raises Refused, or OSError where it cannot be read."""
    who = acting(Account.objects.filter(name=account, is_active=True).first() or Account(name=account))
    outcome = import_list(file.read_bytes(), who, dry_run=dry_run)
    for one in outcome.wrong:
        print(f"{file}: {one}")  # noqa: T201
    if outcome.wrong:
        print("Nothing was written down. Mend these and try again.")  # noqa: T201
        return FOUND
    what = "can be written down" if dry_run else "were written down"
    print(f"{file}: {outcome.made:,} people {what}, {outcome.known:,} were here before.")  # noqa: T201
    return DONE
