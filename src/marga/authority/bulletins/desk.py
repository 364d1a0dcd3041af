"""The statistician's desk: collect, order, look, hand over, approve, publish. Thin: each act is one service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marga.authority.bulletins import queries, services
from marga.authority.bulletins.forms import AnnounceForm, OrderForm, ReasonForm, RemarkForm
from marga.authority.bulletins.models import Cube, Draft
from marga.authority.bulletins.pages import Standing, first_changes, name_of_period, standing_of
from marga.authority.bulletins.rules import AT_WORK, State
from marga.authority.bulletins.said import here, in_every_language
from marga.authority.bulletins.tasks import collect_cubes, render_bulletin, run_draft
from marga.authority.receipts import queries as receipts
from marga.country import DataError
from marga.site.accounts.models import Account
from marga.site.refusals import WrongState
from marga.site.roles import needs


def _account(request: HttpRequest) -> Account:
    """Who is signed in: `needs` has let nobody else through."""
    assert isinstance(request.user, Account)
    return request.user


@require_safe
@needs("authority.preview")
def desk(request: HttpRequest) -> HttpResponse:
    """Sources and cubes, drafts, the order of a new one, announced releases."""
    return _desk(request, _new_order(), _new_release())


def _usual(cubes: Sequence[Cube]) -> dict[str, Any]:
    """Of the year up to the last whole month, what the newest cubes of all sides hold: what is ordered most often."""
    newest = {cube.side: cube for cube in reversed(cubes)}
    last = min((cube.ends for cube in newest.values()), default=timezone.localdate())
    first = max((cube.starts.month for cube in newest.values() if cube.starts.year == last.year), default=1)
    return {"year": last.year, "first": first, "last": last.month}


def _new_order() -> OrderForm:
    cubes = queries.cubes()
    return OrderForm(cubes=cubes, initial=_usual(cubes))


def _new_release(data: QueryDict | None = None) -> AnnounceForm:
    return AnnounceForm(data, auto_id="announce_%s")  # the order beside it has fields of the same names


def _desk(request: HttpRequest, order: OrderForm, announce: AnnounceForm, status: int = 200) -> HttpResponse:
    stands = services.standing()
    return render(request, "authority/bulletins/desk.html", {
        "sources": queries.sources(), "fetches": queries.last_fetches(), "cubes": queries.cubes(),
        "drafts": [(one, name_of_period(one.period), standing_of(one, stands)) for one in queries.drafts()],
        "order": order, "announce": announce,
        "ledgers": receipts.sources(), "evidence": receipts.evidence(),
        "releases": [(one, name_of_period(one.period)) for one in queries.calendar() if one.release],
    }, status=status)  # fmt: skip


@require_POST
@needs("authority.collect")
def collect(request: HttpRequest) -> HttpResponse:
    """Ask the worker to fetch every side's cube."""
    collect_cubes.enqueue(_account(request).name)
    messages.success(request, _("The cubes are being fetched. What came of it stands here in a moment."))
    return redirect("desk")


@require_POST
@needs("authority.run")
def order(request: HttpRequest) -> HttpResponse:
    """Order a bulletin."""
    form = OrderForm(request.POST, cubes=queries.cubes())
    if form.is_valid():
        try:
            draft = services.order(
                period=form.period, cubes=form.cubes, reason=form.cleaned_data["reason"], by=_account(request),
                now=timezone.now(),
            )  # fmt: skip
        except (DataError, WrongState) as error:
            form.add_error(None, _said(error))
        else:
            run_draft.enqueue(draft.pk)
            return redirect("draft", draft.pk)
    return _desk(request, form, _new_release(), status=422)


def _said(error: DataError | WrongState) -> str:
    return here(in_every_language(error)) if isinstance(error, DataError) else str(error)


