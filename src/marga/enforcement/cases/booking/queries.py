"""Drafts of bookings, read. An officer reads their own."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from marga.country import gettext_noop, load, say
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.drafts import Draft
from marga.enforcement.cases.services import open_tips, open_warrants, zone
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
    found = draft_faults(reading, load(settings.MARGA_COUNTRY), zone(), who.clock, officers)
    return [*found, *_led_by(reading, who)]


def _led_by(reading: Reading, who: Acting) -> list[Fault]:
    """An operation upon a warrant or a tip says upon which, while one of the unit's waits."""
    kind = load(settings.MARGA_COUNTRY).enforcement.register.operations.get(reading.booking.operation)
    led_by = "" if kind is None else kind.counts_as
    waiting = {"warrant": open_warrants, "tip": open_tips}
    if led_by not in waiting or getattr(reading.booking, led_by) or led_by in reading.led_by_none:
        return []
    says = {"warrant": gettext_noop("Choose the warrant that was served, or “none of these”."),
            "tip": gettext_noop("Choose the tip that led to it, or “none of these”.")}  # fmt: skip
    return [Fault(led_by, say(says[led_by]))] if waiting[led_by](who.unit).exists() else []


def _known(numbers: Iterable[str]) -> set[str]:
    return set(Officer.objects.filter(number__in=list(numbers)).values_list("number", flat=True))
