"""Asking for help and following it, without an account; and the desk of who answers.

Whoever holds a code reads the request. The code is sent only in the body of a form and stands in no address, in no log
and, but sealed until it was typed back, in no table; for twenty minutes the session of that browser remembers which
request was opened with it.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marga.care.access import acting, log_read, request_for
from marga.care.acts.services import nobody
from marga.care.days import today
from marga.care.national import care
from marga.care.opening import open_for, opened_for
from marga.care.sealing import opened, seal
from marga.country import write
from marga.ledger import LedgerError
from marga.ledger.codes import read_code
from marga.site import again
from marga.site.accounts import peer
from marga.site.fields import place_refusal
from marga.site.forms import PlainForm
from marga.site.pages import ActPage, act_page
from marga.site.paging import next_place, place_asked
from marga.site.refusals import Refused
from marga.site.roles import needs
from marga.site.writing import writer

from . import forms, queries, services
from .models import Request

form_page = require_http_methods(["GET", "HEAD", "POST"])
answers = needs("care.requests")
#: What the session of an asker's browser holds: the request sent last, by the mark of its form, and its code, sealed,
#: until it was typed back; and which request is open, until when.
SENT, OPEN = "care-sent", "care-open"
#: The number of a slip that was typed, sealed, until its request is sent.
SLIP = "care-slip"


@never_cache
@form_page
def ask(request: HttpRequest) -> HttpResponse:
    """The questions, a few and plain. A form sent twice asks once."""
    slip = _slip(request)
    form = forms.AskForm(request.POST or None, initial={"once": uuid4(), "centre": request.GET.get("centre", "")},
                         slip=slip is not None)  # fmt: skip
    if form.is_bound and form.is_valid():
        once = str(form.cleaned_data["once"])
        if (request.session.get(SENT) or {}).get("once") == once:
            return redirect("ask-code")
        asked = form.asked()
        gone = bool(asked.centre) and not forms.centre_named(asked.centre)
        try:
            _made, code = services.ask(
                replace(asked, centre="") if gone else asked,
                form.cleaned_data["once"],
                slip=slip,
                address=peer.address(request),
            )
        except Refused as refused:
            place_refusal(form, refused)
        else:
            request.session[SENT] = {"once": once, "code": seal(code, "session.code", once)}
            request.session.pop(SLIP, None)
            if gone:  # nobody who asks for help is sent back for that
                messages.warning(
                    request, _("The service that you chose is not open any more. Another one near answers.")
                )
            return redirect("ask-code")
    chosen = form.cleaned_data.get("centre") if form.is_bound else form["centre"].value()
    centre, status = forms.centre_named(chosen or ""), 422 if form.is_bound else 200
    return render(request, "care/ask.html", {"form": form, "centre": centre, "care": care(), "slip": slip is not None},
                  status=status)  # fmt: skip


@never_cache
@form_page
def ask_code(request: HttpRequest) -> HttpResponse:
    """The code, shown until it was typed back once."""
    sent = request.session.get(SENT) or {}
    code = opened(sent.get("code", ""), "session.code", sent.get("once", ""))
    if not code:
        return redirect("follow")
    form = forms.CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        number = _number(form)
        if number is not None and number == read_code(code):
            request.session[SENT] = {"once": sent["once"], "code": ""}
            open_for(request, OPEN, services.by_code(number).pk)
            return redirect("answer")
        if number is not None:
            form.add_error("code", _("This is another code. Compare it group by group with the one above."))
    urgent = queries.is_urgent(services.by_code(read_code(code)))
    shown = {"form": form, "code": code, "urgent": urgent, "care": care()}
    return render(request, "care/ask_code.html", shown, status=422 if form.is_bound else 200)


@never_cache
@again.form_page
def follow(request: HttpRequest) -> HttpResponse:
    """Type the code to read the answer."""
    form = forms.CodeForm(again.sent(request))
    if request.method == "POST" and form.is_valid() and (number := _number(form)) is not None:
        try:
            found = services.by_code(number, address=peer.address(request))
        except Refused as refused:
            place_refusal(form, refused)
        else:
            open_for(request, OPEN, found.pk)
            if text := request.POST.get("text", ""):  # typed before the session of this browser ended
                return _answer_page(request, found.pk, forms.MessageForm(initial={"text": text}), kept=True)
            return redirect("answer")
    kept = request.POST.get("text", "")
    return render(request, "care/follow.html", {"form": form, "kept": kept}, status=again.status_of(request))


@never_cache
@again.form_page
def answer(request: HttpRequest) -> HttpResponse:
    """What became of the request that this browser opened with its code; and a message to who answers."""
    number = opened_for(request, OPEN)
    if "leave" in request.POST:
        request.session.flush()
        return redirect("front")
    if number is None and (text := request.POST.get("text", "")):
        return render(request, "care/follow.html", {"form": forms.CodeForm(), "kept": text}, status=422)
    if number is None:
        return redirect("follow")
    form = forms.MessageForm(again.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.write_as_asker(number, form.cleaned_data["text"])
        except Refused as refused:
            place_refusal(form, refused)
        else:
            messages.success(request, _("Your message was sent."))
            return redirect("answer")
    return _answer_page(request, number, form)


def _answer_page(request: HttpRequest, number: str, form: forms.MessageForm, *, kept: bool = False) -> HttpResponse:
    """The page of a request; `kept`: a message that was not sent yet stands in its form."""
    found = Request.objects.select_related("centre").get(pk=number)
    shown = {"shown": queries.shown(found), "form": form, "kept": kept, "urgent": queries.is_urgent(found),
             "care": care(), "reads": queries.reads_of_request(found),
             "standing": queries.standing(found, today(nobody()))}  # fmt: skip
    return render(request, "care/answer.html", shown, status=again.status_of(request) if form.is_bound else 200)


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Services, whether they have free places, and the usual wait."""
    form = forms.NearForm(request.GET or None)
    province = form.cleaned_data["province"] if form.is_bound and form.is_valid() else ""
    lines = queries.near(province, timezone.now()) if province else []
    shown = {"form": form, "lines": lines, "province": province, "care": care()}
    return render(request, "care/near.html", shown)


