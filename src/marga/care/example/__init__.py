"""What a first start loads to look at: centres, accounts for each role, and people who asked, wait, and are treated."""

from __future__ import annotations

from marga.care.acts.services import clock
from marga.care.centres.models import Centre
from marga.care.clients.models import Client
from marga.care.consents.telling import publish_address
from marga.care.sealing import make_keys
from marga.care.tasks import load_example_people
from marga.site.accounts.example import example_accounts

from .centres import ACCOUNTS, make_centres


def load_example() -> tuple[str, ...]:
    """Make the centres and an account for each role, and order the people.

    The worker makes the people once it runs, through the same services as everybody: that takes a while, and a first
    start should not wait.
    """
    lines = example_accounts({name: [role] for name, (role, _at_home) in ACCOUNTS.items()})
    make_keys()
    publish_address()
    if lines and not Centre.objects.exists():
        make_centres(clock())
    if lines and not Client.objects.exists():
        load_example_people.enqueue()
    return lines
