"""What pages of what was found after the booking need to know of the case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from marga.enforcement.access import case_for
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case, Party
from marga.enforcement.cases.words import name_of
from marga.enforcement.exhibits.models import Exhibit
from marga.site.refusals import NotFound

PART = re.compile(r"(?P<exhibit>E?)(?P<number>\d{1,3})", re.ASCII)


def named(case: Case) -> list[tuple[str, str]]:
    """The people of a case: number, and number with name."""
    return [(str(row.number), f"{row.number}. {name_of(row)}") for row in case.parties.order_by("number")]


def next_thing(party: Party) -> int:
    """The number of the next thing that is taken from a person."""
    return (party.property.aggregate(last=Max("number"))["last"] or 0) + 1


@dataclass(frozen=True, slots=True)
class Done:
    """What was written down, and what is to be done about it: whose receipt does not have it yet, who is held."""

    case: Case
    exhibit: Exhibit | None
    receipts: list[tuple[int, str]]  # number and key of each person
    held: list[tuple[int, str]]  # number of each person, and key of the custody


def done(number: str, part: str, who: Acting) -> Done:
    """Of an exhibit ("E2") or of a person ("2") of a case; three queries, or five. Raises NotFound."""
    case, named_part = case_for(who, number), PART.fullmatch(part)
    if named_part is None:
        raise NotFound(_("There is no such part of this case."))
    exhibit = case.exhibits.filter(number=named_part["number"]).first() if named_part["exhibit"] else None
    people = case.parties.order_by("number")
    if exhibit is not None:
        people = people.filter(pk=exhibit.person) if exhibit.person else people
    else:
        people = people.none() if named_part["exhibit"] else people.filter(number=named_part["number"])
    found = list(people.prefetch_related("custodies"))
    if exhibit is None and not found:
        raise NotFound(_("There is no such part of this case."))
    held = [(one.number, custody.key) for one in found for custody in one.custodies.all() if custody.ended is None]
    return Done(case, exhibit, [(one.number, one.key) for one in found], held)
