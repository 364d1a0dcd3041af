"""With whom somebody may do what their role allows: workers with the clients of their centre, inspectors with all."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from marga.care.acts.services import Acting, clock
from marga.care.centres.models import Centre, Worker
from marga.care.clients.models import Client, ClientRead
from marga.care.requests.models import Request
from marga.care.stays.models import Offer, Stay, Wait
from marga.site.accounts.models import Account
from marga.site.refusals import NotAllowed, NotFound
from marga.site.roles import may

Row = TypeVar("Row", bound=Model)


def acting(account: Account | AnonymousUser) -> Acting:
    """Who acts, from the account that is signed in. Raises NotAllowed for one that works nowhere."""
    worker = None
    if isinstance(account, Account):
        worker = Worker.objects.filter(pk=account.name, working=True).first()
    if worker is None or not isinstance(account, Account):
        raise NotAllowed(_("Nothing says where this account works. Ask the clerk who looks after the accounts."))
    return Acting(account.name, worker.centre_id or "", tuple(account.roles), clock())


def clients(who: Acting) -> QuerySet[Client]:
    """The clients that somebody may read: those of the centre; of an inspector all."""
    if not may(who, "care.read"):
        return Client.objects.none()
    if may(who, "care.inspect"):
        return Client.objects.all()
    return Client.objects.filter(at__centre=who.centre)


def client_for(who: Acting, number: str, *, lock: bool = False) -> Client:
    """A client that somebody may read. Raises NotFound otherwise, which says nothing of whether there is one."""
    found = _found(clients(who), number, lock=lock)
    if found is None:
        raise NotFound(_("There is no client {number} at your centre.").format(number=number))
    return found


def requests(who: Acting) -> QuerySet[Request]:
    """The requests that somebody may read: those for the centre, and those for nobody in its province."""
    if not may(who, "care.requests"):
        return Request.objects.none()
    province = Centre.objects.filter(pk=who.centre).values_list("province", flat=True).first()
    return Request.objects.filter(Q(centre=who.centre) | Q(centre=None, province=province))


def request_for(who: Acting, number: str, *, lock: bool = False) -> Request:
    """A request that somebody may read. Raises NotFound otherwise."""
    found = _found(requests(who), number, lock=lock)
    if found is None:
        raise NotFound(_("There is no request {number} for your centre.").format(number=number))
    return found


def wait_for(who: Acting, key: str, *, lock: bool = False) -> Wait:
    """A wait of a client that somebody may read. Raises NotFound otherwise."""
    found = _found(Wait.objects.filter(client__in=clients(who)), key, lock=lock)
    if found is None:
        raise NotFound(_("There is no wait {number} at your centre.").format(number=key))
    return found


def offer_for(who: Acting, key: str) -> Offer:
    """An offer to a client that somebody may read. Raises NotFound otherwise."""
    found = Offer.objects.filter(pk=key, wait__client__in=clients(who)).first()
    if found is None:
        raise NotFound(_("There is no offer {number} at your centre.").format(number=key))
    return found


def stays(who: Acting) -> QuerySet[Stay]:
    """The stays that somebody may read: at the centre, or of an inspector all."""
    if may(who, "care.inspect"):
        return Stay.objects.all()
    return Stay.objects.filter(centre=who.centre) if may(who, "care.read") else Stay.objects.none()


def stay_for(who: Acting, key: str, *, lock: bool = False) -> Stay:
    """A stay that somebody may read. Raises NotFound otherwise."""
    found = _found(stays(who), key, lock=lock)
    if found is None:
        raise NotFound(_("There is no stay {number} at your centre.").format(number=key))
    return found


def _found(rows: QuerySet[Row], key: str, *, lock: bool) -> Row | None:
    """The row, if it is one of `rows`. Locked first and then looked at, so that what another did meanwhile counts."""
    if lock:
        rows.model._base_manager.select_for_update().filter(pk=key).first()
    return rows.filter(pk=key).first()


def log_read(who: Acting, client: str, what: str) -> None:
    """Keep that somebody was shown a client, or a request that is no client's yet (`client`: its number). The person
    sees it by code."""
    ClientRead.objects.create(at=who.clock.at, account=who.name, centre=who.centre, client=client, what=what)
