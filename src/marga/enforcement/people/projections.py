"""What stands since an act with a person: a particular is another one, two are one person, or are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from marga.enforcement.acts.kinds import kind
from marga.enforcement.acts.models import Act
from marga.enforcement.cases.contents import Birth
from marga.enforcement.cases.models import Merge, NameKey, Party
from marga.enforcement.cases.projections import name_rows, party_of
from marga.enforcement.custody.reckoning import reckon_anew
from marga.enforcement.rules.identity import persons

from . import contents


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