@require_POST
@needs("authority.publish")
def announce(request: HttpRequest) -> HttpResponse:
    """Put a release into the calendar."""
    form = _new_release(request.POST)
    if form.is_valid():
        try:
            services.announce(
                period=form.period,
                due=form.cleaned_data["due"],
                reason=form.cleaned_data["reason"],
                by=_account(request),
                now=timezone.now(),
            )
        except (DataError, WrongState) as error:
            form.add_error(None, _said(error))
        else:
            messages.success(request, _("The release is in the public calendar."))
            return redirect("desk")
    return _desk(request, _new_order(), form, status=422)


@require_safe
@needs("authority.preview")
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """One draft: how far it is, what was found, what changed, and what may be done with it."""
    return _draft(request, _found(number), RemarkForm(), ReasonForm())


def _found(number: int) -> Draft:
    found = queries.draft(number)
    if found is None:
        raise Http404
    return found


def _draft(
    request: HttpRequest, found: Draft, remark: RemarkForm, reason: ReasonForm, status: int = 200
) -> HttpResponse:
    standing: Standing = standing_of(found, services.standing())
    made = queries.drafted(found)
    template = "authority/bulletins/draft.html"
    if getattr(request, "htmx", False) and State(found.state) in AT_WORK:
        template = "authority/bulletins/_progress.html"
    answer = render(request, template, {
        "draft": found, "period": name_of_period(found.period), "standing": standing, "made": made,
        "changed": first_changes(made) if made else [], "remark": remark, "reason": reason,
        "mine": found.submitted_by == _account(request).name, "out": queries.published_as(found),
    }, status=status)  # fmt: skip
    if getattr(request, "htmx", False) and State(found.state) not in AT_WORK:
        answer.headers["HX-Refresh"] = "true"  # the run is over: the whole page is another one
    return answer


@require_safe
@needs("authority.preview")
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """The draft as it would be published."""
    found = _found(number)
    doc = queries.preview(found)
    if doc is None:
        raise Http404
    return render(request, "authority/bulletins/preview.html", {
        "draft": found, "period": name_of_period(found.period), "doc": doc, "charts": queries.preview_charts(found),
        "out": queries.published_as(found),
    })  # fmt: skip


@require_POST
@needs("authority.run")
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a run, or set a draft aside."""
    services.stop(draft_id=number, by=_account(request), now=timezone.now())
    return redirect("draft", number)


@require_POST
@needs("authority.run")
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Order a draft anew that is out of date."""
    draft = services.order_again(draft_id=number, by=_account(request), now=timezone.now())
    run_draft.enqueue(draft.pk)
    return redirect("draft", draft.pk)


@require_POST
@needs("authority.submit")
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a draft to a second person."""
    form = RemarkForm(request.POST)
    return _act(request, number, form, ReasonForm(), lambda: services.submit(
        draft_id=number, remark=form.cleaned_data["remark"], by=_account(request), now=timezone.now()
    ), form)  # fmt: skip


@require_POST
@needs("authority.approve")
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve what another person submitted."""
    services.approve(draft_id=number, by=_account(request), now=timezone.now())
    return redirect("draft", number)


@require_POST
@needs("authority.approve")
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Give a draft back with a reason."""
    form = ReasonForm(request.POST)
    return _act(request, number, RemarkForm(), form, lambda: services.send_back(
        draft_id=number, reason=form.cleaned_data["reason"], by=_account(request)
    ), form)  # fmt: skip


def _act(
    request: HttpRequest, number: int, remark: RemarkForm, reason: ReasonForm, act: Callable[[], Draft],
    form: RemarkForm | ReasonForm,
) -> HttpResponse:  # fmt: skip
    """Do an act of a form; where it is refused, the page again with what was typed and why."""
    if form.is_valid():
        try:
            act()
        except WrongState as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("draft", number)
    return _draft(request, _found(number), remark, reason, status=422)


@require_POST
@needs("authority.publish")
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Publish an approved draft."""
    published = services.publish(draft_id=number, by=_account(request), now=timezone.now())
    render_bulletin.enqueue(published.pk)
    return redirect("bulletin", published.slug)
