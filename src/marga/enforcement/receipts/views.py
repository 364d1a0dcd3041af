"""The receipt on screen and on paper."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marga.country import load
from marga.enforcement.access import acting, party_for
from marga.enforcement.people.services import log_read
from marga.site.roles import needs

from . import paper, queries, screen, services

#: A signature takes about a second. After this the ledger stands still, and the page says so and what to do.
PATIENCE = timedelta(seconds=10)


@never_cache
@require_safe
@needs("enforcement.receipt")
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What the receipt of a person says, or that it is being signed, or that none was given yet."""
    who = acting(request.user)
    party = party_for(who, key)
    log_read(who, "receipt", case=party.case_id)
    act = queries.last_receipt(party)
    facts = None if act is None else queries.facts(party, act)
    # Either way round: an act may seem to be of the future, where the server's clock was set back.
    late = act is not None and facts is None and abs(timezone.now() - act.at) > PATIENCE
    shown: dict[str, object] = {"party": party, "act": act, "facts": facts, "late": late}
    if facts is not None:
        shown |= screen.context(facts, load(settings.MARGA_COUNTRY))
    return render(request, "enforcement/receipts/receipt.html", shown)


@require_POST
@needs("enforcement.receipt")
def give(request: HttpRequest, key: str) -> HttpResponse:
    """Give the receipt, or print it with what is known now."""
    services.give(key, acting(request.user))
    return redirect(reverse("receipt", args=[key]))


@never_cache
@require_safe
@needs("enforcement.receipt")
def receipt_paper(request: HttpRequest, key: str) -> HttpResponse:
    """The receipt as one page to print. While it is being signed: the page that waits."""
    who = acting(request.user)
    party = party_for(who, key)
    act = queries.last_receipt(party)
    facts = None if act is None else queries.facts(party, act)
    if facts is None:
        return redirect(reverse("receipt", args=[key]))
    log_read(who, "receipt", case=party.case_id)
    answer = HttpResponse(paper.page(facts, load(settings.MARGA_COUNTRY)), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="receipt-{key.replace("/", "-")}.pdf"'
    return answer
