"""`marga care slips` on the side's own machine."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import acting
from marga.care.centres.models import Worker
from marga.site.accounts.models import Account
from marga.site.refusals import NotAllowed

from . import paper
from .services import print_slips


def slips_to(out: Path, count: int, days: int, account: str) -> str:
    """Print slips into a new file, readable by its owner only. Returns what to say.

    Raises Refused; OSError, and then no slip is made.
    """
    found = Account.objects.filter(name=account, is_active=True).first()
    if found is None or not Worker.objects.filter(pk=account, working=True).exists():
        says = _("There is no account {name} that works here. Name the clerk with --as.")
        raise NotAllowed(says.format(name=account))
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            with transaction.atomic():  # no slip is good that is on no paper
                batch, codes = print_slips(count, days, acting(found))
                file.write(paper.page(codes, batch.expires, settings.CARE_AT))
        except BaseException:
            out.unlink()
            raise
    return (f"{out}: {count} slips of batch {batch.number}, good until {batch.expires}. Print them, seal them, mix "
            "them, and delete this file: it is the only place where their digits stand.")  # fmt: skip
