"""Book an arrest: each page is kept as it was typed, and then checked. Thin: each act is one service."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marga.country import load, write
from marga.enforcement.access import acting
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.drafts import Draft
from marga.enforcement.cases.models import Party
from marga.site import again
from marga.site.accounts.sessions import account_of
from marga.site.faults import Faulty
from marga.site.roles import needs
from marga.site.writing import writer

from . import queries, services
from .checks import faults_at
from .flow import LISTS, Flow
from .forms import StepForm
from .making import form_for, named, usual
from .places import EVENT, EXHIBIT, PERSON, Fields, Place, digest, exists, fields_at, is_of_another, place_of
from .shown import Section, is_minor, sections


@require_safe
@needs("enforcement.book")
def begin(_request: HttpRequest) -> HttpResponse:
    """A booking of its own for each tab. Nothing is kept until its first page is."""
    return redirect("book-event", uuid4())


@require_safe
@needs("enforcement.book")
def go_on(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Back to where a booking was left."""
    who = acting(account_of(request))
    return redirect(_flow(draft, queries.draft_of(draft, who), who).to_go_on())


@again.form_page
@needs("enforcement.book")
def step(request: HttpRequest, draft: UUID, step: str, number: int = 0) -> HttpResponse:
    """One page: shown with what was typed, kept when it is sent, and gone on from when nothing is wrong with it."""
    who, place = acting(account_of(request)), Place(step, number)
    found = queries.draft_of(draft, who)
    flow = _flow(draft, found, who)
    if found is not None and found.case:
        return redirect("book-done", draft)
    if request.method != "POST" and (not exists(flow.typed, place) or (found is None and step != EVENT)):
        return redirect("book-event", draft)
    if request.method == "POST":
        return _sent(request, flow, place, who)
    stored = fields_at(flow.typed, place)
    if (brought := again.sent(request)) is not None:  # not kept yet: another tab kept something else, or nobody did
        typed, seen = form_for(place, {}, flow.reading, who).sent(brought), brought.get("seen", "")
        theirs = stored if is_of_another(stored, typed, seen) else None
        return _page(request, flow, place, form_for(place, typed, flow.reading, who), stored, theirs=theirs)
    form = form_for(place, stored or usual(place, flow.typed, flow.reading, who), flow.reading, who)
    if stored:
        form.blame(faults_at(queries.faults_of(flow.reading, who), place))
    return _page(request, flow, place, form, stored)


def _sent(request: HttpRequest, flow: Flow, place: Place, who: Acting) -> HttpResponse:
    """What is wrong is shown by the page itself, from the draft, and what was not kept comes back in its own way: so
    each page that the browser remembers can be gone back to."""
    sent = form_for(place, {}, flow.reading, who).sent(request.POST)
    theirs = services.keep(flow.draft, who, place, sent, request.POST.get("seen", ""))
    if theirs is not None:
        page = again.come_back(request)
        return page or _page(request, flow, place, form_for(place, sent, flow.reading, who), theirs, theirs=theirs)
    again.forget(request)
    kept, to_check = _flow(flow.draft, queries.draft_of(flow.draft, who), who), request.GET.get("to") == "check"
    if faults_at(queries.faults_of(kept.reading, who), place) or "more" in request.POST:
        return again.SeeOther(f"{kept.address(place)}{'?to=check' if to_check else ''}")
    return redirect(kept.check if to_check else kept.after(place))


def _flow(draft: UUID, found: Draft | None, who: Acting) -> Flow:
    typed = found.typed if found is not None else {}
    roles = load(settings.MARGA_COUNTRY).enforcement.register.roles
    return Flow(draft, typed, queries.read(typed, who), roles)


def _page(
    request: HttpRequest, flow: Flow, place: Place, form: StepForm, stored: Fields, *, theirs: Fields | None = None
) -> HttpResponse:  # fmt: skip
    """A page of a draft. `stored`: what it holds; `theirs`: what another tab kept there, shown beside what was sent."""
    return render(request, f"enforcement/book/{place.step}.html", {
        "form": form, "place": place, "steps": flow.steps(place.step), "seen": digest(stored), "flow": flow,
        "differ": _differing(form, theirs) if theirs is not None else [], "zone": settings.TIME_ZONE,
        "person": dict(named(flow.reading)).get(str(place.number), ""), "now": timezone.localtime(),
    }, status=again.status_of(request))  # fmt: skip


def _differing(form: StepForm, theirs: Fields) -> list[tuple[str, str, str]]:
    """Fields that differ: label, what the other tab kept, what was typed here."""
    both = [(str(field.label), _plain(theirs.get(field.name, "")), _plain(form.data.get(field.name, "")))
            for field in form]  # fmt: skip
    return [(label, other, own) for label, other, own in both if other != own]


