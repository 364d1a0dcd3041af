"""Pages of exhibits. Thin: each act is one service, each page one query."""

from __future__ import annotations

from collections.abc import Callable

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marga.country import write
from marga.enforcement.access import acting
from marga.enforcement.acts.services import Acting
from marga.enforcement.rules import balance
from marga.site.accounts.models import Account
from marga.site.faults import Faulty
from marga.site.roles import needs
from marga.site.writing import writer

from . import destroying, keeping, queries, services
from .access import exhibit_for
from .forms import (
    DestroyForm,
    FoundForm,
    GiveForm,
    LaboratoryForm,
    LaterForm,
    PhotographForm,
    ReasonForm,
    WeighForm,
)  # fmt: skip

Made = Callable[[HttpRequest, str, Acting], tuple[forms.Form, Callable[[], object]]]


def _who(request: HttpRequest) -> Acting:
    assert isinstance(request.user, Account)
    return acting(request.user)


@require_safe
@needs("enforcement.exhibits")
def exhibits(request: HttpRequest) -> HttpResponse:
    """What one holds, what waits, and the store; or the exhibit with a seal."""
    who, seal = _who(request), request.GET.get("seal", "").strip()[:40]
    found = queries.by_seal(seal, who) if seal else None
    if found is not None:
        return redirect("exhibit", found.key)
    shown = queries.desk(who, request.GET.get("after", "")[:100])
    return render(request, "enforcement/exhibits/desk.html", {"desk": shown, "seal": seal})


@require_safe
@needs("enforcement.exhibits")
def store(request: HttpRequest) -> HttpResponse:
    """Whether the weights of the store add up."""
    total, count = queries.store_balance(_who(request))
    return render(request, "enforcement/exhibits/store.html", {
        "total": total, "count": count, "said": write(balance.said(total), writer()) if count else "",
    })  # fmt: skip


@require_safe
@needs("enforcement.exhibits")
def exhibit(request: HttpRequest, key: str) -> HttpResponse:
    """One exhibit with its line of acts."""
    who = _who(request)
    page = queries.page(key, who)
    return render(request, "enforcement/exhibits/exhibit.html", {"page": page, "exhibit": page.exhibit, "who": who})


@require_safe
@needs("enforcement.exhibits")
def label(request: HttpRequest, key: str) -> HttpResponse:
    """A label for the bag: seal, case and a QR code of the seal. Never a weight."""
    found = exhibit_for(_who(request), key)
    drawn = segno.make(found.seal, error="m").svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    code = mark_safe(drawn)  # noqa: S308  only squares: the seal's letters are in their pattern
    return render(request, "enforcement/exhibits/label.html", {"exhibit": found, "code": code})


@require_safe
@needs("enforcement.exhibits")
def photograph(request: HttpRequest, key: str, sha256: str) -> HttpResponse:
    """A picture as it was sent, to keep and not to open here."""
    data = queries.photograph(key, sha256, _who(request))
    media = keeping.media_of(data)
    answer = HttpResponse(data, content_type=media)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = f'attachment; filename="{sha256[:12]}.{media.partition("/")[2]}"'
    return answer


def form_page(permission: str, title: str, button: str, make: Made) -> Callable[..., HttpResponse]:
    """A page with one form that does one act: shown, sent, and shown again with what is wrong."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(permission)
    def view(request: HttpRequest, key: str) -> HttpResponse:
        who = _who(request)
        form, act = make(request, key, who)
        if form.is_bound and form.is_valid():
            try:
                act()
            except Faulty as refused:
                for fault in refused.faults:
                    form.add_error(fault.field if fault.field in form.fields else None, write(fault.says, writer()))
            else:
                messages.success(request, _("It is recorded."))
                return redirect("exhibit", key)
        return render(request, "enforcement/exhibits/form.html", {
            "form": form, "exhibit": exhibit_for(who, key), "title": _(title), "button": _(button),
        }, status=422 if form.is_bound else 200)  # fmt: skip

    return view


def _round_form(request: HttpRequest, key: str, who: Acting, ahead: int = 0) -> ReasonForm:
    number = queries.page(key, who).round + ahead
    return ReasonForm(request.POST or None, initial={"round": number}, first=ahead > 0 and number == 1)


def make_begin(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = _round_form(request, key, who, 1)
    return form, lambda: services.begin(key, form.cleaned_data["round"], form.cleaned_data["reason"], who)


def make_cancel(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = _round_form(request, key, who)
    return form, lambda: services.cancel_round(key, form.cleaned_data["round"], form.cleaned_data["reason"], who)


def make_weigh(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = WeighForm(request.POST or None, instruments=queries.instruments(who),
                     initial={"round": queries.page(key, who).round})  # fmt: skip
    return form, lambda: services.seal(key, form.cleaned_data["round"], form.cleaned_data["gross"],
                                       form.cleaned_data["net"], form.cleaned_data["instrument"], who)  # fmt: skip


def make_laboratory(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = LaboratoryForm(request.POST or None, instruments=queries.instruments(who))
    return form, lambda: services.laboratory_weigh(
        key, form.cleaned_data["gross"], form.cleaned_data["net"], form.cleaned_data["instrument"],
        form.cleaned_data["purity"], who)  # fmt: skip


def make_give(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = GiveForm(request.POST or None)
    return form, lambda: keeping.give(key, form.cleaned_data["taker"], form.cleaned_data["purpose"], who)


def make_later(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = LaterForm(request.POST or None, instruments=queries.instruments(who))
    return form, lambda: keeping.weigh_later(
        key, form.cleaned_data["what"], form.cleaned_data["net"], form.cleaned_data["instrument"],
        form.cleaned_data["note"], who)  # fmt: skip


def make_destroy(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = DestroyForm(request.POST or None, instruments=queries.instruments(who))
    return form, lambda: destroying.ask(
        key, form.cleaned_data["net"], form.cleaned_data["instrument"], form.cleaned_data["witnesses"].split(),
        form.cleaned_data["note"], who)  # fmt: skip


def make_look(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = FoundForm(request.POST or None)
    return form, lambda: keeping.look_at(key, form.cleaned_data["found"], who)


def make_photograph(request: HttpRequest, key: str, who: Acting) -> tuple[forms.Form, Callable[[], object]]:
    form = PhotographForm(request.POST, request.FILES) if request.method == "POST" else PhotographForm()
    return form, lambda: keeping.photograph(key, form.cleaned_data["photograph"].read(), who)


@require_POST
@needs("enforcement.weigh")
def open_weights(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Open both weights of a round."""
    services.open_round(key, number, _who(request))
    return redirect("exhibit", key)


@require_POST
@needs("enforcement.hand-over")
def take(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Sign for what one was given."""
    keeping.take(key, number, _who(request))
    return redirect("exhibit", key)


@require_POST
@needs("enforcement.hand-over")
def cancel_hand_over(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Call off a hand-over."""
    keeping.cancel_hand_over(key, number, _who(request))
    return redirect("exhibits")


@require_POST
@needs("enforcement.hand-over")
def witness(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Sign that an exhibit is destroyed before one's eyes."""
    destroying.witness(key, number, _who(request))
    return redirect("exhibit", key)


@require_POST
@needs("enforcement.hand-over")
def cancel_destruction(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Call off a destruction."""
    destroying.cancel(key, number, _who(request))
    return redirect("exhibits")
