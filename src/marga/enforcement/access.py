"""Whose case is it to see. A role says what somebody may do; this says with which case."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting, last_recorded
from marga.enforcement.cases.models import Case, CaseOfficer, Party, Prosecutor
from marga.enforcement.stations.models import Officer
from marga.site.accounts.models import Account
from marga.site.refusals import NotAllowed, NotFound
from marga.site.roles import may


def acting(account: Account | AnonymousUser) -> Acting:
    """Who acts, from the account that is signed in. One query. Raises NotAllowed for one of no serving officer."""
    found = None
    if isinstance(account, Account):
        officers = Officer.objects.filter(account=account.name, serving=True)
        found = officers.values_list("number", "rank", "unit", Subquery(last_recorded())).first()
    if found is None or not isinstance(account, Account):
        raise NotAllowed(_("No officer’s number belongs to this account. Ask the records administrator for it."))
    number, rank, unit, last = found
    return Acting(number, rank, unit, tuple(account.roles), Clock(timezone.now(), last))


def visible(who: Acting) -> QuerySet[Case]:
    """The cases that somebody may read: those of the unit, those they have a part in; of a prosecutor those they were
    told of; of an inspector all."""
    if not may(who, "enforcement.read"):
        return Case.objects.none()
    if may(who, "enforcement.inspect"):
        return Case.objects.all()
    told = Exists(Prosecutor.objects.filter(case=OuterRef("pk"), number=who.number))
    if may(who, "enforcement.prosecute"):
        return Case.objects.filter(told)
    part = Exists(CaseOfficer.objects.filter(case=OuterRef("pk"), officer=who.number))
    return Case.objects.filter(Q(unit=who.unit) | part)


def elsewhere(who: Acting) -> list[str]:
    """The numbers of the cases of other units in which an officer has a part: a few, so that whoever asks with them
    finds their rows by index, at any size of the register. One query, of an index alone."""
    parts = CaseOfficer.objects.filter(officer=who.number).exclude(case__number__startswith=f"{who.unit}/")
    return list(parts.values_list("case", flat=True))


def reads_all_of(who: Acting, unit: str) -> bool:
    """Whether somebody may read every case of a unit, whoever has a part in it: then no part need be looked for."""
    if may(who, "enforcement.inspect"):
        return True
    return unit == who.unit and may(who, "enforcement.read") and not may(who, "enforcement.prosecute")


def case_for(who: Acting, number: str, *, lock: bool = False) -> Case:
    """A case that somebody may read. `lock`: for an act, until its transaction ends. Raises NotFound otherwise."""
    unit = number.partition("/")[0]
    cases = Case.objects.filter(unit=unit) if reads_all_of(who, unit) else visible(who)
    found = (cases.select_for_update(of=("self",)) if lock else cases).select_related("unit").filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no case {number} that you may read.").format(number=number))
    return found


def party_for(who: Acting, key: str, *, lock: bool = False) -> Party:
    """A person in a case that somebody may read, by the party's key. Raises NotFound otherwise."""
    case = case_for(who, key.rpartition(".")[0], lock=lock)
    found = Party.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no person {key} that you may read.").format(key=key))
    found.case = case
    return found
