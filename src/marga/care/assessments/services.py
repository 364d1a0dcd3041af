"""Assessing a client: what was answered is kept page by page, entered once, and decides who comes first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import client_for, clients
from marga.care.acts.services import Acting, record
from marga.care.centres.models import Centre
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client
from marga.care.clients.services import set_flags
from marga.care.days import today
from marga.care.drafts import services as drafts
from marga.care.national import clinical
from marga.care.requests.models import Request
from marga.care.rules import tdi
from marga.care.sealing import UNREADABLE, opened, seal
from marga.care.stays.offering import age_on
from marga.care.stays.services import set_drug
from marga.country import gettext_noop, say
from marga.site.faults import Fault, refuse
from marga.site.refusals import NotFound
from marga.site.roles import check_may

from . import contents
from .models import Assessment

WHAT = "assessment"


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered so far. `drug_as`: the country's word for the main drug, where its code has several."""

    answers: dict[str, str]
    drug_as: str = ""


def known_of(client: Client, who: Acting) -> dict[str, str]:
    """What of the indicator needs no asking: the client, the centre, the way here and earlier stays say it."""
    kind = Centre.objects.values_list("modality", flat=True).get(pk=who.centre)
    route = (
        client.stays.filter(ended=None).values_list("route", flat=True).first()
        or client.waits.order_by("-since").values_list("route", flat=True).first()
        or Request.objects.filter(client=client.pk).order_by("-asked").values_list("route", flat=True).first()
    )
    return tdi.known(
        sex=client.sex, age=None if birth_of(client) is None else age_on(client, today(who)),
        centre_type=clinical().centre_types[kind], referral=clinical().referrals[route] if route else "",
        treated=client.stays.exclude(ended=None).exists(),
    )  # fmt: skip


def said_so_far(number: str, who: Acting) -> Said:
    """What the worker has of this client so far. Raises NotFound, NotAllowed."""
    typed = drafts.typed(number, who, WHAT)
    return Said(typed.get("answers", {}), typed.get("drug_as", ""))


def keep(number: str, page: str, answers: dict[str, str], drug_as: str, who: Acting) -> Said:
    """Keep the answers of one page. `drug_as` counts on the page that asks for the main drug. Raises Faulty, NotFound,
    NotAllowed."""
    check_may(who, "care.treat")
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        before, already = said_so_far(number, who), known_of(client, who)
        said = {**before.answers, **answers}
        faults = tdi.refusals(said, already)
        refuse(Fault(name, says) for name, says in faults.items() if tdi.ITEMS[name].page == page)
        word = drug_as if page == tdi.ITEMS["drug"].page else before.drug_as
        drafts.keep(number, who, WHAT, {"answers": said, "drug_as": word})
        return Said(said, word)


def assess(number: str, said: Said, who: Acting) -> Assessment:
    """Enter an assessment. The flags of the client, the class of their wait, what a place should have, and the main
    drug of their stay follow from it. Raises Faulty, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        already = known_of(client, who)
        refuse(Fault(name, says) for name, says in tdi.refusals(said.answers, already).items())
        answers = tdi.settled(said.answers, already)
        drug, flags = counted_as(answers, said.drug_as), tdi.flags_after(frozenset(client.flags), answers)
        needs = clinical().needs(flags | {name for name, so in tdi.facts(answers).items() if so})
        key = f"{number}.t{client.assessments.count() + 1}"
        told = contents.ClientAssessed(
            client=number, day=today(who), drug=drug, needs=needs,
            answers=seal(json.dumps(answers, sort_keys=True), "assessment.answers", key),
        )  # fmt: skip
        record("client.assessed", who, told, about=key)
        set_flags(number, flags, who, needs)
        stay = client.stays.filter(ended=None, centre=who.centre).first()
        if stay is not None and drug not in ("", stay.drug):
            set_drug(stay.key, drug, who)
        drafts.drop(number, who, WHAT)
        return Assessment.objects.get(pk=key)


def throw_away(number: str, who: Acting) -> None:
    """Forget what was answered and not entered. Raises NotFound, NotAllowed."""
    check_may(who, "care.treat")
    client_for(who, number)
    drafts.drop(number, who, WHAT)


def counted_as(answers: dict[str, str], drug_as: str) -> str:
    """The country's word for the main drug; "" where it is not known. Raises Faulty where its code has several words
    and none of them is given."""
    code = answers.get("drug", tdi.UNKNOWN)
    words = [word for one, word in clinical().drugs if one == code]
    if drug_as in words:
        return drug_as
    if len(words) > 1:
        refuse([Fault("drug", say(gettext_noop("Choose one of the list.")))])
    return words[0] if words else ""


def assessment_for(who: Acting, key: str) -> Assessment:
    """An assessment of a client that somebody treats. Raises NotFound, NotAllowed."""
    check_may(who, "care.treat")
    found = Assessment.objects.filter(pk=key, client__in=clients(who)).select_related("client", "centre").first()
    if found is None:
        raise NotFound(_("There is no assessment {number} at your centre.").format(number=key))
    return found


def answers_of(assessment: Assessment) -> dict[str, str]:
    """What was answered, in the clear; nothing where no key here opens it."""
    text = opened(assessment.answers, "assessment.answers", assessment.key)
    found: dict[str, Any] = {} if text == UNREADABLE else json.loads(text)
    return found
