"""Acts with requests. Who asks has no account: the code that they hold is all that leads to their request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import inf
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marga.care.access import request_for
from marga.care.acts.services import Acting, nobody, record
from marga.care.centres.models import Centre
from marga.care.days import today
from marga.care.national import care
from marga.care.numbering import new_number
from marga.care.rules.priority import priority
from marga.care.sealing import code_hash, opened, seal
from marga.care.slips.services import show_slip
from marga.care.trying import count, guess
from marga.country import gettext_noop, load, say
from marga.country.care import FLAGS
from marga.ledger.codes import CODES, format_code
from marga.placement import Point
from marga.placement.model import kilometres
from marga.site.faults import Fault, all_of, one_of, refuse, too_long
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may
from marga.site.tries.rules import Limit

from . import contents
from .models import Message, Request

PURPOSE = "request"
MOST_LETTERS = 4000
MOST_MESSAGES = 200
ROUTES = ("self", "family", "community")
#: A form that comes again within this time is the same one; later, whoever sends it again may be somebody else.
AGAIN = timedelta(minutes=2)
#: Requests from one address: many people may share one, so it is far above what a hospital sends.
ASKS = Limit(timedelta(hours=1), tries=60, many=2000, tries_while_many=20)
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


def ask(
    asked: Asked, once: UUID | None = None, *, slip: int | None = None, address: str | None = None,
    who: Acting | None = None,
) -> tuple[Request, str]:  # fmt: skip
    """Ask for help. Returns the request, and the code, which is shown once and kept nowhere.

    once       the mark of the form that was sent: sent again within `AGAIN`, it is the same request with the same code
    slip       the number of a slip, which is used up: care was offered at an arrest
    who        who asks, without an account, and when; nobody, now
    address    from where; very many from one place are refused for a while, and it is kept no longer

    Raises Faulty, TooMuch, WrongState for a form that was sent long ago; NotFound, WrongState for a slip that opens
    nothing.
    """
    if slip is not None:
        asked = replace(asked, route=ARREST, offered=True)
    refuse(_faults(asked, ROUTES if slip is None else (ARREST,)))
    code, who = _code_of(once or uuid4()), who or nobody()
    found = _sent_before(code, who)
    if found is not None:
        return found, format_code(code)
    count("ask", address, who, ASKS, _("Very many requests came from where you are."))
    try:
        with transaction.atomic():
            if slip is not None:
                show_slip(slip, who)
            return _make(asked, code, who), format_code(code)
    except IntegrityError:  # the same form, sent twice at the same moment
        found = _sent_before(code, who)
        if found is None:
            raise
        return found, format_code(code)


def open_with_slip(slip: int, who: Acting) -> tuple[Request, str]:
    """Somebody shows a slip at the centre: a request is opened for them there, and looked after. Returns it, and the
    code for the person. Raises NotFound, WrongState for a slip that opens nothing, NotAllowed."""
    check_may(who, "care.requests")
    with transaction.atomic():
        home = Centre.objects.get(pk=who.centre)
        made, code = ask(Asked(route=ARREST, province=home.province, centre=home.code), slip=slip)
        return take(made.number, who), code


def _make(asked: Asked, code: int, who: Acting) -> Request:
    number, centre = new_number(Request), asked.centre or _nearest_if_none(asked.province)
    told = contents.RequestMade(
        number=number, code=code_hash(code, PURPOSE).hex(), route=asked.route, province=asked.province,
        since=today(who), urgency=_urgency(asked), sex=asked.sex, age=asked.age, languages=asked.languages,
        flags=asked.flags, offered=asked.offered, name=seal(asked.name, "request.name", number),
        words=seal(asked.words, "request.words", number), contact=seal(asked.contact, "request.contact", number),
        centre=centre or None,
    )  # fmt: skip
    record("request.made", who, told, about=number, centre=centre)
    return Request.objects.get(pk=number)


def _code_of(once: UUID) -> int:
    """The number of the code of a form: random for everybody who has not the key, and the same when it is sent twice by
    a browser that never saw the first answer."""
    return int.from_bytes(code_hash(once.int, "form")) % CODES


def _sent_before(code: int, who: Acting) -> Request | None:
    found = Request.objects.filter(code=code_hash(code, PURPOSE)).first()
    if found is not None and who.clock.at - found.asked > AGAIN:
        raise WrongState(_("This form was sent before. Read the answer with the code that you were given then."))
    return found


def _urgency(asked: Asked) -> int:
    """The class of priority of what was said, by the same rules as of a client who waits."""
    country = load(settings.MARGA_COUNTRY)
    minor = asked.age is not None and asked.age < country.enforcement.register.majority
    return priority({*asked.flags, *(["minor"] if minor else [])}, country.care.priorities).urgency


def _nearest_if_none(province: str) -> str:
    """The nearest centre, for who lives where there is none: else nobody would ever read what they asked."""
    country, centres = load(settings.MARGA_COUNTRY), Centre.objects.filter(closed=None)
    if centres.filter(province=province).exists():
        return ""
    order = {name: place for place, name in enumerate(country.care.order)}
    near = sorted(
        (_way(country.middles.get(province), country.middles.get(there)), order[kind], code)
        for code, there, kind in centres.values_list("code", "province", "modality")
    )
    return near[0][2] if near else ""


def _way(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float:
    """Kilometres between two middles; very far if one is not known."""
    return kilometres(Point(*one), Point(*other)) or 0.0 if one and other else inf


def by_code(number: int, *, address: str | None = None) -> Request:
    """The request of whoever holds this code. Raises NotFound; TooMuch after many that nobody has, tried from one
    address."""
    tried = guess("code", address)
    found = Request.objects.filter(code=code_hash(number, PURPOSE)).first()
    if found is None:
        raise NotFound(_("No request has this code. Compare it with what you wrote down."))
    tried.delete()
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
        if request.centre_id != who.centre or request.taken is None:
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


def close(number: str, why: str, note: str, who: Acting) -> Request:
    """Nothing more is to be done for a request. `why`: a word of the country's `drop`, which the asker reads; `note`:
    how it is known. Raises Faulty, NotFound, NotAllowed, WrongState while the asker waits for a word."""
    check_may(who, "care.requests")
    refuse(one_of("why", why, care().drops))
    if not note.strip():
        refuse([Fault("note", say(gettext_noop("Write how this is known: who said it, or when you tried to reach them."
                                               )))])  # fmt: skip
    with transaction.atomic():
        request = request_for(who, number, lock=True)
        _check_open(request)
        if request.unanswered is not None:
            raise WrongState(_("Whoever asked still waits for a word. Answer first, then close the request."))
        told = contents.RequestClosed(why=why, note=seal(note.strip(), "request.note", number))
        record("request.closed", who, told, about=number)
        request.refresh_from_db()
        return request


def _send(request: Request, text: str, who: Acting, *, from_asker: bool) -> Message:
    _check_text(text)
    _check_open(request)
    last = request.messages.order_by("-number").first()
    if last is not None and last.from_asker == from_asker and _text(last) == text.strip():
        return last  # a button that was pressed twice
    told = contents.MessageSent(number=_next(request), from_asker=from_asker,
                                text=seal(text.strip(), "message.text", request.number))  # fmt: skip
    record("message.sent", who, told, about=request.number, centre=request.centre_id or "")
    return request.messages.get(number=told.number)


def _text(message: Message) -> str:
    return opened(message.text, "message.text", message.request_id)


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
    lists = (
        ("route", (asked.route,), routes), ("province", (asked.province,), country.dimensions["province"].categories),
        ("sex", (asked.sex,), ("", *country.dimensions["sex"].categories)), ("flags", asked.flags, FLAGS),
        ("languages", asked.languages, country.care.languages),
    )  # fmt: skip
    faults = [fault for field, values, known in lists for fault in all_of(field, values, known)]
    if asked.age is not None and not 0 <= asked.age <= 120:
        faults.append(Fault("age", say(gettext_noop("An age is between 0 and 120 years. Leave it out if you do not "
                                                    "know it."))))  # fmt: skip
    if asked.centre and not Centre.objects.filter(pk=asked.centre, closed=None).exists():
        faults.append(Fault("centre", say(gettext_noop("This centre is not open. Choose another."))))
    words = ("name", "words", "contact")
    return faults + [one for field in words for one in too_long(field, getattr(asked, field), MOST_LETTERS)]
