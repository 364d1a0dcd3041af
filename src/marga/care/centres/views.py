"""Centres, for the ministry and for who manages one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marga.care.access import acting
from marga.care.rules.capacity import fill
from marga.care.stays.assigning import summary
from marga.site import again
from marga.site.forms import PlainForm
from marga.site.pages import ActPage, act_page
from marga.site.refusals import NotFound
from marga.site.roles import MANAGE_ACCOUNTS, may, needs

from . import forms, queries, services
from .models import Centre, Ward

form_page = again.form_page
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
    form = forms.CentreForm(again.sent(request))
    page = ActPage(
        _("A centre"), _("Write it down"), _("The centre is written down."), reverse("centres"), _("Centres")
    )
    return act_page(
        request, page, form, lambda _said: services.set_centre(form.content(), acting(request.user), new=True)
    )


@form_page
@plans
def centre_change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is written of a centre."""
    found = get_object_or_404(Centre, pk=code)
    typed = request.POST.copy() if request.method == "POST" else None
    if typed is not None:
        typed["code"] = code  # it stays for good
    form = forms.CentreForm(typed, fixed=True, initial={
        **{name: getattr(found, name) for name in forms.CentreForm.base_fields if name != "replaced_by"},
        "replaced_by": found.replaced_by_id or "",
    })  # fmt: skip
    return act_page(request, _page(_("Change the centre"), _("Change it"), _("The centre is changed."), found), form,
                    lambda _said: services.set_centre(form.content(), acting(request.user)))  # fmt: skip


@form_page
@plans
def ward_new(request: HttpRequest, code: str) -> HttpResponse:
    """A ward of a centre."""
    found = get_object_or_404(Centre, pk=code)
    form = forms.WardForm(again.sent(request))
    return act_page(request, _page(_("A ward"), _("Write it down"), _("The ward is written down."), found), form,
                    lambda _said: services.add_ward(form.content(found.code), acting(request.user)))  # fmt: skip


@form_page
@plans
def ward_change(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Change a ward, or close it: then it takes nobody more."""
    found = get_object_or_404(Ward.objects.select_related("centre"), pk=key, centre=code)
    begin = {name: getattr(found, name) for name in forms.WardForm.base_fields}
    form = forms.WardForm(again.sent(request), initial=begin)
    return act_page(request, _page(_("Change the ward"), _("Change it"), _("The ward is changed."), found.centre), form,
                    lambda _said: services.set_ward(form.content(code, key), acting(request.user)))  # fmt: skip


@form_page
@manages
def centre_staff(request: HttpRequest, code: str) -> HttpResponse:
    """Staff on duty."""
    found = _own(request, code)
    form = forms.StaffForm(again.sent(request), initial={"staff": found.staff})
    page = _page(_("Staff on duty"), _("Write it down"), _("The staff is written down."), found)
    return act_page(request, page, form, lambda said: services.set_staff(code, said["staff"], acting(request.user)))


@form_page
@manages
def centre_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The numbers are right."""
    found = _own(request, code)
    note = _("%(present)s people are present, and %(safe)s are safe. The public reads from it whether places are free.")
    page = _page(
        _("The numbers are right"), _("They are right"), _("The public sees them as of now."), found,
        note % {"present": found.stays.filter(ended=None).count(), "safe": found.safe},
    )  # fmt: skip
    form = PlainForm(again.sent(request))
    return act_page(request, page, form, lambda _said: services.confirm(code, acting(request.user)))


@form_page
@plans
def centre_close(request: HttpRequest, code: str) -> HttpResponse:
    """The gate: it closes when everybody has a place."""
    found = get_object_or_404(Centre, pk=code)
    form = forms.CloseForm(again.sent(request))
    return act_page(request, _page(_("Close the centre"), _("Close it"), _("The centre is closed."), found), form,
                    lambda said: services.close_centre(code, said["day"], acting(request.user)))  # fmt: skip


@form_page
@needs(MANAGE_ACCOUNTS)
def worker_new(request: HttpRequest) -> HttpResponse:
    """Where an account works."""
    form = forms.WorkerForm(again.sent(request))
    page = ActPage(_("Where somebody works"), _("Write it down"), _("It is written down."), reverse("accounts"),
                   _("Accounts"))  # fmt: skip
    return act_page(request, page, form, lambda _said: services.set_worker(form.content(), acting(request.user)))


def _own(request: HttpRequest, code: str) -> Centre:
    """The centre of who asks. Raises NotFound for another's."""
    if code != acting(request.user).centre:
        raise NotFound(_("This is not your centre."))
    return get_object_or_404(Centre, pk=code)


def _page(title: str, button: str, done: str, found: Centre, note: str = "") -> ActPage:
    return ActPage(title, button, done, reverse("centre", args=[found.code]), str(found), note)
