"""`marga care …` on the side's own machine. Each prints what it did, and returns the exit code."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from marga.care.access import acting
from marga.country import Period
from marga.site.accounts.models import Account
from marga.site.cubes.making import cube_name, public_key, token

from .extracting import extract, write_cube
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


def extract_to(out: Path, period: Period) -> int:
    """Write an extract. Raises OSError."""
    made = extract(period, out, timezone.now())
    rows = ", ".join(f"{file.rows:,} {name}" for name, file in made.files.items())
    print(f"{out}: {rows}. Its rows never leave this side.")  # noqa: T201
    return DONE


def count() -> int:
    """Make the cube now, and say how the authority collects it."""
    made = write_cube(timezone.now())
    print(f"{made} was made." if made else "No month with a record is over yet, so there is nothing to count.")  # noqa: T201
    print(f"address  /cube/{token()}/{cube_name()}")  # noqa: T201
    print(f"key      {public_key()}")  # noqa: T201
    return DONE
