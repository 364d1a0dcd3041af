"""Pages of what was found after the booking. Thin: each act is one service."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marga.country import load
from marga.country.instants import day_of
from marga.enforcement.access import acting, case_for, party_for
from marga.enforcement.cases.booking.forms import StepForm
from marga.enforcement.cases.booking.reading import exhibit_of, things_of
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.services import zone
from marga.enforcement.cases.words import name_of
from marga.enforcement.people.services import log_read
from marga.site.faults import Faulty, moved
from marga.site.roles import needs

from . import queries, services
from .forms import FoundForm, TakenForm

LONGEST = 3  # digits of such a number
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@needs("enforcement.book")
def exhibit(request: HttpRequest, number: str) -> HttpResponse:
    """Write down an exhibit that was found after the booking."""
    who = acting(request.user)
    case, country = case_for(who, number), load(settings.MARGA_COUNTRY)
    people = queries.named(case)
    empty = FoundForm({"person": people[0][0] if len(people) == 1 else ""}, country, people)
    form = FoundForm(empty.sent(request.POST), country, people) if request.method == "POST" else empty

    def act() -> str:
        said, unread = exhibit_of(form.data, who.clock.at, zone())
        sent = request.FILES.get("photograph")
        found = services.add_exhibit(number, said, form.data["reason"], who, None if sent is None else sent.read(),
                                     moved(unread, "exhibits.0.", "exhibit."))  # fmt: skip
        return f"E{found.number}"

    log_read(who, "page", case=case.number, detail=str(len(people)))
    return page(request, case, "exhibit", form, act, ("exhibit.", "exhibits.0."),
                title=_("An exhibit was found"), button=_("Write this exhibit down"))  # fmt: skip


@form_page
@needs("enforcement.book")
def things(request: HttpRequest, party: str) -> HttpResponse:
    """Write down what was taken from a person after the booking."""
    who = acting(request.user)
    row, country = party_for(who, party), load(settings.MARGA_COUNTRY)
    empty = TakenForm({"first": str(queries.next_thing(row))}, country)
    form = TakenForm(empty.sent(request.POST), country) if request.method == "POST" else empty

    def act() -> str:
        taken, at, unread = things_of(form.data, day_of(who.clock.at, zone()), zone())
        services.take_property(party, taken, at, form.data["reason"], who, whole(form.data["first"]),
                               moved(unread, "people.0.", ""))  # fmt: skip
        return str(row.number)

    log_read(who, "page", case=row.case_id, detail="1")
    return page(request, row.case, "property", form, act, ("property.", "people.0.property."), name=name_of(row),
                title=_("Something more was taken"), button=_("Write it down"))  # fmt: skip


@require_safe
@needs("enforcement.book")
def done(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """It is written down: whom to give a new receipt, and what is to be done next."""
    return render(
        request, "enforcement/afterwards/done.html", {"done": queries.done(number, part, acting(request.user))}
    )


def whole(text: str) -> int | None:
    """The number that a hidden field of a page holds; None for whatever else was sent."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def page(
    request: HttpRequest, case: Case, name_of_page: str, form: StepForm, act: Callable[[], str],
    fields: tuple[str, str], **named: object,
) -> HttpResponse:  # fmt: skip
    """A page with one form of a case: shown, sent, and shown again with what is wrong.

    act      does it, and returns the part of the case that it was done with
    fields   how the names of fields begin in the service's faults, and how in those of a booking
    """
    status = 200
    if request.method == "POST" and "more" not in request.POST:
        try:
            return redirect(reverse("added", args=[case.number, act()]))
        except Faulty as faulty:
            form.blame(moved(faulty.faults, *fields))
            status = 422
    shown = {"case": case, "form": form, "zone": settings.TIME_ZONE, **named}
    return render(request, f"enforcement/afterwards/{name_of_page}.html", shown, status=status)
