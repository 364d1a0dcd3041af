"""What the pages of accounts read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from marga.site.accounts.models import Account, Event, Kind
from marga.site.accounts.rules import as_name
from marga.site.refusals import NotFound

EVENTS_A_PAGE = 100
EVENTS_OF_ONE = 20


@dataclass(frozen=True)
class Line:
    """An account in the list: with its second factor, and when someone last signed in by it."""

    account: Account
    second_factor: bool
    last_signed_in_at: datetime | None


def lines() -> list[Line]:
    """Every account, closed ones last. One query."""
    return [_line(one) for one in _known().order_by("-is_active", "name")]


def line(name: str) -> Line:
    """One account. Raises NotFound. One query."""
    if (found := _known().filter(name=as_name(name)).first()) is None:
        raise NotFound(_("There is no account “{name}”. See the list of accounts.").format(name=name))
    return _line(found)


def is_anyone_there() -> bool:
    """Whether the side has an open account. One query."""
    return Account.objects.filter(is_active=True).exists()


def _known() -> QuerySet[Account, Any]:
    signed_in = Event.objects.filter(kind=Kind.SIGNED_IN, about=OuterRef("name")).order_by().values("about")
    return Account.objects.annotate(
        has_second_factor=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
        last_at=Subquery(signed_in.annotate(last=Max("at")).values("last")),
    )


def _line(found: Any) -> Line:
    return Line(found, found.has_second_factor, found.last_at)


def events_about(name: str) -> Sequence[Event]:
    """What was last done with an account or by it, newest first. One query."""
    return list(Event.objects.filter(about=name)[:EVENTS_OF_ONE])


def events(before: int | None) -> tuple[Sequence[Event], int | None]:
    """A page of everything that was done, newest first, and where the next page begins. One query."""
    found = Event.objects.order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: EVENTS_A_PAGE + 1])
    more = len(page) > EVENTS_A_PAGE
    return page[:EVENTS_A_PAGE], page[EVENTS_A_PAGE - 1].pk if more else None
