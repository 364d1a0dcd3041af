"""Clients: looking for one, writing one down, and the page of one. Every page that shows one is kept as a read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting, client_for, log_read, request_for
from marga.care.consents.queries import wall
from marga.care.days import today
from marga.care.disclosures.queries import of_client
from marga.care.requests.models import Request
from marga.care.requests.queries import shown
from marga.site import again
from marga.site.pages import ActPage, act_page
from marga.site.roles import needs

from . import forms, queries, services

form_page = again.form_page
knows = needs("care.clients")


@never_cache
@require_safe
@knows
def clients(request: HttpRequest) -> HttpResponse:
    """Look for a client of the centre."""
    who, form = acting(request.user), forms.LookForm(request.GET or None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    found = queries.look(text, who)
    for one in found if text else []:
        log_read(who, one.client.number, "search")
    return render(request, "care/clients.html", {"form": form, "found": found, "text": text})


@never_cache
@require_safe
@needs("care.read")
def client(request: HttpRequest, number: str) -> HttpResponse:
    """One client."""
    who = acting(request.user)
    found = client_for(who, number)
    log_read(who, number, "page")
    return render(request, "care/client.html", {
        "page": queries.page(found, who), "own": who.centre, "wall": wall(found, today(who)),
        "emergencies": of_client(found, who.clock.at),
    })  # fmt: skip


@form_page
@knows
def client_new(request: HttpRequest) -> HttpResponse:
    """Write down a client, with what a request said of them already filled in."""
    who = acting(request.user)
    number = request.GET.get("request", "")
    asked = request_for(who, number) if number else None
    form = forms.PersonForm(again.sent(request), initial=_begin(asked) if asked else {}, today=today(who))
    page = ActPage(_("A client"), _("Write it down"), _("The client is written down."), reverse("clients"),
                   _("Clients"), _("Nothing here is sent to anybody. Leave out what you do not need."))  # fmt: skip
    return act_page(request, page, form, lambda _said: services.open_client(form.person(), who, number),
                    lambda made: reverse("client", args=[made.number]))  # fmt: skip


@form_page
@knows
def client_correct(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written of a client."""
    who = acting(request.user)
    found = client_for(who, number)
    log_read(who, number, "page")
    person = services.person_of(found)
    begin = forms.PersonForm.of(person, today(who))
    form = forms.PersonForm(again.sent(request), initial=begin, today=today(who), known=person.born)
    page = _page(_("Correct the client"), _("Correct it"), _("It is corrected."), number)
    return act_page(request, page, form, lambda _said: services.correct_client(number, form.person(), who))


@form_page
@knows
def client_merge(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Two records are one person's."""
    form = forms.MergeForm(again.sent(request))
    page = _page(_("Two records of one person"), _("Hold them to be one"), _("They are held to be one person’s."),
                 number)  # fmt: skip
    return act_page(
        request, page, form, lambda said: services.merge(number, other, said["reason"], acting(request.user))
    )


@form_page
@knows
def client_part(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """They are not."""
    form = forms.MergeForm(again.sent(request))
    page = _page(_("Two records of two people"), _("Part them"), _("They are parted."), number)
    return act_page(
        request, page, form, lambda said: services.part(number, other, said["reason"], acting(request.user))
    )


def _begin(asked: Request) -> dict[str, Any]:
    """What a request says of a client."""
    said = shown(asked)
    return {"province": asked.province, "sex": asked.sex, "age": asked.age, "languages": asked.languages,
            "flags": asked.flags, "name": said.name, "contact": said.contact}  # fmt: skip


def _page(title: str, button: str, done: str, number: str) -> ActPage:
    return ActPage(title, button, done, reverse("client", args=[number]), number)
