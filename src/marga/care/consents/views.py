"""Consents, orders and packets for workers; one's own record for whoever holds its code; the batch of notices.

As with requests, a code is sent only in the body of a form. What a page shows of a client is kept as a read.
"""

from __future__ import annotations

from secrets import compare_digest

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marga.care.access import acting, client_for, log_read
from marga.care.acts.services import holder
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.disclosures.forms import lines
from marga.care.disclosures.queries import of_client
from marga.care.opening import open_for, opened_for
from marga.country import write
from marga.ledger import LedgerError
from marga.ledger.codes import read_code
from marga.site import again
from marga.site.accounts import peer
from marga.site.fields import place_refusal
from marga.site.pages import ActPage, act_page, answered
from marga.site.paging import cursor_of, next_page
from marga.site.refusals import NotFound, Refused
from marga.site.roles import needs
from marga.site.writing import writer

from . import forms, queries, services, telling
from .models import CourtOrder, Disclosure

form_page = again.form_page
consents = needs("care.consent")
#: What the session of a person's browser holds: whose record is open.
OWN = "care-own"
#: How reading what somebody objects to is kept.
READ = "objection"
#: Fields of the service that have another name on the form, which has `fields` for itself.
NAMES = {"fields": "fields_told"}


@require_safe
@never_cache
def notices(_request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """The batch, at an address that only the side of the police was told."""
    if not compare_digest(secret.encode(), telling.token().encode()) or name != telling.NAME:
        raise Http404
    return HttpResponse(telling.batch_text(), content_type="text/plain; charset=utf-8")


@never_cache
@require_POST
@consents
def client_code(request: HttpRequest, number: str) -> HttpResponse:
    """The code of a person's own record, shown this once."""
    code = services.give_code(number, acting(request.user))
    return render(request, "care/client_code.html", {"number": number, "code": code})


@never_cache
@form_page
@consents
def consent_new(request: HttpRequest, number: str) -> HttpResponse:
    """The words to read aloud, and what the person agrees to."""
    who = acting(request.user)
    client = client_for(who, number)
    log_read(who, number, "consent")
    form = forms.ConsentForm(again.sent(request))
    answer = answered(
        request, form, lambda: services.give_consent(number, form.agreed(), who), fields=NAMES,
        done=_("It is written down. Now a second worker who heard it witnesses it."),
        to=lambda made: reverse("consent", args=[made.pk]),
    )  # fmt: skip
    if answer is not None:
        return answer
    shown = {"client": client, "form": form, "words": _words(), "has_code": queries.wall(client, today(who)).has_code}
    return render(request, "care/consent_new.html", shown, status=again.status_of(request))


@never_cache
@require_safe
@needs("care.read")
def consent(request: HttpRequest, key: str) -> HttpResponse:
    """One consent, to read and to print."""
    who = acting(request.user)
    row = services.consent_for(who, key)
    log_read(who, row.client_id, "consent")
    shown = {"one": queries.state_today(row, who), "fields": forms.field_words(row.fields), "words": _words(),
             "mine": row.by == who.name}  # fmt: skip
    return render(request, "care/consent.html", shown)


@require_POST
@consents
def consent_witness(request: HttpRequest, key: str) -> HttpResponse:
    """A second worker heard it."""
    services.witness_consent(key, acting(request.user))
    messages.success(request, _("It is witnessed, and in force."))
    return redirect("consent", key)


@require_POST
@consents
def consent_revoke(request: HttpRequest, key: str) -> HttpResponse:
    """The person said at the centre that they take it back."""
    services.revoke(key, acting(request.user))
    messages.success(request, _("It has ended. Nothing more is told."))
    return redirect("consent", key)


@form_page
@needs("care.orders")
def order_new(request: HttpRequest, number: str) -> HttpResponse:
    """An order of a court."""
    who = acting(request.user)
    client_for(who, number)
    log_read(who, number, "order")
    form = forms.OrderForm(again.sent(request))
    page = ActPage(_("An order of a court"), _("Write it down"),
                   _("The order is written down. An inspector confirms it before anything is told by it."),
                   reverse("client", args=[number]), number,
                   _("Only what the order names may be told, to whom it names. The person sees it."))  # fmt: skip
    return act_page(request, page, form, lambda _said: services.record_order(number, form.ordered(), who),
                    lambda made: reverse("order", args=[made.pk]), NAMES)  # fmt: skip


@never_cache
@require_safe
@needs("care.read")
def order(request: HttpRequest, key: str) -> HttpResponse:
    """One order."""
    who = acting(request.user)
    row = services.order_for(who, key)
    log_read(who, row.client_id, "order")
    shown = {"one": queries.ordered(row, today(who)), "fields": forms.field_words(row.fields)}
    return render(request, "care/order.html", shown)


@require_POST
@needs("care.inspect")
def order_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """An inspector has seen the court's paper."""
    services.confirm_order(key, acting(request.user))
    messages.success(request, _("It is confirmed, and in force."))
    return redirect("order", key)


@never_cache
@form_page
@needs("care.read")
def order_end(request: HttpRequest, key: str) -> HttpResponse:
    """An order is refused by an inspector, or has ended."""
    who = acting(request.user)
    row = services.order_for(who, key)
    log_read(who, row.client_id, "order")
    page = ActPage(_("End an order of a court"), _("End it"), _("It has ended. Nothing more is told."),
                   reverse("order", args=[key]), key, _("It ends at once, and cannot be put back."))  # fmt: skip
    form = forms.EndOrderForm(again.sent(request))
    return act_page(request, page, form, lambda said: services.end_order(key, said["words"], who))


@form_page
@consents
def packet_new(request: HttpRequest, key: str) -> HttpResponse:
    """Tell something by a consent or an order."""
    who = acting(request.user)
    permit = services.permit_for(who, key)
    log_read(who, permit.client_id, "packet")
    form = forms.PacketForm(again.sent(request), permit=permit)
    page = ActPage(_("Tell something"), _("Make the page to hand over"), "",
                   reverse("order" if isinstance(permit, CourtOrder) else "consent", args=[key]), key,
                   _("Only what was agreed or ordered can be told. Nobody here can go beyond it."))  # fmt: skip
    return act_page(request, page, form, lambda _said: services.send_packet(key, form.wanted(), who),
                    lambda made: reverse("packet", args=[made.pk]), NAMES)  # fmt: skip


@never_cache
@require_safe
@needs("care.read")
def packet(request: HttpRequest, key: str) -> HttpResponse:
    """What was told, to print and hand over, with the notice that goes with it and what it rests on."""
    who = acting(request.user)
    client = client_for(who, key.split(".")[0])
    row = Disclosure.objects.filter(pk=key, client=client).first()
    if row is None:
        raise NotFound(_("There is nothing {number} that was told.").format(number=key))
    log_read(who, client.pk, "packet")
    told = queries.told(row)
    lines = [(label, told.values[name]) for name, label in forms.FIELD_WORDS.items() if name in told.values]
    permit = services.permit_for(who, row.permit)
    shown = {"told": told, "lines": lines, "words": _words(), "permit": permit,
             "fields": forms.field_words(permit.fields)}  # fmt: skip
    return render(request, "care/packet.html", shown)


@never_cache
@require_safe
@needs("care.objections")
def objections(request: HttpRequest) -> HttpResponse:
    """What people object to."""
    who = acting(request.user)
    found = queries.objections(who, cursor_of(request))
    for one in (*found.open, *found.answered):
        log_read(who, one.row.client_id, READ)
    return render(request, "care/objections.html", {
        "found": found, "further": next_page(request, found.further), "own": who.name})  # fmt: skip


@never_cache
@form_page
@needs("care.objections")
def objection_answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer what a person objects to."""
    who = acting(request.user)
    found = services.objection_for(who, key)
    log_read(who, found.client_id, READ)
    form = forms.AnswerForm(again.sent(request))
    page = ActPage(_("Answer the objection"), _("Answer"), _("It is answered. The person reads it by their code."),
                   reverse("objections"), _("Objections"), queries.objected(found, today(who)).text)  # fmt: skip
    return act_page(request, page, form, lambda said: services.answer_objection(key, said["text"], who))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Type the code to read one's own record."""
    form = forms.OwnCodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            client = services.client_by_code(read_code(form.cleaned_data["code"]), address=peer.address(request))
        except LedgerError as error:
            form.add_error("code", write(error.says, writer()))
        except Refused as refused:
            place_refusal(form, refused)
        else:
            open_for(request, OWN, client.pk)
            return redirect("own-record")
    return render(request, "care/own.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def own_record(request: HttpRequest) -> HttpResponse:
    """What the person agreed to, who was told what, and who read."""
    number = opened_for(request, OWN)
    if number is None:
        return redirect("own")
    return _own_page(request, number)


@never_cache
@require_POST
def own_revoke(request: HttpRequest) -> HttpResponse:
    """Take a consent back, at once."""
    number = opened_for(request, OWN)
    if number is None:
        return redirect("own")
    form = forms.RevokeForm(request.POST)
    services.revoke_own(form.cleaned_data["consent"] if form.is_valid() else "", number)
    messages.success(request, _("It has ended. Nothing more is told."))
    return redirect("own-record")


@never_cache
@require_POST
def own_object(request: HttpRequest) -> HttpResponse:
    """Object to something; or close the page for others."""
    number = opened_for(request, OWN)
    if "leave" in request.POST:
        request.session.flush()
        return redirect("front")
    if number is None:
        return redirect("own")
    form = _object_form(number, request.POST)
    if form.is_valid():
        try:
            services.object_own(form.cleaned_data["text"], number, form.cleaned_data["about"])
        except Refused as refused:
            place_refusal(form, refused)
        else:
            messages.success(request, _("It is written down. The manager and an inspector read it."))
            return redirect("own-record")
    return _own_page(request, number, form)


def _object_form(number: str, sent: QueryDict | None = None) -> forms.ObjectForm:
    return forms.ObjectForm(sent, staff=services.staff_of(Client.objects.get(pk=number)))


def _own_page(request: HttpRequest, number: str, form: forms.ObjectForm | None = None) -> HttpResponse:
    form = form or _object_form(number)
    who = holder()
    record = queries.own(Client.objects.get(pk=number), today(who))
    consents = [(one, forms.field_words(one.consent.fields)) for one in record.wall.consents]
    orders = [(one, forms.field_words(one.order.fields)) for one in record.wall.orders]
    told = [(one, forms.field_words(one.row.fields)) for one in record.wall.told]
    emergencies = [(one, lines(one.values)) for one in of_client(record.client, who.clock.at)]
    shown = {"record": record, "consents": consents, "orders": orders, "told": told, "form": form,
             "emergencies": emergencies}  # fmt: skip
    return render(request, "care/own_record.html", shown, status=422 if form.is_bound else 200)


def _words() -> dict[str, object]:
    """The words of the country, in each language, and whether somebody reviewed the Khmer."""
    known = services.country()
    return {"texts": known.texts, "reviewed": known.is_reviewed("km")}