@require_safe
def danger(request: HttpRequest) -> HttpResponse:
    """What to do now."""
    return render(request, "care/danger.html", {"care": care()})


@require_safe
@answers
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that wait for the centre: danger first, then the longest waiting."""
    found, further = queries.open_requests(acting(request.user), place_asked(request))
    return render(request, "care/requests.html", {"found": found, "further": next_place(request, further)})


@require_safe
@answers
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    """One request in the clear."""
    who = acting(request.user)
    found = request_for(who, number)
    log_read(who, found.client or found.number, "request")
    return render(request, "care/request.html", {"shown": queries.shown(found), "flags": forms.flag_words(found.flags)})


@again.form_page
@answers
def request_answer(request: HttpRequest, number: str) -> HttpResponse:
    """The answer, and how long the wait will be."""
    form = forms.AnswerForm(again.sent(request))
    return act_page(request, _page(_("Answer"), _("Send the answer"), _("The answer is sent."), number), form,
                    lambda said: services.answer(number, said["text"], form.days(), acting(request.user)))  # fmt: skip


@again.form_page
@answers
def request_take(request: HttpRequest, number: str) -> HttpResponse:
    """The centre looks after it."""
    page = _page(_("Look after this request"), _("My centre looks after it"), _("Your centre looks after it."), number,
                 _("Then no other centre sees it any more."))  # fmt: skip
    form = PlainForm(again.sent(request))
    return act_page(request, page, form, lambda _said: services.take(number, acting(request.user)))


@again.form_page
@answers
def request_message(request: HttpRequest, number: str) -> HttpResponse:
    """A further message."""
    form = forms.MessageForm(again.sent(request))
    return act_page(request, _page(_("A message"), _("Send it"), _("The message is sent."), number), form,
                    lambda said: services.write_to_asker(number, said["text"], acting(request.user)))  # fmt: skip


@again.form_page
@answers
def request_close(request: HttpRequest, number: str) -> HttpResponse:
    """Nothing more is to be done."""
    form = forms.CloseForm(again.sent(request))
    return act_page(request, _page(_("Close the request"), _("Close it"), _("The request is closed."), number), form,
                    lambda said: services.close(number, said["why"], said["note"], acting(request.user)))  # fmt: skip


def hold_slip(request: HttpRequest, number: int) -> None:
    """Keep the slip that was typed until the questions are answered; sealed, and never in an address."""
    request.session[SLIP] = seal(str(number), "session.slip", SLIP)


def _slip(request: HttpRequest) -> int | None:
    held = opened(request.session.get(SLIP, ""), "session.slip", SLIP)
    return int(held) if held.isdecimal() else None


def _page(title: str, button: str, done: str, number: str, note: str = "") -> ActPage:
    return ActPage(title, button, done, reverse("request", args=[number]), number, note)


def _number(form: forms.CodeForm) -> int | None:
    """The number of the code that was typed; what is wrong with it stands beside the field."""
    try:
        return read_code(form.cleaned_data["code"])
    except LedgerError as error:
        form.add_error("code", write(error.says, writer()))
        return None
