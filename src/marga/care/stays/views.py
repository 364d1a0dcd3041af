"""The waiting list, offers, and stays. Thin: each act is one service."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting, client_for, log_read, offer_for, stay_for, wait_for
from marga.care.centres.models import Centre
from marga.care.days import today
from marga.care.national import care
from marga.care.rules.stays import leave_refusals
from marga.country import write
from marga.site import again
from marga.site.forms import PlainForm
from marga.site.pages import ActPage, act_page
from marga.site.paging import next_place, place_asked
from marga.site.roles import needs
from marga.site.writing import writer

from . import forms, offers, queries, services, waits
from .offering import proposals

form_page = again.form_page
places = needs("care.place")


@never_cache
@require_safe
@places
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits at the centre."""
    who = acting(request.user)
    lines, count, further = queries.waiting_list(who, place_asked(request))
    return render(request, "care/waiting.html", {
        "lines": lines, "count": count, "care": care(), "further": next_place(request, further),
        "centre": Centre.objects.filter(pk=who.centre).first(), "now": who.clock.at,
    })  # fmt: skip


@never_cache
@require_safe
@places
def wait(request: HttpRequest, key: str) -> HttpResponse:
    """One wait: its clocks, the best places and why, and what was ruled out."""
    who = acting(request.user)
    found = wait_for(who, key)
    log_read(who, found.client_id, "page")
    choice = proposals(found, who.clock) if found.ended is None else None
    shown = {"line": queries.line(found, today(who)), "choice": queries.named(choice)}
    return render(request, "care/wait.html", shown)


@form_page
@places
def wait_begin(request: HttpRequest, number: str) -> HttpResponse:
    """Put a client on the list."""
    who = acting(request.user)
    client = client_for(who, number)
    asked = request.GET.get("request", "")
    form = forms.WaitForm(again.sent(request), initial={"route": waits.way_of(client)})
    page = _client(_("Put on the waiting list"), _("Put on the list"), _("The person is on the list."), client.number)
    return act_page(request, page, form, lambda said: waits.begin_wait(
        number, tuple(said["kinds"]), tuple(said["needs"]), who, request=asked, route=said["route"]))  # fmt: skip


@form_page
@places
def wait_change(request: HttpRequest, key: str) -> HttpResponse:
    """Something else is waited for."""
    who = acting(request.user)
    found = wait_for(who, key)
    form = forms.WantedForm(again.sent(request), initial={"kinds": found.kinds, "needs": found.needs})
    page = _wait(_("What the person waits for"), _("Change it"), _("It is changed. All days stay."), key)
    return act_page(request, page, form, lambda said: waits.change_wait(
        key, tuple(said["kinds"]), tuple(said["needs"]), who))  # fmt: skip


@form_page
@places
def wait_pause(request: HttpRequest, key: str) -> HttpResponse:
    """The person is not available."""
    who = acting(request.user)
    form = forms.PauseForm(again.sent(request), initial=forms.today_as(today(who)))
    return act_page(request, _wait(_("Pause the wait"), _("Pause it"), _("The wait is paused."), key), form,
                    lambda said: waits.pause_wait(key, said["begun"], said["why"], who))  # fmt: skip


@form_page
@places
def wait_resume(request: HttpRequest, key: str) -> HttpResponse:
    """The person is available again."""
    who = acting(request.user)
    form = forms.ResumeForm(again.sent(request), initial=forms.today_as(today(who)))
    return act_page(request, _wait(_("The wait goes on"), _("Go on"), _("The wait goes on."), key), form,
                    lambda said: waits.resume_wait(key, said["ended"], who))  # fmt: skip


