"""Drafts of bookings, read. An officer reads their own."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from marga.country import load
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.drafts import Draft
from marga.enforcement.cases.services import zone
from marga.enforcement.stations.models import Officer
from marga.site.accounts.models import Account
from marga.site.faults import Fault
from marga.site.refusals import NotFound

from .checks import draft_faults
from .places import Typed
from .reading import Reading, booking_of

#: Drafts that are listed on one page.
MOST_LISTED = 20


def draft_of(draft_id: UUID, who: Acting, *, lock: bool = False) -> Draft | None:
    """A draft of an officer's own; None before its first page was saved. Raises NotFound for another's."""
    drafts = Draft.objects.select_for_update() if lock else Draft.objects
    found = drafts.filter(pk=draft_id).first()
    if found is not None and found.officer != who.number:
        raise NotFound(_("There is no booking under way that is yours at this address."))
    return found


def drafts_of(account: Account) -> list[Draft]:
    """The bookings under way of whoever is signed in, the latest first."""
    numbers = Officer.objects.filter(account=account.name).values("number")
    return list(Draft.objects.filter(officer__in=numbers, case="").order_by("-saved")[:MOST_LISTED])


def read(typed: Typed, who: Acting) -> Reading:
    """A draft as it would be booked now."""
    roles = load(settings.MARGA_COUNTRY).enforcement.register.roles
    return booking_of(typed, roles, zone(), who.clock.at)


def faults_of(reading: Reading, who: Acting) -> list[Fault]:
    """All that is wrong with a draft, but for what only the booking itself can find out."""
    officers = _known(reading.booking.officers)
    return draft_faults(reading, load(settings.MARGA_COUNTRY), zone(), who.clock, officers)


def _known(numbers: Iterable[str]) -> set[str]:
    return set(Officer.objects.filter(number__in=list(numbers)).values_list("number", flat=True))
