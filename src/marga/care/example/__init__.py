"""What a first start loads to look at: centres, accounts for each role, and people who asked, wait, and are treated."""

from __future__ import annotations

from marga.care.acts.services import Acting, clock
from marga.care.centres.models import Centre
from marga.care.sealing import make_keys
from marga.site.accounts.example import example_accounts

from .centres import ACCOUNTS, HOME, make_centres
from .people import make_people
from .treatment import make_treatment


def load_example() -> tuple[str, ...]:
    """Make the centres, an account for each role, and some people, through the same services as everybody."""
    lines = example_accounts({name: [role] for name, (role, _at_home) in ACCOUNTS.items()})
    make_keys()
    if lines and not Centre.objects.exists():
        make_centres(clock())
        make_people(Acting("manager", HOME, ("manager", "physician"), clock()))
        make_treatment(HOME, clock())
    return lines
