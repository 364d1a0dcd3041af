"""The first page of the care side: for whoever looks for help, and for whoever works here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marga.care import queries
from marga.care.access import acting
from marga.care.consents.queries import objections_waiting, orders_waiting
from marga.care.disclosures.queries import emergencies
from marga.care.episodes.queries import due_today
from marga.care.national import care
from marga.care.safety.queries import of_today
from marga.site.accounts.models import Account
from marga.site.clock import behind
from marga.site.refusals import NotAllowed
from marga.site.roles import may, needs


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Danger first, then asking for help, one's answer, and services near."""
    if isinstance(request.user, Account):
        if may(request.user, "care.read"):
            return redirect("today")
        return redirect("centres" if may(request.user, "care.plan") else "accounts")
    return render(request, "care/front.html", {"care": care()})


@require_safe
@needs("care.read")
def today(request: HttpRequest) -> HttpResponse:
    """What waits for whoever works at a centre; for an inspector, what is overdue anywhere."""
    who = acting(request.user)
    if may(who, "care.inspect"):
        return render(request, "care/inspection.html", {
            "day": queries.day_of_inspector(who), "behind": behind(who.clock), "emergencies": emergencies(who),
            "objections": objections_waiting(who), "orders": orders_waiting(who)})  # fmt: skip
    if not who.centre:
        raise NotAllowed(_("Nothing says at which centre this account works. Ask the clerk who looks after accounts."))
    return render(request, "care/today.html", {
        "day": queries.day_of_centre(who), "treatment": due_today(who), "safety": of_today(who),
        "objections": objections_waiting(who), "emergencies": emergencies(who) if may(who, "care.alerts") else None,
        "behind": behind(who.clock),
    })  # fmt: skip
