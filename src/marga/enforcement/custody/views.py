"""The board of all now held, a custody, the form of each act in it, and the alerts. Thin: each act is one service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from marga.country import write
from marga.enforcement.access import acting, party_for
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.words import name_of
from marga.enforcement.people.services import log_read
from marga.enforcement.stations import alerting as unit_alerting
from marga.site.accounts.models import Account
from marga.site.faults import Faulty
from marga.site.pages import ActPage, act_page
from marga.site.paging import cursor_of, next_page
from marga.site.refusals import Refused
from marga.site.roles import check_may, needs
from marga.site.writing import writer

from . import alerting, contents, interviewing, queries, services
from . import forms as kinds
from .access import custody_for
from .models import Custody
from .words import due_of, to_whom, when

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Done = Callable[[str, Any, Acting, kinds.DeedForm], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act in a custody: its page's title, its button, its form and its service. `now`: fields with the time now."""

    title: _StrPromise
    button: _StrPromise
    form: type[kinds.DeedForm]
    do: Done
    now: tuple[str, ...]
    permission: str = "enforcement.custody"


def _plain(service: Callable[[str, Any, Acting], object]) -> Done:
    return lambda key, told, who, _form: service(key, told, who)


def _help(whose: str) -> Done:
    return lambda key, told, who, _form: services.help_came(whose, key, told, who)


def _end(key: str, told: Any, who: Acting, form: kinds.DeedForm) -> object:
    return services.end(key, told, who, slip=form.cleaned_data["slip"])


DEEDS = {
    "prosecutor": Deed(gettext_lazy("The prosecutor is told"), gettext_lazy("Record it"), kinds.ProsecutorForm,
                       _plain(services.tell_prosecutor), ("told",)),
    "rights": Deed(gettext_lazy("The rights are told"), gettext_lazy("Record it"), kinds.RightsForm,
                   _plain(services.tell_rights), ("told",)),
    "guardian": Deed(gettext_lazy("The guardian is told"), gettext_lazy("Record it"), kinds.GuardianForm,
                     _plain(services.tell_guardian), ("told",)),
    "wish": Deed(gettext_lazy("Whom the person wants told"), gettext_lazy("Record it"), kinds.WishForm,
                 _plain(services.write_wish), ("said",)),
    "wish-told": Deed(gettext_lazy("Someone the person chose is told"), gettext_lazy("Record it"), kinds.WishToldForm,
                      _plain(services.tell_wish), ("told",)),
    "lawyer": Deed(gettext_lazy("Lawyer"), gettext_lazy("Record it"), kinds.HelpForm, _help("lawyer"), ("at",)),
    "interpreter": Deed(gettext_lazy("Interpreter"), gettext_lazy("Record it"), kinds.HelpForm, _help("interpreter"),
                        ("at",)),
    "doctor": Deed(gettext_lazy("Doctor"), gettext_lazy("Record it"), kinds.HelpForm, _help("doctor"), ("at",)),
    "interview": Deed(gettext_lazy("Interview"), gettext_lazy("Record the interview"), kinds.InterviewForm,
                      _plain(interviewing.interview), ("began", "ended")),
    "review": Deed(gettext_lazy("Review custody"), gettext_lazy("Record the review"), kinds.ReviewForm,
                   _plain(services.review), ("held",), "enforcement.review"),
    "ask": Deed(gettext_lazy("Ask a prosecutor for more time"), gettext_lazy("Ask"), kinds.AskForm,
                _plain(services.ask_extension), ("asked",)),
    "extend": Deed(gettext_lazy("A prosecutor permits more time"), gettext_lazy("Record it"), kinds.ExtendForm,
                   _plain(services.extend), ("given",)),
    "end": Deed(gettext_lazy("Custody ends"), gettext_lazy("End custody"), kinds.EndForm, _end, ("at",)),
}  # fmt: skip


def _account(request: HttpRequest) -> Account:
    """Who is signed in: `needs` has let nobody else through."""
    assert isinstance(request.user, Account)
    return request.user


@require_safe
@needs("enforcement.custody")
def board(request: HttpRequest) -> HttpResponse:
    """All now held at the officer's unit."""
    who = acting(_account(request))
    template = "_board.html" if getattr(request, "htmx", False) else "board.html"
    return render(request, f"enforcement/custody/{template}", {"who": who, "board": queries.board(who)})


@require_safe
@needs("enforcement.inspect")
def everywhere(request: HttpRequest) -> HttpResponse:
    """All now held, at all units or at one."""
    unit = request.GET.get("unit", "")
    found = queries.everywhere(acting(_account(request)), unit, cursor_of(request))
    return render(request, "enforcement/custody/everywhere.html", {
        "board": found, "unit": unit, "further": next_page(request, found.further),
    })  # fmt: skip


