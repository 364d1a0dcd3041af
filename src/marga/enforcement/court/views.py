"""Pages of court files, warrants, tips, parts in supply, and of what links cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marga.enforcement.access import acting, case_for, party_for
from marga.enforcement.cases.words import name_of
from marga.enforcement.people.services import log_read
from marga.site.pages import ActPage, act_page
from marga.site.paging import cursor_of, next_page
from marga.site.roles import needs

from . import charts, contents, forms, prosecuting, queries, services

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("enforcement.court")
def court(request: HttpRequest) -> HttpResponse:
    """Warrants, tips and seizures of which nothing came yet."""
    who = acting(request.user)
    return render(request, "enforcement/court/waiting.html", {
        "waiting": queries.waiting(who), "now": who.clock.at, "days": queries.court_within().days,
    })  # fmt: skip


@require_safe
@needs("enforcement.inspect")
def everywhere(request: HttpRequest) -> HttpResponse:
    """How many warrants, tips and seizures nothing came of yet, unit by unit."""
    lines = queries.waiting_by_unit(acting(request.user))
    return render(request, "enforcement/court/everywhere.html", {
        "lines": lines, "totals": {what: sum(getattr(one, what) for one in lines) for what in queries.SINCE},
        "days": queries.court_within().days,
    })  # fmt: skip


@require_safe
@needs("enforcement.inspect")
def waiting_at(request: HttpRequest, unit: str, what: str) -> HttpResponse:
    """One of these lists, of one unit."""
    found, rows, further = queries.waiting_at(unit, what, acting(request.user), cursor_of(request))
    return render(request, "enforcement/court/waiting_at.html", {
        "unit": found, "what": what, "rows": rows, "further": next_page(request, further),
    })  # fmt: skip


@require_safe
@needs("enforcement.prosecute")
def own_cases(request: HttpRequest) -> HttpResponse:
    """A prosecutor's first page: their cases, and what waits for them."""
    who, waits = acting(request.user), request.GET.get("waits", "")
    rows, further = prosecuting.own_cases(who, waits, cursor_of(request))
    return render(request, "enforcement/court/own_cases.html", {
        "rows": rows, "further": next_page(request, further), "waits": waits, "now": who.clock.at,
        "counts": [(name, prosecuting.WAITS[name], count) for name, count in prosecuting.counts(who).items()],
    })  # fmt: skip


