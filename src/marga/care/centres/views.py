"""Centres, for the ministry and for who manages one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marga.care.access import acting
from marga.care.rules.capacity import fill
from marga.care.stays.assigning import summary
from marga.site.forms import PlainForm
from marga.site.pages import ActPage, act_page
from marga.site.refusals import NotFound
from marga.site.roles import MANAGE_ACCOUNTS, may, needs

from . import forms, queries, services
from .models import Centre

form_page = require_http_methods(["GET", "HEAD", "POST"])
plans = needs("care.centres")
manages = needs("care.centre")


@require_safe
@needs("care.plan")
def centres(request: HttpRequest) -> HttpResponse:
    """The ministry's list."""
    return render(request, "care/centres.html", {
        "lines": queries.ministry_list(), "above": queries.above_safe_anywhere(), "summary": summary(),
    })  # fmt: skip


@require_safe
@needs("care.read-centre")
def centre(request: HttpRequest, code: str) -> HttpResponse:
    """One centre: capacities, wards, the last midnights. For the ministry any, for who works at one theirs."""
    who = acting(request.user)
    if code != who.centre and not may(who, "care.plan"):
        raise NotFound(_("This is not your centre."))
    found = get_object_or_404(Centre, pk=code)
    present = found.stays.filter(ended=None).count()
    return render(request, "care/centre.html", {
        "centre": found, "present": present, "fill": fill(present, found.safe, found.emergency),
        "wards": queries.wards_of(found), "above": queries.above_safe(found) if code == who.centre else [],
        "censuses": queries.last_censuses(found), "own": code == who.centre,
        "replacing": queries.replacing(found) if found.closes and not found.closed else None,
    })  # fmt: skip


@form_page
@plans
def centre_new(request: HttpRequest) -> HttpResponse:
    """Write down a centre."""
    form = forms.CentreForm(request.POST or None)
    page = ActPage(
        _("A centre"), _("Write it down"), _("The centre is written down."), reverse("centres"), _("Centres")
    )
    return act_page(request, page, form, lambda _said: services.set_centre(form.content(), acting(request.user)))


@form_page
@plans
def centre_change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is written of a centre."""
    found = get_object_or_404(Centre, pk=code)
    form = forms.CentreForm(request.POST or None, fixed=True, initial={
        **{name: getattr(found, name) for name in forms.CentreForm.base_fields if name != "replaced_by"},
        "replaced_by": found.replaced_by_id or "",
    })  # fmt: skip
    return act_page(request, _page(_("Change the centre"), _("Change it"), _("The centre is changed."), code), form,
                    lambda _said: services.set_centre(form.content(), acting(request.user)))  # fmt: skip


@form_page
@plans
def ward_new(request: HttpRequest, code: str) -> HttpResponse:
    """A ward of a centre."""
    found = get_object_or_404(Centre, pk=code)
    form = forms.WardForm(request.POST or None)
    return act_page(request, _page(_("A ward"), _("Write it down"), _("The ward is written down."), code), form,
                    lambda _said: services.set_ward(form.content(found), acting(request.user)))  # fmt: skip


@form_page
@manages
def centre_staff(request: HttpRequest, code: str) -> HttpResponse:
    """Staff on duty."""
    found = get_object_or_404(Centre, pk=code)
    form = forms.StaffForm(request.POST or None, initial={"staff": found.staff})
    return act_page(request, _page(_("Staff on duty"), _("Write it down"), _("The staff is written down."), code), form,
                    lambda said: services.set_staff(code, said["staff"], acting(request.user)))  # fmt: skip


@form_page
@manages
def centre_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The numbers are right."""
    page = _page(_("The numbers are right"), _("They are right"), _("The public sees them as of now."), code)
    form = PlainForm(request.POST if request.method == "POST" else None)
    return act_page(request, page, form, lambda _said: services.confirm(code, acting(request.user)))


@form_page
@plans
def centre_close(request: HttpRequest, code: str) -> HttpResponse:
    """The gate: it closes when everybody has a place."""
    form = forms.CloseForm(request.POST or None)
    return act_page(request, _page(_("Close the centre"), _("Close it"), _("The centre is closed."), code), form,
                    lambda said: services.close_centre(code, said["day"], acting(request.user)))  # fmt: skip


@form_page
@needs(MANAGE_ACCOUNTS)
def worker_new(request: HttpRequest) -> HttpResponse:
    """Where an account works."""
    form = forms.WorkerForm(request.POST or None)
    page = ActPage(_("Where somebody works"), _("Write it down"), _("It is written down."), reverse("accounts"),
                   _("Accounts"))  # fmt: skip
    return act_page(request, page, form, lambda _said: services.set_worker(form.content(), acting(request.user)))


def _page(title: str, button: str, done: str, code: str) -> ActPage:
    return ActPage(title, button, done, reverse("centre", args=[code]), code)