@form_page
@places
def wait_drop(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody is dropped silently."""
    who = acting(request.user)
    form = forms.DropForm(again.sent(request))
    return act_page(request, _wait(_("Take off the list"), _("Take off the list"), _("It is recorded."), key), form,
                    lambda said: waits.drop_wait(key, said["why"], said["note"], who))  # fmt: skip


@form_page
@places
def offer(request: HttpRequest, key: str, ward: str) -> HttpResponse:
    """Offer a place."""
    who = acting(request.user)
    form = forms.OfferForm(again.sent(request))
    page = _wait(_("Offer this place"), _("Offer this place"), _("The place is kept."), key)
    return act_page(request, page, form, lambda said: offers.offer_place(
        key, ward, said["reason"], who, above_safe=said["above_safe"]))  # fmt: skip


@form_page
@places
def offer_refuse(request: HttpRequest, key: str) -> HttpResponse:
    """The person does not take it."""
    who = acting(request.user)
    form = forms.RefuseForm(again.sent(request))
    page = _wait(_("The person does not take the place"), _("Record it"), _("The person waits on."),
                 offer_for(who, key).wait_id)  # fmt: skip
    return act_page(request, page, form, lambda said: offers.refuse_offer(key, said["unwanted"], who))


@never_cache
@require_safe
@needs("care.read")
def stays(request: HttpRequest) -> HttpResponse:
    """Who is here, by what is due first."""
    who = acting(request.user)
    found, further = queries.stays_now(who, place_asked(request))
    return render(request, "care/stays.html", {"stays": found, "day": today(who), "anywhere": not who.centre,
                                               "further": next_place(request, further)})  # fmt: skip


@form_page
@needs("care.begin")
def stay_begin(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody comes in."""
    who = acting(request.user)
    client = client_for(who, number)
    standing = client.waits.filter(ended=None, offers__answer="").values_list("offers__ward", flat=True).first()
    assessed = client.assessments.order_by("-day", "-key").values_list("drug", flat=True).first()
    way = waits.way_of(client)
    form = forms.StayForm(again.sent(request), centre=who.centre, bases=services.bases_for(who, "care.place"), way=way,
                          initial={"ward": standing, "drug": assessed})  # fmt: skip
    page = _client(_("Somebody comes in"), _("The person is in"), _("The stay began."), number)
    return act_page(request, page, form, lambda said: services.begin_stay(
        number, said["ward"], form.legal(), who, route=said.get("route", way), drug=said["drug"],
        planned_end=said["planned_end"], above_safe=said["above_safe"]))  # fmt: skip


@never_cache
@require_safe
@needs("care.read")
def stay(request: HttpRequest, key: str) -> HttpResponse:
    """One stay: on what it rests, what is due, who looked at it."""
    who = acting(request.user)
    found = stay_for(who, key)
    log_read(who, found.client_id, "page")
    return render(request, "care/stay.html", {"page": queries.stay_page(found, who), "care": care(),
                                              "own": found.centre_id == who.centre})  # fmt: skip


@form_page
@needs("care.stays")
def stay_move(request: HttpRequest, key: str) -> HttpResponse:
    """Another ward."""
    who = acting(request.user)
    form = forms.MoveForm(again.sent(request), centre=who.centre)
    return act_page(request, _stay(_("Move to another ward"), _("Move"), _("The person moved."), key), form,
                    lambda said: services.move(key, said["ward"], who, above_safe=said["above_safe"]))  # fmt: skip


@form_page
@needs("care.rest")
def stay_basis(request: HttpRequest, key: str) -> HttpResponse:
    """Another basis."""
    who = acting(request.user)
    form = forms.BasisForm(again.sent(request), bases=services.bases_for(who, "care.stays"))
    return act_page(request, _stay(_("It rests on another basis"), _("Record it"), _("It is recorded."), key), form,
                    lambda _said: services.rest_on(key, form.legal(), who))  # fmt: skip


@form_page
@needs("care.inspect")
def stay_review(request: HttpRequest, key: str) -> HttpResponse:
    """Look at a stay from outside."""
    who = acting(request.user)
    form = forms.ReviewForm(again.sent(request))
    return act_page(request, _stay(_("Review the stay"), _("Record the review"), _("It is recorded."), key), form,
                    lambda said: services.review_stay(key, said["decision"], said["reason"], who))  # fmt: skip


@form_page
@needs("care.leave")
def stay_leave(request: HttpRequest, key: str) -> HttpResponse:
    """The person asks to go."""
    who = acting(request.user)
    basis = care().bases[stay_for(who, key).basis]
    note = "" if basis.may_leave else write(leave_refusals(basis, care().leave.span)[0], writer())
    page = _stay(_("The person asks to leave"), _("Record it"), _("It is recorded."), key, note)
    form = PlainForm(again.sent(request))
    return act_page(request, page, form, lambda _said: services.ask_to_leave(key, who))


@form_page
@needs("care.treat")
def stay_end(request: HttpRequest, key: str) -> HttpResponse:
    """The person goes."""
    who = acting(request.user)
    form = forms.EndForm(again.sent(request))
    return act_page(request, _stay(_("The stay ends"), _("The person is gone"), _("The stay ended."), key), form,
                    lambda said: services.end_stay(key, said["why"], who))  # fmt: skip


def _client(title: str, button: str, done: str, number: str) -> ActPage:
    return ActPage(title, button, done, reverse("client", args=[number]), number)


def _wait(title: str, button: str, done: str, key: str) -> ActPage:
    return ActPage(title, button, done, reverse("wait", args=[key]), key)


def _stay(title: str, button: str, done: str, key: str, note: str = "") -> ActPage:
    return ActPage(title, button, done, reverse("stay", args=[key]), key, note)