def _plain(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


@require_safe
@needs("enforcement.book")
def of_list(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """The people, or the exhibits: change one, take one out, add another, go on."""
    who = acting(account_of(request))
    found = queries.draft_of(draft, who)
    if found is None or found.case:
        return redirect("book-done" if found is not None else "book-event", draft)
    flow = _flow(draft, found, who)
    return render(request, f"enforcement/book/{step}_list.html", {
        "flow": flow, "steps": flow.steps(step), "rows": _rows(flow, step, who),
        "onward": flow.after_list(step), "more": flow.address(Place(step, _count(flow, step) + 1)),
    })  # fmt: skip


def _count(flow: Flow, step: str) -> int:
    return len(flow.reading.booking.people if step == PERSON else flow.reading.booking.exhibits)


def _rows(flow: Flow, step: str, who: Acting) -> list[dict[str, object]]:
    """What a list shows: name, part or drug, whether treated as a minor, how many faults, and where it is changed."""
    faults = queries.faults_of(flow.reading, who)
    people, exhibits = flow.reading.booking.people, flow.reading.booking.exhibits
    names = [name for _number, name in named(flow.reading)] if step == PERSON else [
        f"{number}. {one.seal.lstrip('?')}" for number, one in enumerate(exhibits, 1)]  # fmt: skip
    minors = [is_minor(one, who.clock.at) for one in people] if step == PERSON else [False] * len(exhibits)
    return [
        {"number": number, "name": name, "minor": minor and number in (flow.held if step == PERSON else ()),
         "address": flow.address(Place(step, number)), "wrong": len(faults_at(faults, Place(step, number)))}
        for number, (name, minor) in enumerate(zip(names, minors, strict=True), 1)
    ]  # fmt: skip


@require_POST
@needs("enforcement.book")
def take_out(request: HttpRequest, draft: UUID, step: str, number: int) -> HttpResponse:
    """Take a person or an exhibit out of the draft."""
    services.take_out(draft, acting(account_of(request)), Place(step, number))
    return redirect(LISTS[step], draft)


@require_POST
@needs("enforcement.book")
def throw_away(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw a booking under way away."""
    services.throw_away(draft, acting(account_of(request)))
    messages.success(request, _("The booking was thrown away. Nothing of it was entered."))
    return redirect("front")


@again.form_page
@needs("enforcement.book")
def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """All answers on one page; sent, they become a case."""
    who = acting(account_of(request))
    found = queries.draft_of(draft, who)
    if found is None:
        return redirect("book-event", draft)
    if request.method == "POST":
        try:
            services.finish(draft, who)
        except Faulty as faulty:
            faults = [(fault.field, write(fault.says, writer())) for fault in faulty.faults]
            page = again.come_back(request, faults)
            return page or _check(request, _flow(draft, found, who), who, faults)
    if found.case or request.method == "POST":
        return redirect("book-done", draft)
    back = again.typed(request)
    return _check(request, _flow(draft, found, who), who, back.faults if back is not None else ())


def _check(request: HttpRequest, flow: Flow, who: Acting, refused: Iterable[tuple[str, str]]) -> HttpResponse:
    """`refused`: what only the booking itself found out; field and sentence."""
    now = [(fault.field, write(fault.says, writer())) for fault in queries.faults_of(flow.reading, who)]
    problems = []
    for field, says in dict.fromkeys([*now, *refused]):
        place, name = place_of(field)
        address = flow.of_list(EXHIBIT if field == "exhibits" else PERSON)
        if place is not None:
            address = f"{flow.address(place)}?to=check#id_{name}"
        problems.append((address, says))
    shown: list[Section] = list(sections(flow, who.clock.at))
    return render(request, "enforcement/book/check.html", {
        "flow": flow, "steps": flow.steps("check"), "sections": shown, "problems": problems, "zone": settings.TIME_ZONE,
    }, status=again.status_of(request))  # fmt: skip


@require_safe
@needs("enforcement.book")
def done(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The number of the case, and what is to be done next."""
    found = queries.draft_of(draft, acting(account_of(request)))
    if found is None or not found.case:
        return redirect("book-event" if found is None else "book-check", draft)
    parties = Party.objects.filter(case=found.case).order_by("number").values_list("number", "key", "role")
    roles = load(settings.MARGA_COUNTRY).enforcement.register.roles
    held = [(number, key) for number, key, role in parties if role in roles and roles[role].held]
    return render(request, "enforcement/book/done.html", {"case": found.case, "held": held})
