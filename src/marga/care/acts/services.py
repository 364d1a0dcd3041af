"""Acts of the care side are recorded here: entered in the ledger and carried over to its tables, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from marga.country.instants import Clock
from marga.site.acts.contents import Content
from marga.site.acts.kinds import KINDS
from marga.site.ledgers.services import enter

from .models import Act

#: Who acts on the public pages: whoever asks for help has no name here.
ASKER = "asker"
#: Who acts by the clock: a reservation that ran out, contact lost after the period that was set.
BY_ITSELF = "clock"
#: Who acts with the code of their own record.
HOLDER = "client"


@dataclass(frozen=True, slots=True)
class Acting:
    """Whoever acts: an account, at a centre ("" for the ministry and the public), with roles, at a time."""

    name: str
    centre: str
    roles: tuple[str, ...]
    clock: Clock


def record(
    kind: str, acting: Acting, content: Content, *, about: str, centre: str = "", old: Content | None = None
) -> Act:
    """Enter an act and carry it over. Within a transaction, like `enter`.

    about    the key of what it was done with
    centre   the centre it is about, where that is not the centre of who acts
    """
    act = Act(
        kind=kind, subject=KINDS[kind].subject, centre=centre or acting.centre, about=about, by=acting.name,
        at=acting.clock.at, old=None if old is None else old.plain(), new=content.plain(),
    )  # fmt: skip
    enter(act)
    KINDS[kind].project(act, content)
    return act


def clock() -> Clock:
    """The clock to reckon with: the server's, which may have been set back behind what was recorded."""
    last = Act.objects.order_by("-pk").values_list("at", flat=True).first()
    return Clock(timezone.now(), last)


def nobody() -> Acting:
    """Who asks for help, without an account."""
    return Acting(ASKER, "", (), clock())


def holder() -> Acting:
    """Whoever opened their own record with its code."""
    return Acting(HOLDER, "", (), clock())


def by_itself() -> Acting:
    """The worker, by the clock."""
    return Acting(BY_ITSELF, "", (), clock())