@form_page
@needs("enforcement.court")
def warrant_new(request: HttpRequest) -> HttpResponse:
    """A warrant came in."""
    page = _page(_("A warrant came in"), _("Write it down"), _("The warrant is written down."))
    return act_page(request, page, forms.WarrantForm(request.POST or None), lambda said: services.take_warrant(
        contents.WarrantIssued(**said), acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.court")
def warrant_pass(request: HttpRequest, number: str) -> HttpResponse:
    """Another officer takes it."""
    queries.warrant_for(acting(request.user), number)
    page = _page(_("Who holds warrant {number} now?").format(number=number), _("Pass it on"), _("It was passed on."))
    return act_page(request, page, forms.HolderForm(request.POST or None), lambda said: services.pass_warrant(
        number, said["holder"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.court")
def warrant_serve(request: HttpRequest, number: str) -> HttpResponse:
    """It was served."""
    queries.warrant_for(acting(request.user), number)
    page = _page(_("Warrant {number} was served").format(number=number), _("It was served"), _("It is written down."))
    return act_page(request, page, forms.ServedForm(request.POST or None), lambda said: services.serve_warrant(
        number, said["case"], said["served"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.court")
def warrant_back(request: HttpRequest, number: str) -> HttpResponse:
    """It goes back unserved."""
    queries.warrant_for(acting(request.user), number)
    page = _page(_("Give warrant {number} back unserved").format(number=number), _("Give it back"),
                 _("It was given back."))  # fmt: skip
    return act_page(request, page, forms.WhyForm(request.POST or None), lambda said: services.give_back_warrant(
        number, said["why"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.court")
def tip_new(request: HttpRequest) -> HttpResponse:
    """A tip came in."""
    page = _page(_("A tip came in"), _("Write it down"), _("The tip is written down."))
    return act_page(request, page, forms.TipForm(request.POST or None), lambda said: services.take_tip(
        said["text"], said["received"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.court")
def tip_answer(request: HttpRequest, number: str) -> HttpResponse:
    """What came of a tip."""
    queries.tip_for(acting(request.user), number)
    page = _page(_("What came of tip {number}?").format(number=number), _("Answer it"), _("The tip is answered."))
    return act_page(request, page, forms.AnswerForm(request.POST or None), lambda said: services.answer_tip(
        number, acting(request.user), **said))  # fmt: skip


@form_page
@needs("enforcement.court")
def file_send(request: HttpRequest, number: str) -> HttpResponse:
    """The file of a case goes to a court."""
    page = _case_page(request, number, _("Send the file to court"), _("It was sent"), _("The file is at the court."))
    return act_page(request, page, forms.SendForm(request.POST or None), lambda said: services.send_file(
        number, said["court"], said["sent"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.court")
def file_back(request: HttpRequest, number: str) -> HttpResponse:
    """The court sent it back."""
    page = _case_page(request, number, _("The court sent the file back"), _("It came back"), _("It is written down."))
    return act_page(request, page, forms.ReturnForm(request.POST or None), lambda said: services.file_came_back(
        number, said["returned"], said["why"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.court")
def file_result(request: HttpRequest, number: str) -> HttpResponse:
    """What the court decided."""
    page = _case_page(request, number, _("What the court decided"), _("Write it down"), _("It is written down."))
    return act_page(request, page, forms.ResultForm(request.POST or None), lambda said: services.court_decided(
        number, said["result"], said["decided"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.charge")
def supply(request: HttpRequest, key: str) -> HttpResponse:
    """A person's part in supply."""
    party = party_for(acting(request.user), key)
    page = ActPage(_("Part in supply of {name}").format(name=name_of(party)), _("Write it down"),
                   _("It is written down, with what it rests on."), _case_address(party.case_id), party.case_id,
                   _("A grave part takes several kinds of evidence, some that rest on nobody’s word."))  # fmt: skip
    return act_page(request, page, forms.SupplyForm(request.POST or None), lambda said: services.record_supply(
        key, said["role"], said["evidence"], said["reason"], acting(request.user)))  # fmt: skip


@form_page
@needs("enforcement.charge")
def trace(request: HttpRequest, number: str) -> HttpResponse:
    """A trace that may link cases."""
    page = _case_page(request, number, _("Note a trace"), _("Note it"), _("It is noted."))
    return act_page(request, page, forms.TraceForm(request.POST or None), lambda said: services.note_trace(
        number, said["kind"], said["shown"], acting(request.user)), reverse("links", args=[number]))  # fmt: skip


@require_safe
@needs("enforcement.search")
def links(request: HttpRequest, number: str) -> HttpResponse:
    """What a case is linked with, as a picture and as a table."""
    who = acting(request.user)
    asked = request.GET.get("steps", "")
    steps = int(asked) if asked in ("1", "2", "3") else 2
    net = queries.net_around(number, who, steps)
    log_read(who, "search", case=number, detail=str(len(net.cases)))
    return render(request, "enforcement/court/links.html", {
        "net": net, "steps": steps, "drawing": charts.drawn(net), "rows": charts.rows(net),
    })  # fmt: skip


def _page(title: str, button: str, done: str) -> ActPage:
    return ActPage(title, button, done, reverse("court"), _("Court, warrants and tips"))


def _case_page(request: HttpRequest, number: str, title: str, button: str, done: str) -> ActPage:
    case_for(acting(request.user), number)
    return ActPage(title, button, done, _case_address(number), number)


def _case_address(number: str) -> str:
    return reverse("case", args=[number])
