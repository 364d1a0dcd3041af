"""What stands since an act with a person: a particular is another one, two are one person, or are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from marga.enforcement.acts.models import Act
from marga.enforcement.cases.contents import Birth, Booked
from marga.enforcement.cases.models import Case, Charge, Merge, NameKey, Party, Property, Proposal, SupplyRole, Trace
from marga.enforcement.cases.projections import name_rows, party_of
from marga.enforcement.custody.models import Custody, Step
from marga.enforcement.custody.reckoning import reckon_anew
from marga.enforcement.stations.models import Slip
from marga.identity.merging import persons
from marga.site.acts.kinds import kind

from . import contents
from .models import ErasureRequest, ReadSeal


@kind("person.corrected", "person", gettext_noop("what is known of a person was corrected"), contents.PersonCorrected)
def person_corrected(act: Act, told: contents.PersonCorrected) -> None:
    """The particular as it is since, and by what the person is found."""
    party = Party.objects.get(pk=party_of(act))
    for column, value in columns(told).items():
        setattr(party, column, value)
    party.minor = told.minor
    party.save()
    NameKey.objects.filter(party=party).delete()
    NameKey.objects.bulk_create(name_rows(party))
    if told.field == "birth":
        reckon_anew(party.key, act.at)


@kind("person.merged", "person", gettext_noop("two records were said to be of one person"), contents.Merged)
def person_merged(act: Act, told: contents.Merged) -> None:
    """Two parties are one person, with everybody either was one with."""
    one = party_of(act)
    Merge.objects.create(one_id=one, other_id=told.other, reason=told.reason, by=act.by, at=act.at)
    name_persons([one, told.other])


@kind("person.unmerged", "person", gettext_noop("two records were said to be of two people"), contents.Merged)
def person_unmerged(act: Act, told: contents.Merged) -> None:
    """The merge is taken back; others may still connect the two."""
    one = party_of(act)
    Merge.objects.filter(one=one, other=told.other).delete()
    name_persons([one, told.other])


def columns(told: contents.Particular) -> dict[str, Any]:
    """A particular as the columns of a party have it."""
    if told.field == "birth":
        birth = told.value if isinstance(told.value, Birth) else None
        return {
            "born_from": birth.earliest if birth else None, "born_to": birth.latest if birth else None,
            "birth_known": birth.known if birth else "",
        }  # fmt: skip
    return {told.field: list(told.value) if isinstance(told.value, tuple) else told.value}


def name_persons(changed: Iterable[str]) -> None:
    """Give everybody who is, or was, one person with these the least key of those they are one with now."""
    before = Party.objects.filter(pk__in=list(changed)).values_list("person", flat=True)
    parties = dict(Party.objects.filter(person__in=list(before)).values_list("key", "person"))
    merges = Merge.objects.filter(Q(one__in=parties) | Q(other__in=parties)).values_list("one", "other")
    for key, person in persons(parties, merges).items():
        if parties.get(key) != person:
            Party.objects.filter(pk=key).update(person=person)


#: What stands of a person whose record was erased: role, times, charge and outcome, which belong to the case.
NOTHING: dict[str, Any] = {
    "name": "", "alias": "", "sex": "", "born_from": None, "born_to": None, "birth_known": "", "citizenship": "",
    "nationality": "", "languages": [], "occupation": "", "moved_for_work": None, "moved_from": "",
    "moved_since": None, "address_province": "", "guardian_of": "", "slip_given": None, "supply_role": "",
}  # fmt: skip


@kind("person.erasure_asked", "person", gettext_noop("the erasure of a person was asked for"), contents.ErasureAsked)
def erasure_asked(act: Act, told: contents.ErasureAsked) -> None:
    """A second person is to approve it."""
    said = {"ground": told.ground, "reference": told.reference, "asked": act.at, "asked_by": act.by}
    ErasureRequest.objects.update_or_create(party=told.party, defaults=said)


@kind("person.erased", "person", gettext_noop("the record of a person was erased"), contents.PersonErased)
def person_erased(act: Act, told: contents.PersonErased) -> None:
    """Nothing is left that says who the person is. That the case had one more person, and what for, stays."""
    case = told.party.rpartition(".")[0]
    Party.objects.filter(pk=told.party).update(**NOTHING, erased=act.at)
    for model in (NameKey, Property, Proposal, SupplyRole):
        model._base_manager.filter(party=told.party).delete()
    Charge.objects.filter(party=told.party).update(reason="", decision="")
    Step.objects.filter(custody__party=told.party).delete()
    Custody.objects.filter(party=told.party).update(named="")
    Trace.objects.filter(case=case).delete()
    Case.objects.filter(pk=case).update(narrative="")
    ErasureRequest.objects.filter(pk=told.party).update(approved=act.at, approved_by=act.by)
    if told.slip is not None:
        Slip.objects.filter(serial=told.slip).update(case=case, typed_in=told.slip_typed_in, used=told.slip_used)


@kind("reads.sealed", "reads", gettext_noop("who read what was entered"), contents.ReadsSealed)
def reads_sealed(act: Act, told: contents.ReadsSealed) -> None:
    """These reads are compared with what is said of them from now on."""
    ReadSeal.objects.create(at=act.at, **told.model_dump())


@kind("case.restated", "case", gettext_noop("what is left of the booking was entered anew"), Booked)
def case_restated(act: Act, told: Booked) -> None:
    """It stands already: the act proves again what the erased one proved of others."""
