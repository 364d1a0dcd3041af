"""Whose custody is it to see, and to keep. The unit that holds a person keeps it, also where the case is another's."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marga.enforcement.access import visible
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case
from marga.site.refusals import NotAllowed, NotFound
from marga.site.roles import may

from .models import Custody


def custodies(who: Acting) -> QuerySet[Custody]:
    """The custodies that somebody may read: those of cases that they may read, and those of their unit."""
    readable = Q(party__case__in=visible(who))
    if may(who, "enforcement.custody"):
        readable |= Q(unit=who.unit)
    return Custody.objects.filter(readable).select_related("party__case", "unit")


def custody_for(who: Acting, key: str) -> Custody:
    """A custody that somebody may read. Raises NotFound otherwise."""
    found = custodies(who).filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no custody {key} that you may read.").format(key=key))
    return found


def custody_to_keep(who: Acting, key: str) -> Custody:
    """The same, with its case locked for an act, by an officer of the unit that holds the person. Within a transaction.

    Raises NotFound, and NotAllowed for whoever may read it but does not hold the person.
    """
    case = custody_for(who, key).party.case_id
    Case.objects.select_for_update().get(pk=case)
    found = custody_for(who, key)  # as it stands now that nobody else changes it
    if found.unit_id != who.unit:
        raise NotAllowed(
            _("The unit {unit} holds this person. What is done there is recorded there.").format(unit=found.unit_id)
        )
    return found
