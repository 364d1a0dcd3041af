"""Pages of what was found after the booking. Thin: each act is one service."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marga.country import load
from marga.country.instants import day_of
from marga.enforcement.access import acting, case_for, party_for
from marga.enforcement.cases.booking.forms import StepForm
from marga.enforcement.cases.booking.places import Fields
from marga.enforcement.cases.booking.reading import exhibit_of, things_of
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.services import zone
from marga.enforcement.cases.words import name_of
from marga.enforcement.people.services import log_read
from marga.site import again
from marga.site.faults import Faulty, moved
from marga.site.roles import needs

from . import queries, services
from .forms import FoundForm, TakenForm

LONGEST = 3  # digits of such a number
Form = TypeVar("Form", bound=StepForm)


@again.form_page
@needs("enforcement.book")
def exhibit(request: HttpRequest, number: str) -> HttpResponse:
    """Write down an exhibit that was found after the booking."""
    who = acting(request.user)
    case, country = case_for(who, number), load(settings.MARGA_COUNTRY)
    people = queries.named(case)
    begin: Fields = {"person": people[0][0] if len(people) == 1 else ""}
    form = form_of(request, lambda fields: FoundForm(fields, country, people), begin)

    def act() -> str:
        said, unread = exhibit_of(form.data, who.clock.at, zone())
        sent = request.FILES.get("photograph")
        found = services.add_exhibit(number, said, form.data["reason"], who, None if sent is None else sent.read(),
                                     moved(unread, "exhibits.0.", "exhibit."))  # fmt: skip
        return f"E{found.number}"

    log_read(who, "page", case=case.number, detail=str(len(people)))
    return page(request, case, "exhibit", form, act, ("exhibit.", "exhibits.0."),
                title=_("An exhibit was found"), button=_("Write this exhibit down"))  # fmt: skip


@again.form_page
@needs("enforcement.book")
def things(request: HttpRequest, party: str) -> HttpResponse:
    """Write down what was taken from a person after the booking."""
    who = acting(request.user)
    row, country = party_for(who, party), load(settings.MARGA_COUNTRY)
    begin: Fields = {"first": str(queries.next_thing(row))}
    form = form_of(request, lambda fields: TakenForm(fields, country), begin)

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


def form_of(request: HttpRequest, make: Callable[[Fields], Form], begin: Fields) -> Form:
    """The form of a page as it begins, or with what is sent now or was typed before and comes back."""
    form, brought = make(begin), again.sent(request)
    return form if brought is None else make(form.sent(brought))


def tried(
    request: HttpRequest, form: StepForm, act: Callable[[], HttpResponse], *fields: str
) -> HttpResponse | None:  # fmt: skip
    """Do what was sent, and answer as `act` does; what is refused comes back with what was typed. None: show the page.

    fields   how the names of fields begin in the service's faults, and how in those of a booking
    """
    if request.method != "POST":
        again.blame(request, form)
        return None
    if "more" in request.POST:
        return again.come_back(request)
    try:
        answer = act()
    except Faulty as faulty:
        form.blame(moved(faulty.faults, *fields) if fields else faulty.faults)
        return again.come_back(request, again.faults_of(form))
    again.forget(request)
    return answer


def page(
    request: HttpRequest, case: Case, name_of_page: str, form: StepForm, act: Callable[[], str],
    fields: tuple[str, str], **named: object,
) -> HttpResponse:  # fmt: skip
    """A page with one form of a case: shown, sent, and shown again with what is wrong.

    act      does it, and returns the part of the case that it was done with
    fields   as of `tried`
    """
    answer = tried(request, form, lambda: redirect(reverse("added", args=[case.number, act()])), *fields)
    shown = {"case": case, "form": form, "zone": settings.TIME_ZONE, **named}
    return answer or render(request, f"enforcement/afterwards/{name_of_page}.html", shown,
                            status=again.status_of(request))  # fmt: skip
