"""What a first start loads to look at: centres, accounts for each role, and people who asked, wait, and are treated."""

from __future__ import annotations

from marga.care.acts.services import Acting, clock
from marga.care.centres.models import Centre
from marga.care.consents.telling import publish_address
from marga.care.sealing import make_keys
from marga.care.tasks import load_example_people
from marga.site.accounts.example import example_accounts

from .at_hand import make_at_hand
from .centres import ACCOUNTS, HOME, make_centres
from .treatment import make_treatment


def load_example() -> tuple[str, ...]:
    """Make the centres, an account for each role, and the people of the centre where these work, and order the others.

    The worker makes the year of the other centres once it runs, through the same services as everybody: that takes a
    while, and a first start should not wait.
    """
    lines = example_accounts({name: [role] for name, (role, _at_home) in ACCOUNTS.items()})
    make_keys()
    publish_address()
    if lines and not Centre.objects.exists():
        make_centres(clock())
        make_at_hand(Acting("manager", HOME, ("manager", "physician"), clock()))
        make_treatment(HOME, clock())
        load_example_people.enqueue()
    return lines
