"""Acts with waits: on the waiting list, what for, pauses, and off it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import client_for
from marga.care.acts.services import Acting, record
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.national import care
from marga.care.requests.models import Request
from marga.care.requests.queries import came_with
from marga.care.rules.priority import priority
from marga.care.rules.waiting import Pause, pause_refusals
from marga.care.sealing import seal
from marga.country import gettext_noop, load, say
from marga.site.faults import Fault, all_of, one_of, refuse, refuse_sentences
from marga.site.refusals import WrongState
from marga.site.roles import check_may

from . import contents
from .locking import kept_for, open_wait, placing_faults
from .models import Wait
from .offering import age_on

ROUTES = ("self", "family", "community", "arrest", "court", "emergency")


def begin_wait(
    client: str, kinds: tuple[str, ...], needs: tuple[str, ...], who: Acting, *, request: str = "", route: str = "self"
) -> Wait:  # fmt: skip
    """Put a client on the waiting list of the centre: since the day of the request, if they came with one. The class
    of priority follows from what is known of the client. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    refuse(_wait_faults(kinds, needs, route))
    with transaction.atomic():
        row = client_for(who, client, lock=True)
        _check_not_waiting(row)
        refuse(placing_faults(row))
        asked = Request.objects.filter(pk=request, client=client).first()
        found = priority(_flags(row, who), care().priorities)
        told = contents.WaitBegun(
            client=client, route=asked.route if asked else route, since=asked.since if asked else today(who),
            kinds=kinds, needs=needs, urgency=found.urgency, reasons=found.reasons,
        )  # fmt: skip
        key = _next_key(row, "w")
        record("wait.begun", who, told, about=key)
        return Wait.objects.get(pk=key)


def change_wait(
    key: str, kinds: tuple[str, ...], needs: tuple[str, ...], who: Acting, *, refused: tuple[str, ...] | None = None
) -> Wait:  # fmt: skip
    """Something else is waited for. `refused`: the wards that the person does not want, None as before. How urgent it
    is follows from what is known of the client now. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    with transaction.atomic():
        wait = open_wait(key, who)
        refuse(_wait_faults(kinds, needs, wait.route))
        _change(wait, who, kinds=kinds, needs=needs, refused=refused)
        wait.refresh_from_db()
        return wait


def reckon_wait(client: Client, who: Acting, needs: tuple[str, ...] = ()) -> None:
    """How urgent the client's wait is, if they wait, follows from what is known of them now; `needs` are added. Within
    a transaction that has locked the client, by whoever has checked that it may be done."""
    wait = Wait.objects.select_for_update().filter(client=client, ended=None).first()
    if wait is not None:
        _change(wait, who, kinds=tuple(wait.kinds), needs=tuple(dict.fromkeys((*wait.needs, *needs))))


def pause_wait(key: str, begun: date, why: str, who: Acting) -> Wait:
    """The person is not available. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    refuse(one_of("why", why, care().pauses))
    with transaction.atomic():
        wait = open_wait(key, who)
        pauses = [Pause(one.begun, one.ended) for one in wait.pauses.all()]
        refuse_sentences(pause_refusals(begun, None, wait.since, today(who), pauses), "begun")
        record("wait.paused", who, contents.WaitPaused(begun=begun, why=why), about=key)
        wait.refresh_from_db()
        return wait


def resume_wait(key: str, ended: date, who: Acting) -> Wait:
    """The person is available again. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    with transaction.atomic():
        wait = open_wait(key, who)
        if wait.paused_since is None:
            raise WrongState(_("This wait is not paused."))
        if ended < wait.paused_since or ended > today(who):
            refuse([Fault("ended", say(gettext_noop("The pause began on {day}: it ends then or later, and not in the "
                                                    "future."), day=wait.paused_since))])  # fmt: skip
        record("wait.resumed", who, contents.WaitResumed(ended=ended), about=key)
        wait.refresh_from_db()
        return wait


def drop_wait(key: str, why: str, note: str, who: Acting) -> Wait:
    """The person waits no more, and why. Raises Faulty without a reason, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    refuse(one_of("why", why, care().drops))
    if not note.strip():
        refuse([Fault("note", say(gettext_noop("Write how this is known: who said it, or when you tried to reach them."
                                               )))])  # fmt: skip
    with transaction.atomic():
        wait = open_wait(key, who)
        if kept_for(wait, who) is not None:
            raise WrongState(_("A place is kept for this person. Record first that it was refused."))
        record("wait.dropped", who, contents.WaitDropped(why=why, note=seal(note, "wait.note", key)), about=key)
        wait.refresh_from_db()
        return wait


def way_of(client: Client) -> str:
    """How a client comes into care, by what is written down: as their wait says, else their request; "" where nothing
    says it and it must be asked."""
    source = client.waits.filter(ended=None).first() or came_with(client)
    return source.route if source else ""


def _change(
    wait: Wait, who: Acting, *, kinds: tuple[str, ...], needs: tuple[str, ...], refused: tuple[str, ...] | None = None
) -> None:  # fmt: skip
    """Record what is waited for and how urgent it is, if it is not as it was."""
    found = priority(_flags(wait.client, who), care().priorities)
    old = contents.WaitChanged(kinds=tuple(wait.kinds), needs=tuple(wait.needs), refused=tuple(wait.refused),
                               urgency=wait.urgency, reasons=tuple(wait.reasons))  # fmt: skip
    told = contents.WaitChanged(
        kinds=kinds, needs=needs, refused=tuple(wait.refused) if refused is None else refused, urgency=found.urgency,
        reasons=found.reasons,
    )  # fmt: skip
    if told != old:
        record("wait.changed", who, told, about=wait.key, old=old)


def _check_not_waiting(client: Client) -> None:
    if client.waits.filter(ended=None).exists():
        raise WrongState(_("This client waits already."))


def _next_key(client: Client, letter: str) -> str:
    return f"{client.pk}.{letter}{client.waits.count() + 1}"


def _flags(client: Client, who: Acting) -> frozenset[str]:
    """What rules of priority ask for: as written down, and whether the client may be under age."""
    majority = load(settings.MARGA_COUNTRY).enforcement.register.majority
    return frozenset(client.flags) | ({"minor"} if age_on(client, today(who)) < majority else frozenset())


def _wait_faults(kinds: tuple[str, ...], needs: tuple[str, ...], route: str) -> list[Fault]:
    known = load(settings.MARGA_COUNTRY).dimensions["modality"].categories
    faults = []
    if not kinds or any(kind not in known for kind in kinds):
        faults.append(Fault("kinds", say(gettext_noop("Choose which kinds of care fit."))))
    faults += all_of("needs", needs, care().needs)
    return faults + one_of("route", route, ROUTES)