@require_safe
@needs("enforcement.read")
def custody(request: HttpRequest, key: str) -> HttpResponse:
    """One custody: what is due, what was done."""
    page = queries.custody_page(key, acting(_account(request)))
    deeds = [(name, deed.title) for name, deed in DEEDS.items()
             if page.keeps and (deed.permission != "enforcement.review" or page.reviews)
             and (name != "guardian" or page.custody.party.minor)]  # fmt: skip
    return render(request, "enforcement/custody/custody.html", {
        "page": page, "custody": page.custody, "party": page.custody.party, "deeds": deeds,
        "alerts": [(alert, due_of(alert), to_whom(alert)) for alert in page.alerts],
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.custody")
def deed(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """The form of an act in a custody, and the act."""
    chosen, who = DEEDS.get(what), acting(_account(request))
    if chosen is None:
        raise Http404
    check_may(who, chosen.permission)
    row = custody_for(who, key)
    form = _form(request, chosen, row, who)
    if form.is_bound and form.is_valid() and _do(form, lambda: chosen.do(key, form.content(), who, form)):
        messages.success(request, _("It is recorded."))
        return redirect("custody", key)
    return render(request, "enforcement/custody/deed.html",
                  {"custody": row, "deed": chosen, "what": what, "form": form},
                  status=422 if form.is_bound else 200)  # fmt: skip


def _form(request: HttpRequest, chosen: Deed, row: Custody, who: Acting) -> kinds.DeedForm:
    """The form as it was sent; not judged yet where only another page was asked for."""
    now = timezone.localtime(who.clock.at).replace(second=0, microsecond=0)
    more: dict[str, Any] = {}
    if chosen.form is kinds.InterviewForm:
        typed = request.POST.get("count", "1")
        more["pages"] = (int(typed) if typed.isdecimal() and len(typed) < 4 else 1) + ("add" in request.POST)
    if request.method == "POST" and "add" not in request.POST:
        return chosen.form(request.POST, custody=row, **more)
    initial: dict[str, Any] = dict.fromkeys(chosen.now, now)
    if request.method == "POST":
        initial.update((name, value) for name, value in request.POST.items() if name != "count")
    return chosen.form(custody=row, initial=initial, **more)


def _do(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do an act; what is refused stands beside its field, or at the top."""
    try:
        act()
    except Faulty as faulty:
        for fault in faulty.faults:
            form.add_error(_field(form, fault.field), write(fault.says, writer()))
    except Refused as refused:
        if refused.status != 409:
            raise
        form.add_error(None, str(refused))
    return not form.errors


def _field(form: forms.Form, field: str) -> str | None:
    """The field of the form that a fault is about: "pages.0.note" is the note of page 1."""
    if field.startswith("pages."):
        _pages, place, name = field.split(".")
        field = f"{name}_{int(place) + 1}"
    return field if field in form.fields else None


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.custody")
def outcome(request: HttpRequest, party: str) -> HttpResponse:
    """What became of a person who is not held, and whether a slip was given."""
    who = acting(_account(request))
    row = party_for(who, party)
    note = "" if row.slip_given is None else _("A slip for treatment was given {when}.").format(
        when=when(row.slip_given))  # fmt: skip
    page = ActPage(_("What became of {name}").format(name=name_of(row)), _("Record it"), _("It is recorded."),
                   reverse("case", args=[row.case_id]), row.case_id, note)  # fmt: skip
    log_read(who, "page", case=row.case_id, detail="1")
    return act_page(request, page, kinds.OutcomeForm(request.POST or None, party=row), lambda said: (
        services.record_outcome(party, said["outcome"], who, slip=said.get("slip", False))))  # fmt: skip


@require_safe
@needs("enforcement.read")
def interview(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An interview, each page with what it read before it was changed."""
    row, found = queries.interview_page(key, number, acting(_account(request)))
    if found is None:
        raise Http404
    return render(request, "enforcement/custody/interview.html", {"custody": row, "interview": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.custody")
def page(request: HttpRequest, key: str, number: int, leaf: int) -> HttpResponse:
    """Change a page of an interview, or have it signed."""
    who = acting(_account(request))
    row, found = queries.interview_page(key, number, who)
    if found is None or not 1 <= leaf <= len(found.pages):
        raise Http404
    last = found.pages[leaf - 1][-1]
    now = timezone.localtime(who.clock.at).replace(second=0, microsecond=0)
    form = kinds.PageForm(request.POST or None, custody=row,
                          initial={"text": last.text, "signature": "waiting", "changed": now})  # fmt: skip

    def change() -> object:
        told = contents.InterviewChanged(interview=number, page=leaf, **form.cleaned_data)
        return interviewing.change_interview(key, told, who)

    if form.is_bound and form.is_valid() and _do(form, change):
        messages.success(request, _("It is recorded. The page as it read before stays beside it."))
        return redirect("interview", key, number)
    return render(request, "enforcement/custody/page.html",
                  {"custody": row, "interview": found, "leaf": leaf, "last": last, "form": form},
                  status=422 if form.is_bound else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.read")
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts to whoever reads, each with an answer."""
    account = _account(request)
    who = acting(account)
    form = kinds.AnswerForm(request.POST or None)
    typed = request.POST.get("alert", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 12 else 0
    if (
        form.is_bound
        and form.is_valid()
        and _do(form, lambda: alerting.acknowledge(number, form.cleaned_data["note"], who))
    ):
        messages.success(request, _("Your answer is recorded. What comes after the deadline is still told."))
        return redirect("alerts")
    found = [(alert, due_of(alert), form if alert.pk == number else kinds.AnswerForm(auto_id=f"alert-{alert.pk}-%s"))
             for alert in alerting.unread(account).order_by("due", "pk")[:200]]  # fmt: skip
    owed = [(one, unit_alerting.said(one)) for one in unit_alerting.unread(account).order_by("due", "pk")[:200]]
    return render(request, "enforcement/custody/alerts.html", {"alerts": found, "form": form, "owed": owed},
                  status=422 if form.is_bound else 200)  # fmt: skip
