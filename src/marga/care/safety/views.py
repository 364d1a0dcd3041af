"""Safety and quality, for who works at a centre, for the ministry and for inspectors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting, log_read
from marga.care.centres.models import Centre
from marga.care.national import clinical
from marga.country import write
from marga.site import again
from marga.site.pages import ActPage, act_page
from marga.site.refusals import NotFound
from marga.site.roles import may, needs
from marga.site.writing import writer

from . import forms, queries, services
from .models import QualityFinding

form_page = again.form_page


@require_safe
@needs("care.plan")
def safety_all(request: HttpRequest) -> HttpResponse:
    """Every centre: incidents nobody looked at, and gaps that are overdue."""
    return render(request, "care/safety_all.html", {"lines": queries.all_centres(acting(request.user))})


@never_cache
@require_safe
@needs("care.read-centre")
def safety(request: HttpRequest, code: str) -> HttpResponse:
    """One centre: for the ministry any, for who works at one theirs."""
    who = acting(request.user)
    if code != who.centre and not may(who, "care.plan"):
        raise NotFound(_("This is not your centre."))
    shown = queries.centre_safety(get_object_or_404(Centre, pk=code), who)
    return render(request, "care/safety.html", {
        "page": shown, "own": code == who.centre, "findings": dict(forms.FINDINGS),
        "finds": may(who, "care.inspect") or (code == who.centre and may(who, "care.centre"))})  # fmt: skip


@form_page
@needs("care.treat")
def incident_new(request: HttpRequest) -> HttpResponse:
    """Something happened."""
    who = acting(request.user)
    form = forms.IncidentForm(again.sent(request), centre=who.centre, initial={"at": timezone.localtime()})
    page = _safety(_("Something happened"), _("Write it down"), _("It is written down, and the manager sees it."),
                   who.centre, _("Danger to life: call for help first, then write."))  # fmt: skip
    return act_page(request, page, form, lambda _said: services.record_incident(form.happened(), who))


@never_cache
@require_safe
@needs("care.read-centre")
def incident(request: HttpRequest, key: str) -> HttpResponse:
    """One incident in the clear."""
    who = acting(request.user)
    found = services.incident_for(who, key)
    if found.stay is not None:
        log_read(who, found.stay.client_id, "incident")
    return render(request, "care/incident.html", {
        "incident": found, "said": queries.incident_words(found), "own": found.centre_id == who.centre})  # fmt: skip


@form_page
@needs("care.centre")
def incident_review(request: HttpRequest, key: str) -> HttpResponse:
    """The manager looks at it."""
    who = acting(request.user)
    found = services.incident_for(who, key)
    form = forms.ReviewForm(again.sent(request))
    page = ActPage(_("Look at what happened"), _("Record it"), _("It is recorded."),
                   reverse("incident", args=[found.key]), found.key)  # fmt: skip
    return act_page(request, page, form, lambda said: services.review_incident(key, said["words"], who))


@never_cache
@form_page
@needs("care.read-centre")
def quality(request: HttpRequest, code: str, standard: str) -> HttpResponse:
    """How far a centre meets one standard."""
    who = acting(request.user)
    services.check_may_find(code, who)
    known = clinical().quality.get(standard)
    if known is None:
        raise NotFound(_("There is no such standard."))
    found = QualityFinding.objects.filter(centre=code, standard=standard).first()
    begin = {} if found is None else {"finding": found.finding, "gap": queries.gap_words(found), "owner": found.owner,
                                      "due": found.due}  # fmt: skip
    form = forms.QualityForm(again.sent(request), centre=code, initial=begin)
    page = _safety(write(known.label, writer()), _("Record it"), _("It is recorded."), code)
    return act_page(request, page, form, lambda said: services.find_quality(
        code, standard, said["finding"], who, gap=said["gap"], owner=said["owner"], due=said["due"]))  # fmt: skip


def _safety(title: str, button: str, done: str, code: str, note: str = "") -> ActPage:
    return ActPage(title, button, done, reverse("safety", args=[code]), _("Safety and quality"), note)
