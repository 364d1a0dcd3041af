"""Accounts to try a side with. Everybody knows their password, so they work only on the side's own machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from marga.site.accounts.events import record
from marga.site.accounts.models import Account, Kind

PASSWORD = "only-for-trying"  # noqa: S105 - it is meant to be known


@transaction.atomic
def example_accounts(holds: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Make these accounts, a name with its roles each, if they are not there. Returns the lines that `./run` prints.

    None are made where other machines can ask through a proxy with TLS. An account of that name that someone added is
    left alone.
    """
    if settings.TLS:
        return ()
    now, there = timezone.now(), set(Account.objects.filter(name__in=holds).values_list("name", flat=True))
    for name in holds.keys() - there:
        account = Account(name=name, roles=list(holds[name]), is_example=True, added_at=now)
        account.set_password(PASSWORD)
        account.save()
        record(Kind.ADDED, who="./run", about=name, detail=", ".join(holds[name]), at=now)
    usable = set(Account.objects.filter(name__in=holds, is_example=True, is_active=True).values_list("name", flat=True))
    names = [name for name in holds if name in usable]
    return (f"user name: {', '.join(names)}", f"password:  {PASSWORD}") if names else ()
