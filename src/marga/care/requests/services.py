"""Acts with requests. Who asks has no account: the code that they hold is all that leads to their request."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import request_for
from marga.care.acts.services import Acting, nobody, record
from marga.care.centres.models import Centre
from marga.care.days import today
from marga.care.numbering import new_number
from marga.care.sealing import code_hash, seal
from marga.care.slips.services import show_slip
from marga.country import gettext_noop, load, say
from marga.country.care import FLAGS
from marga.ledger.codes import CODES, format_code
from marga.site.faults import Fault, refuse
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .models import Message, Request

PURPOSE = "request"
MOST_LETTERS = 4000
MOST_MESSAGES = 200
ROUTES = ("self", "family", "community")
#: How somebody comes who shows a slip that was handed over at an arrest.
ARREST = "arrest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked, as typed. Only `route` and `province` must be there."""

    route: str
    province: str
    sex: str = ""
    age: int | None = None
    languages: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    name: str = ""
    words: str = ""
    contact: str = ""
    centre: str = ""
    offered: bool = False


def ask(asked: Asked, slip: int | None = None) -> tuple[Request, str]:
    """Ask for help. Returns the request, and the code, which is shown once and kept nowhere. Raises Faulty.

    slip   the number of a slip, which is used up: care was offered at an arrest. Raises NotFound, WrongState for one
           that opens nothing
    """
    if slip is not None:
        asked = replace(asked, route=ARREST, offered=True)
    refuse(_faults(asked, ROUTES if slip is None else (ARREST,)))
    code, who = secrets.randbelow(CODES), nobody()
    with transaction.atomic():
        if slip is not None:
            show_slip(slip, who)
        number = new_number(Request)
        told = contents.RequestMade(
            number=number, code=code_hash(code, PURPOSE).hex(), route=asked.route, province=asked.province,
            since=today(who), sex=asked.sex, age=asked.age, languages=asked.languages, flags=asked.flags,
            offered=asked.offered, name=seal(asked.name, "request.name", number),
            words=seal(asked.words, "request.words", number), contact=seal(asked.contact, "request.contact", number),
            centre=asked.centre or None,
        )  # fmt: skip
        record("request.made", who, told, about=number, centre=asked.centre)
        return Request.objects.get(pk=number), format_code(code)


def open_with_slip(slip: int, who: Acting) -> tuple[Request, str]:
    """Somebody shows a slip at the centre: a request is opened for them there, and looked after. Returns it, and the
    code for the person. Raises NotFound, WrongState for a slip that opens nothing, NotAllowed."""
    check_may(who, "care.requests")
    with transaction.atomic():
        home = Centre.objects.get(pk=who.centre)
        made, code = ask(Asked(route=ARREST, province=home.province, centre=home.code), slip)
        return take(made.number, who), code


def by_code(number: int) -> Request:
    """The request of whoever holds this code. Raises NotFound."""
    found = Request.objects.filter(code=code_hash(number, PURPOSE)).first()
    if found is None:
        raise NotFound(_("No request has this code. Compare it with what you wrote down."))
    return found


def write_as_asker(number: str, text: str) -> Message:
    """A message of whoever opened a request with its code. Raises Faulty, WrongState once the request is closed."""
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=number)
        return _send(request, text, nobody(), from_asker=True)


def take(number: str, who: Acting) -> Request:
    """The centre looks after a request. Raises WrongState when another does, NotFound, NotAllowed."""
    check_may(who, "care.requests")
    with transaction.atomic():
        request = request_for(who, number, lock=True)
        if request.taken is not None:
            raise WrongState(_("This request is looked after already."))
        record("request.taken", who, contents.RequestTaken(centre=who.centre), about=number)
        request.refresh_from_db()
        return request


