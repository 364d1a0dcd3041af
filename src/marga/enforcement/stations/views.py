"""Pages for looking after stations, and the page of one's own unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marga.enforcement.access import acting
from marga.enforcement.acts.services import Acting
from marga.site.pages import ActPage, act_page
from marga.site.roles import needs

from . import alerting, contents, forms, queries, services
from .models import Instrument, Officer, Unit
from .owing import gaps_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
administers = needs("enforcement.stations")
supervises = needs("enforcement.supervise")


@require_safe
@supervises
def unit(request: HttpRequest) -> HttpResponse:
    """One's own unit: its month, its paper receipts, and the holes in its numbers."""
    who = acting(request.user)
    return _unit(request, who, who.unit, own=True)


@require_safe
@needs("enforcement.inspect")
def unit_of(request: HttpRequest, code: str) -> HttpResponse:
    """The same of any unit, for an inspector, who explains nothing in its name."""
    return _unit(request, acting(request.user), code, own=False)


def _unit(request: HttpRequest, who: Acting, code: str, *, own: bool) -> HttpResponse:
    today = timezone.localdate()
    year, month = _month(request.GET.get("month", ""), today.year, today.month)
    return render(request, "enforcement/stations/unit.html", {
        "unit": get_object_or_404(Unit, pk=code), "month": queries.month_of(who, code, year, month), "own": own,
        "alerts": [(one, alerting.said(one)) for one in alerting.of_unit(code)],
        "pads": queries.pads_of(code, who.clock), "gaps": gaps_of(code, year),
        "before": _beside(year, month, -1), "after": _beside(year, month, 1),
    })  # fmt: skip


@form_page
@supervises
def slip_void(request: HttpRequest) -> HttpResponse:
    """A paper receipt that nobody will type in."""
    page = ActPage(_("A slip is void"), _("Make it void"), _("The slip is void."), reverse("unit"), _("Your unit"))
    return act_page(request, page, forms.VoidForm(request.POST or None), lambda said: services.void_slip(
        said["serial"], said["reason"], acting(request.user)))  # fmt: skip


@form_page
@supervises
def number_unused(request: HttpRequest) -> HttpResponse:
    """A number that no case has."""
    page = ActPage(_("A number that no case has"), _("Explain it"), _("The number is explained."), reverse("unit"),
                   _("Your unit"))  # fmt: skip
    return act_page(request, page, forms.UnusedForm(request.POST or None), lambda said: services.explain_number(
        said["year"], said["serial"], said["reason"], acting(request.user)))  # fmt: skip


@require_safe
@administers
def stations(request: HttpRequest) -> HttpResponse:
    """Every unit."""
    return render(request, "enforcement/stations/stations.html", {"units": queries.stations(acting(request.user))})


@require_safe
@administers
def station(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: officers, instruments and pads."""
    found, who = get_object_or_404(Unit, pk=code), acting(request.user)
    return render(request, "enforcement/stations/station.html", {
        "unit": found, "officers": queries.officers_of(code), "pads": queries.pads_of(code, who.clock),
        "instruments": found.instruments.order_by("number"),
    })  # fmt: skip


@form_page
@administers
def unit_set(request: HttpRequest, code: str = "") -> HttpResponse:
    """A unit is added or changed."""
    row = get_object_or_404(Unit, pk=code) if code else None
    shown = {name: getattr(row, name) for name in forms.UnitForm.base_fields} if row else {}
    page = ActPage(_("A unit"), _("Write it down"), _("The unit is written down."), reverse("stations"), _("Stations"))
    return act_page(request, page, forms.UnitForm(request.POST or None, initial=shown), lambda said: services.set_unit(
        contents.UnitSet(**said), acting(request.user)))  # fmt: skip


@form_page
@administers
def officer_set(request: HttpRequest, code: str, number: str = "") -> HttpResponse:
    """An officer is added, promoted, moved here or dismissed."""
    row = get_object_or_404(Officer, pk=number) if number else None
    shown = {name: getattr(row, name) for name in forms.OfficerForm.base_fields} if row else {}
    page = _at(code, _("An officer"), _("The officer is written down."))
    return act_page(request, page, forms.OfficerForm(request.POST or None, initial=shown), lambda said: (
        services.set_officer(contents.OfficerSet(**{**said, "account": said["account"] or None}, unit=code),
                             acting(request.user))))  # fmt: skip


@form_page
@administers
def instrument_set(request: HttpRequest, code: str, number: str = "") -> HttpResponse:
    """An instrument is added, calibrated or taken out of use."""
    row = get_object_or_404(Instrument, pk=number) if number else None
    shown = {name: getattr(row, name) for name in forms.InstrumentForm.base_fields} if row else {}
    page = _at(code, _("An instrument"), _("The instrument is written down."))
    return act_page(request, page, forms.InstrumentForm(request.POST or None, initial=shown), lambda said: (
        services.set_instrument(contents.InstrumentSet(**said, unit=code), acting(request.user))))  # fmt: skip


@form_page
@administers
def pad_issue(request: HttpRequest, code: str) -> HttpResponse:
    """A pad of paper receipts is handed to the unit."""
    page = _at(code, _("A pad of paper receipts"), _("The pad is issued."))
    return act_page(request, page, forms.PadForm(request.POST or None), lambda said: services.issue_pad(
        contents.PadIssued(**said, unit=code), acting(request.user)))  # fmt: skip


def _at(code: str, title: str, done: str) -> ActPage:
    return ActPage(title, _("Write it down"), done, reverse("station", args=[code]), code)


def _month(asked: str, year: int, month: int) -> tuple[int, int]:
    first, _dash, second = asked.partition("-")
    if first.isdecimal() and second.isdecimal() and 2000 <= int(first) <= 9000 and 1 <= int(second) <= 12:
        return int(first), int(second)
    return year, month


def _beside(year: int, month: int, by: int) -> str:
    place = year * 12 + month - 1 + by
    return f"{place // 12}-{place % 12 + 1:02d}"
