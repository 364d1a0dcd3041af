"""Episodes: the plan, sessions, reviews, appeals, and the way home. Thin: each act is one service."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting, log_read, stay_for
from marga.care.days import today
from marga.care.national import care, clinical
from marga.care.sealing import opened
from marga.site import again
from marga.site.pages import ActPage, act_page
from marga.site.roles import needs

from . import forms, queries, services

form_page = again.form_page
treats = needs("care.treat")


@never_cache
@require_safe
@treats
def episode(request: HttpRequest, key: str) -> HttpResponse:
    """The plan, sessions, reviews with what was measured, and the way home."""
    who = acting(request.user)
    stay = queries.stay_to_read(who, key)
    log_read(who, stay.client_id, "episode")
    return render(request, "care/episode.html", {
        "page": queries.page(stay, who), "own": stay.centre_id == who.centre, "care": care(),
        "clinical": clinical()})  # fmt: skip


@never_cache
@require_safe
@treats
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """The plan on one page, for the person to take along."""
    who = acting(request.user)
    stay = queries.stay_to_read(who, key)
    log_read(who, stay.client_id, "plan")
    return render(request, "care/plan.html", {"page": queries.page(stay, who)})


@never_cache
@form_page
@treats
def plan_agree(request: HttpRequest, key: str) -> HttpResponse:
    """Agree a plan, or the next one."""
    who = acting(request.user)
    stay = stay_for(who, key)
    log_read(who, stay.client_id, "plan")
    found = getattr(stay, "episode", None)
    before = opened(found.goals, "plan.goals", key) if found else ""
    form = forms.PlanForm(again.sent(request), initial={"goals": before})
    page = _episode(_("The plan"), _("The person agrees"), _("The plan is agreed. Print it for the person."), key)
    return act_page(request, page, form, lambda said: services.agree_plan(key, said["goals"], said["how"], who))


@form_page
@treats
def session_new(request: HttpRequest, key: str) -> HttpResponse:
    """Write down a session."""
    who = acting(request.user)
    stay_for(who, key)
    form = forms.SessionForm(again.sent(request), initial={"day": today(who)})
    page = _episode(_("A session"), _("Write it down"), _("The session is written down."), key)
    return act_page(request, page, form, lambda _said: services.hold_session(key, form.held(), who))


@form_page
@treats
def episode_review(request: HttpRequest, key: str) -> HttpResponse:
    """Look at how it goes, and measure it."""
    who = acting(request.user)
    stay_for(who, key)
    form = forms.MeasureForm(again.sent(request))
    page = _episode(_("Review the treatment"), _("Record the review"), _("It is recorded."), key)
    return act_page(request, page, form, lambda said: services.review(key, form.outcomes(), said["words"], who))


@form_page
@treats
def episode_exit(request: HttpRequest, key: str) -> HttpResponse:
    """Measure how it was at the end."""
    who = acting(request.user)
    stay_for(who, key)
    form = forms.MeasureForm(again.sent(request))
    page = _episode(_("What is measured at the exit"), _("Record it"), _("It is recorded."), key)
    return act_page(request, page, form, lambda said: services.review(key, form.outcomes(), said["words"], who,
                                                                      at_exit=True))  # fmt: skip


@form_page
@treats
def return_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Which service near home expects the person."""
    who = acting(request.user)
    stay = stay_for(who, key)
    form = forms.ReturnForm(again.sent(request), near=queries.services_near(stay))
    page = _episode(_("The way home"), _("Write it down"), _("It is written down. Nothing was sent there yet."), key)
    return act_page(request, page, form, lambda said: services.plan_return(
        key, said["to"], said["day"], said["words"], who))  # fmt: skip


@form_page
@treats
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """The other service may read from now on."""
    who = acting(request.user)
    stay_for(who, key)
    form = forms.HandForm(again.sent(request))
    page = _episode(_("Hand over"), _("Hand over"), _("The service may read of the person from now on."), key,
                    _("It reads the client’s page and this episode. Nothing goes to anybody else."))  # fmt: skip
    return act_page(request, page, form, lambda said: services.hand_over(key, said["agreed"], who))


@never_cache
@require_safe
@needs("care.read")
def appeals(request: HttpRequest, key: str) -> HttpResponse:
    """The appeals against a stay, with their clocks."""
    who = acting(request.user)
    stay = stay_for(who, key)
    log_read(who, stay.client_id, "appeal")
    return render(request, "care/appeals.html", {
        "stay": stay, "appeals": queries.appeals_of(stay, who), "own": stay.centre_id == who.centre,
        "ordered": not care().bases[stay.basis].may_leave, "results": dict(forms.RESULTS),
        "days": clinical().appeal})  # fmt: skip


@form_page
@treats
def appeal_new(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody appealed."""
    who = acting(request.user)
    stay_for(who, key)
    form = forms.AppealForm(again.sent(request), initial={"filed": today(who)})
    page = _appeals(_("An appeal against the treatment"), _("Record it"), _("It is recorded."), key)
    return act_page(request, page, form, lambda said: services.file_appeal(
        key, said["filed"], said["filed_with"], who))  # fmt: skip


@form_page
@needs("care.inspect")
def appeal_decide(request: HttpRequest, key: str) -> HttpResponse:
    """It was decided."""
    who = acting(request.user)
    found = services.appeal_for(who, key)
    form = forms.DecisionForm(again.sent(request), initial={"decided": today(who)})
    page = _appeals(_("The appeal is decided"), _("Record it"), _("It is recorded."), found.stay_id)
    return act_page(request, page, form, lambda said: services.decide_appeal(
        key, said["decided"], said["result"], said["reason"], who))  # fmt: skip


def _episode(title: str, button: str, done: str, key: str, note: str = "") -> ActPage:
    return ActPage(title, button, done, reverse("episode", args=[key]), key, note)


def _appeals(title: str, button: str, done: str, key: str) -> ActPage:
    return ActPage(title, button, done, reverse("appeals", args=[key]), key)
