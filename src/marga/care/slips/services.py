"""Acts with slips. Which station gets which, and whose request a slip opened, is written nowhere."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.acts.services import Acting, nobody, record
from marga.care.days import today
from marga.care.numbering import new_number
from marga.care.sealing import code_hash
from marga.care.trying import guess
from marga.country import gettext_noop, say
from marga.ledger.codes import SLIP, format_code
from marga.site.faults import Fault, refuse
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .models import Slip, SlipBatch

PURPOSE = "slip"
MOST_SLIPS, MOST_DAYS = 5000, 730


def print_slips(count: int, days: int, who: Acting) -> tuple[SlipBatch, list[str]]:
    """Make so many slips that open a request for so many days. Returns the batch, and the digits in the order of the
    paper, which are kept nowhere. Raises Faulty, NotAllowed."""
    check_may(who, "care.slips")
    refuse(_print_faults(count, days))
    numbers = [secrets.randbelow(SLIP.codes) for _one in range(count)]
    hashes = tuple(sorted(hash_of(number) for number in numbers))
    with transaction.atomic():
        batch = new_number(SlipBatch)
        told = contents.SlipsPrinted(expires=today(who) + timedelta(days=days), hashes=hashes)
        record("slips.printed", who, told, about=batch)
        return SlipBatch.objects.get(pk=batch), [format_code(number, SLIP) for number in numbers]


def hash_of(number: int) -> str:
    """What is kept of a slip, hexadecimal."""
    return code_hash(number, PURPOSE).hex()


def check_slip(number: int) -> Slip:
    """A slip that still opens a request. Raises NotFound for digits of none; WrongState once it was shown or is too
    old. Within a transaction that shows it, its row is locked."""
    rows = Slip.objects.select_related("batch")
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=hash_of(number)).first()
    if found is None:
        raise NotFound(_("No slip has these digits. Compare them with the paper. You can also ask without a slip."))
    if found.shown is not None:
        raise WrongState(_("This slip was shown before, and opens nothing again. If that was you, your code of the "
                           "request leads to it. You can also ask without a slip."))  # fmt: skip
    if found.batch.expires < today(nobody()):
        raise WrongState(_("This slip is too old. Ask without it: you get the same help."))
    return found


def try_slip(number: int, address: str | None) -> Slip:
    """The same on a public page: raises TooMuch after many that were none, tried from one address."""
    tried = guess("slip", address)
    found = check_slip(number)
    tried.delete()
    return found


def show_slip(number: int, who: Acting) -> None:
    """Use a slip up, in the transaction that opens its request. Raises as `check_slip` does."""
    slip = check_slip(number)
    # No act says both a slip and a request, and no centre: see `Slip`.
    record("slip.shown", Acting(nobody().name, "", (), who.clock), contents.SlipShown(slip=slip.hash, day=today(who)),
           about=slip.batch_id)  # fmt: skip


def lose_slips(batch: str, count: int, who: Acting) -> SlipBatch:
    """Write down that so many of a batch were lost. Raises Faulty, NotFound, NotAllowed."""
    check_may(who, "care.slips")
    with transaction.atomic():
        row = SlipBatch.objects.select_for_update().filter(pk=batch).first()
        if row is None:
            raise NotFound(_("There is no batch {number} of slips.").format(number=batch))
        left = row.count - row.lost - row.slips.filter(shown__isnull=False).count()
        if not 1 <= count <= left:
            says = say(gettext_noop("Of this batch {left} slips are neither shown nor lost. Write a number from 1 to "
                                    "that."), left=left)  # fmt: skip
            refuse([Fault("count", says)])
        record("slips.lost", who, contents.SlipsLost(count=count), about=batch)
        row.refresh_from_db()
        return row


def _print_faults(count: int, days: int) -> list[Fault]:
    faults = []
    if not 1 <= count <= MOST_SLIPS:
        faults.append(Fault("count", say(gettext_noop("Between 1 and {most} slips are printed at once."),
                                         most=MOST_SLIPS)))  # fmt: skip
    if not 1 <= days <= MOST_DAYS:
        faults.append(Fault("days", say(gettext_noop("A slip is good for 1 to {most} days."), most=MOST_DAYS)))
    return faults
