"""Emergencies: telling a medical team, the paper for it, the alerts, and looking at it afterwards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting, client_for, log_read
from marga.care.consents.services import country as consents
from marga.site import again
from marga.site.pages import ActPage, act_page, answered
from marga.site.roles import may, needs

from . import forms, queries, services

form_page = again.form_page
alerted = needs("care.alerts")
READ = "emergency"


@never_cache
@form_page
@needs("care.emergency")
def emergency_new(request: HttpRequest, number: str) -> HttpResponse:
    """Tell a medical team, or write down that it was told."""
    who = acting(request.user)
    client = client_for(who, number)
    log_read(who, number, READ)
    form = forms.EmergencyForm(again.sent(request), initial={"told": timezone.localtime()})
    answer = answered(
        request, form, lambda: services.tell_in_emergency(number, form.telling(), who),
        fields={"fields": "fields_told"}, to=lambda made: reverse("emergency", args=[made.pk]),
        done=_("It is written down. The manager and an inspector are alerted, and the person sees it by their code."),
    )  # fmt: skip
    if answer is not None:
        return answer
    return render(request, "care/emergency_new.html", {"client": client, "form": form},
                  status=again.status_of(request))  # fmt: skip


@never_cache
@require_safe
@needs("care.read")
def emergency(request: HttpRequest, key: str) -> HttpResponse:
    """All that was written down of one, who was alerted, and what they answered."""
    who = acting(request.user)
    found = services.emergency_for(who, key)
    log_read(who, found.client_id, READ)
    one = queries.shown(found, who.clock.at)
    return render(request, "care/emergency.html", {
        "one": one, "lines": forms.lines(one.values), "mine": found.by == who.name,
        "alerts": queries.alerts_of(found, who.clock.at),
        "prints": may(who, "care.emergency") and not one.over})  # fmt: skip


@never_cache
@require_safe
@needs("care.emergency")
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """What the team is told, to print and hand over."""
    who = acting(request.user)
    found = services.paper_for(key, who)
    log_read(who, found.client_id, READ)
    one = queries.shown(found, who.clock.at)
    return render(request, "care/emergency_paper.html", {
        "one": one, "lines": forms.lines(one.values), "notice": consents().texts["notice"],
        "reviewed": consents().is_reviewed("km")})  # fmt: skip


@never_cache
@require_safe
@alerted
def emergencies(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is alerted."""
    who = acting(request.user)
    found = queries.emergencies(who)
    return render(request, "care/emergencies.html", {"found": found, "reads": may(who, "care.read")})


@never_cache
@form_page
@alerted
def alert(request: HttpRequest, key: str) -> HttpResponse:
    """Answer an alert."""
    who = acting(request.user)
    found = services.alert_for(who, key)
    form = forms.AnswerForm(again.sent(request))
    note = _("{centre} told a medical team on {at} without consent. To answer says that you know of it; somebody must "
             "still look at it and close it.")  # fmt: skip
    at = f"{timezone.localtime(found.emergency.told):%Y-%m-%d %H:%M}"
    page = _page(_("Answer the alert"), _("Answer"), _("It is answered."),
                 note.format(centre=found.emergency.centre, at=at))  # fmt: skip
    return act_page(request, page, form, lambda said: services.answer_alert(key, said["note"], who))


@never_cache
@form_page
@alerted
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Look at it, and close it."""
    who = acting(request.user)
    found = services.emergency_for(who, key)
    log_read(who, found.client_id, READ)
    form = forms.CloseForm(again.sent(request))
    page = _page(_("Look at what was told"), _("Close it"), _("It is closed."), "")
    return act_page(request, page, form, lambda said: services.close_emergency(key, said["words"], who))


def _page(title: str, button: str, done: str, note: str) -> ActPage:
    return ActPage(title, button, done, reverse("emergencies"), _("Emergencies"), note)
