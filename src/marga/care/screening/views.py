"""Screening, one question a page: each answer is kept at once, and the browser's way back works."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting, client_for, log_read
from marga.care.national import care
from marga.site import again
from marga.site.forms import PlainForm
from marga.site.pages import ActPage, act_page, answered
from marga.site.roles import needs

from . import forms, queries, services

form_page = again.form_page
treats = needs("care.treat")


@never_cache
@require_safe
@treats
def screening(request: HttpRequest, number: str) -> HttpResponse:
    """What it is, the screenings so far, and where to begin or go on; for the young, what to do instead."""
    who = acting(request.user)
    client = client_for(who, number)
    log_read(who, number, "screening")
    adult = queries.is_adult(client, who)
    said = services.given(number, who)
    return render(request, "care/screening.html", {
        "client": client, "adult": adult, "begun": bool(said.answers), "next": queries.to_ask(said), "care": care(),
        "before": list(client.screenings.order_by("-day", "-key")),
    })  # fmt: skip


@never_cache
@form_page
@treats
def screening_question(request: HttpRequest, number: str, item: str) -> HttpResponse:
    """One question."""
    who, asked = acting(request.user), services.read_item(item)
    client = client_for(who, number)
    services.check_adult(client, who)
    said = services.given(number, who)
    shown = queries.question(asked, said)
    form = forms.AnswerForm(again.sent(request), asked=shown, initial={
        "answer": said.answers.get(asked, ""), "other": said.other})  # fmt: skip
    answer = answered(
        request, form, lambda: services.answer(number, asked, form.cleaned_data["answer"], who,
                                               other=form.cleaned_data.get("other", "")),
        done="", to=lambda said: _onward(number, queries.to_ask(said)),
    )  # fmt: skip
    return answer or render(request, "care/screening_question.html", {"client": client, "asked": shown, "form": form},
                            status=again.status_of(request))  # fmt: skip


def _onward(number: str, following: str) -> str:
    """The next question, or all answers."""
    if following:
        return reverse("screening-question", args=[number, following])
    return reverse("screening-check", args=[number])


@never_cache
@form_page
@treats
def screening_check(request: HttpRequest, number: str) -> HttpResponse:
    """All answers, each to be changed; then the result."""
    who = acting(request.user)
    client = client_for(who, number)
    said = services.given(number, who)
    following = queries.to_ask(said)
    if following:
        return redirect("screening-question", number, following)
    if request.method == "POST":
        return redirect("screening-result", services.finish(number, who).key)
    return render(request, "care/screening_check.html", {"client": client, "answers": queries.checked(said)})


@form_page
@treats
def screening_throw_away(request: HttpRequest, number: str) -> HttpResponse:
    """Forget what was answered and not entered."""
    who = acting(request.user)
    client_for(who, number)
    page = ActPage(_("Throw the answers away"), _("Throw them away"), _("They are gone."),
                   reverse("screening", args=[number]), _("Screening"),
                   _("What was answered is gone then, and cannot be brought back."))  # fmt: skip
    form = PlainForm(again.sent(request))
    return act_page(request, page, form, lambda _said: services.throw_away(number, who))


@never_cache
@require_safe
@treats
def screening_result(request: HttpRequest, key: str) -> HttpResponse:
    """What was found, of each substance, and what follows. It can be printed, and says that it is no evidence."""
    who = acting(request.user)
    found = services.screening_for(who, key)
    log_read(who, found.client_id, "screening")
    shown = queries.shown(found)
    if shown is None:
        messages.warning(request, _("No key here opens this result: it was sealed under another one."))
    return render(request, "care/screening_result.html", {"screening": found, "shown": shown})
