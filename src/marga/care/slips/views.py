"""Slips: typed on a public page or shown at a service, each opens one request; and the clerk's counts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marga.care.access import acting
from marga.care.days import today
from marga.care.requests import services as requests
from marga.care.requests.views import hold_slip
from marga.country import write
from marga.ledger import LedgerError
from marga.ledger.codes import SLIP, read_code
from marga.site import again
from marga.site.accounts import peer
from marga.site.fields import place_refusal
from marga.site.pages import ActPage, act_page
from marga.site.refusals import Refused
from marga.site.roles import needs
from marga.site.writing import writer

from . import forms, queries, services

form_page = again.form_page


@never_cache
@form_page
def slip(request: HttpRequest) -> HttpResponse:
    """ "I have a slip": its digits, and on to the questions."""
    form = forms.SlipForm(again.sent(request))
    number = _number(request, form, lambda number: services.try_slip(number, peer.address(request)))
    if number is not None:
        hold_slip(request, number)
        return redirect("ask")
    return render(request, "care/slip.html", {"form": form}, status=again.status_of(request))


@never_cache
@form_page
@needs("care.requests")
def slip_shown(request: HttpRequest) -> HttpResponse:
    """Somebody shows a slip at a centre: a request is opened for them there, and its code is shown once."""
    form, who = forms.SlipForm(again.sent(request)), acting(request.user)
    number = _number(request, form, services.check_slip)
    if number is not None:
        try:
            made, code = requests.open_with_slip(number, who)
        except Refused as refused:
            place_refusal(form, refused)
        else:
            return render(request, "care/slip_opened.html", {"made": made, "code": code})
    return render(request, "care/slip_shown.html", {"form": form}, status=again.status_of(request))


@require_safe
@needs("care.slips")
def slips(request: HttpRequest) -> HttpResponse:
    """The batches in counts."""
    return render(request, "care/slips.html", {"batches": queries.batches(today(acting(request.user)))})


@form_page
@needs("care.slips")
def slips_lost(request: HttpRequest, batch: str) -> HttpResponse:
    """Some were lost."""
    form = forms.LostForm(again.sent(request))
    page = ActPage(_("Slips that were lost"), _("Write it down"), _("It is written down."), reverse("slips"),
                   _("Slips for treatment"))  # fmt: skip
    return act_page(request, page, form, lambda said: services.lose_slips(batch, said["count"], acting(request.user)))


def _number(request: HttpRequest, form: forms.SlipForm, check: Callable[[int], object]) -> int | None:
    """The number of a slip that still opens a request; what is wrong stands beside the field."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        number = read_code(form.cleaned_data["slip"], SLIP)
        check(number)
    except LedgerError as error:
        form.add_error("slip", write(error.says, writer()))
    except Refused as refused:
        place_refusal(form, refused)
    else:
        return number
    return None