def answer(number: str, text: str, days: tuple[int, int] | None, who: Acting) -> Request:
    """Answer whoever asked; `days`: between how many days the wait will be. Raises Faulty, WrongState, NotFound,
    NotAllowed."""
    check_may(who, "care.requests")
    if days is not None and not 0 <= days[0] <= days[1]:
        refuse([Fault("days_to", say(gettext_noop("The longer wait is below the shorter one. Correct one of them.")))])
    with transaction.atomic():
        request = request_for(who, number, lock=True)
        _check_text(text)
        _check_open(request)
        if request.taken is None:
            record("request.taken", who, contents.RequestTaken(centre=who.centre), about=number)
        told = contents.RequestAnswered(
            number=_next(request), text=seal(text.strip(), "message.text", number),
            days_from=days[0] if days else None, days_to=days[1] if days else None,
        )  # fmt: skip
        record("request.answered", who, told, about=number)
        request.refresh_from_db()
        return request


def write_to_asker(number: str, text: str, who: Acting) -> Message:
    """A further message to whoever asked. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.requests")
    with transaction.atomic():
        return _send(request_for(who, number, lock=True), text, who, from_asker=False)


def close(number: str, why: str, who: Acting) -> Request:
    """Nothing more is to be done for a request. `why`: a word of the country's `drop`. Raises Faulty, WrongState."""
    check_may(who, "care.requests")
    if why not in load(settings.MARGA_COUNTRY).care.drops:
        refuse([Fault("why", say(gettext_noop("Choose one of the list.")))])
    with transaction.atomic():
        request = request_for(who, number, lock=True)
        _check_open(request)
        record("request.closed", who, contents.RequestClosed(why=why), about=number)
        request.refresh_from_db()
        return request


def _send(request: Request, text: str, who: Acting, *, from_asker: bool) -> Message:
    _check_text(text)
    _check_open(request)
    told = contents.MessageSent(number=_next(request), from_asker=from_asker,
                                text=seal(text.strip(), "message.text", request.number))  # fmt: skip
    record("message.sent", who, told, about=request.number, centre=request.centre_id or "")
    return request.messages.get(number=told.number)


def _next(request: Request) -> int:
    count = request.messages.count()
    if count >= MOST_MESSAGES:
        raise WrongState(_("So many messages were sent that no more fit. Come to the centre, or ask anew."))
    return count + 1


def _check_text(text: str) -> None:
    if not text.strip():
        refuse([Fault("text", say(gettext_noop("Write a message first.")))])
    if len(text) > MOST_LETTERS:
        refuse([Fault("text", say(gettext_noop("This is longer than {most} letters. Send it in parts."),
                                  most=MOST_LETTERS))])  # fmt: skip


def _check_open(request: Request) -> None:
    if request.closed is not None:
        raise WrongState(_("This request is closed. Ask anew: nothing of the old one is needed for that."))


def _faults(asked: Asked, routes: tuple[str, ...]) -> list[Fault]:
    country = load(settings.MARGA_COUNTRY)
    one_of = say(gettext_noop("Choose one of the list."))
    lists = (
        ("route", (asked.route,), routes), ("province", (asked.province,), country.dimensions["province"].categories),
        ("sex", (asked.sex,), ("", *country.dimensions["sex"].categories)), ("flags", asked.flags, FLAGS),
        ("languages", asked.languages, country.care.languages),
    )  # fmt: skip
    faults = [Fault(field, one_of) for field, values, known in lists if any(value not in known for value in values)]
    if asked.age is not None and not 0 <= asked.age <= 120:
        faults.append(Fault("age", say(gettext_noop("An age is between 0 and 120 years. Leave it out if you do not "
                                                    "know it."))))  # fmt: skip
    if asked.centre and not Centre.objects.filter(pk=asked.centre, closed=None).exists():
        faults.append(Fault("centre", say(gettext_noop("This centre is not open. Choose another."))))
    too_long = say(gettext_noop("This is longer than {most} letters. Shorten it."), most=MOST_LETTERS)
    words = ("name", "words", "contact")
    return faults + [Fault(field, too_long) for field in words if len(getattr(asked, field)) > MOST_LETTERS]
