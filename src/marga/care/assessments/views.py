"""Assessment, a few questions a page: each page is kept at once, and the browser's way back works."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting, client_for, log_read
from marga.care.rules import tdi
from marga.site import again
from marga.site.forms import PlainForm
from marga.site.pages import ActPage, act_page, answered
from marga.site.refusals import NotFound
from marga.site.roles import needs

from . import forms, queries, services

form_page = again.form_page
treats = needs("care.treat")


@never_cache
@require_safe
@treats
def assessment(request: HttpRequest, number: str) -> HttpResponse:
    """What is known already, the assessments so far, and where to begin or go on."""
    who = acting(request.user)
    client = client_for(who, number)
    log_read(who, number, "assessment")
    said, already = services.said_so_far(number, who), services.known_of(client, who)
    return render(request, "care/assessment.html", {
        "client": client, "known": queries.lines(already), "begun": bool(said.answers),
        "next": queries.to_ask(said, already), "before": list(client.assessments.order_by("-day", "-key")),
    })  # fmt: skip


@never_cache
@form_page
@treats
def assessment_page(request: HttpRequest, number: str, page: str) -> HttpResponse:
    """One page of questions."""
    who = acting(request.user)
    client = client_for(who, number)
    if page not in tdi.PAGES:
        raise NotFound(_("There is no such question."))
    said, already = services.said_so_far(number, who), services.known_of(client, who)
    form = forms.PageForm(again.sent(request), page=page, said=said, already=already,
                          initial=forms.PageForm.begin(said))  # fmt: skip
    answer = answered(
        request, form, lambda: services.keep(number, page, *form.answers(), who),
        done="", to=lambda said: _onward(number, queries.following(page, said, already)),
    )  # fmt: skip
    if answer is not None:
        return answer
    order = queries.pages(said, already)
    return render(request, "care/assessment_page.html", {
        "client": client, "form": form, "title": _(tdi.PAGES[page]), "count": len(order),
        "number": order.index(page) + 1 if page in order else len(order),
        "before": order[order.index(page) - 1] if page in order[1:] else "",
    }, status=again.status_of(request))  # fmt: skip


def _onward(number: str, following: str) -> str:
    """The next questions, or all answers."""
    if following:
        return reverse("assessment-page", args=[number, following])
    return reverse("assessment-check", args=[number])


@never_cache
@form_page
@treats
def assessment_check(request: HttpRequest, number: str) -> HttpResponse:
    """All answers, each to be changed, with what is made of it; then it is entered."""
    who = acting(request.user)
    client = client_for(who, number)
    said, already = services.said_so_far(number, who), services.known_of(client, who)
    missing = queries.to_ask(said, already)
    if missing:
        return redirect("assessment-page", number, missing)
    if request.method == "POST":
        return redirect("assessment-shown", services.assess(number, said, who).key)
    lines = queries.lines(tdi.settled(said.answers, already), said.drug_as)
    return render(request, "care/assessment_check.html", {"client": client, "lines": lines})


@form_page
@treats
def assessment_throw_away(request: HttpRequest, number: str) -> HttpResponse:
    """Forget what was answered and not entered."""
    who = acting(request.user)
    client_for(who, number)
    page = ActPage(_("Throw the answers away"), _("Throw them away"), _("They are gone."),
                   reverse("assessment", args=[number]), _("Assessment"),
                   _("What was answered is gone then, and cannot be brought back."))  # fmt: skip
    form = PlainForm(again.sent(request))
    return act_page(request, page, form, lambda _said: services.throw_away(number, who))


@never_cache
@require_safe
@treats
def assessment_shown(request: HttpRequest, key: str) -> HttpResponse:
    """An assessment that was entered: its answers, what is made of them, and what follows for the person."""
    who = acting(request.user)
    found = services.assessment_for(who, key)
    log_read(who, found.client_id, "assessment")
    wait = found.client.waits.filter(ended=None).first()
    return render(request, "care/assessment_shown.html", {
        "assessment": found, "lines": queries.shown(found), "wait": wait})  # fmt: skip
