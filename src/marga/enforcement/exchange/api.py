"""The enforcement side's API, for programs in the session of an officer; described at /api/openapi.json."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Query, Schema, Status
from ninja.errors import HttpError, ValidationError

from marga import __version__
from marga.country import gettext_noop, load, say, write
from marga.enforcement.access import acting
from marga.enforcement.cases.afterwards.services import add_exhibit, take_property
from marga.enforcement.cases.checking import fresh_weight_faults, paper_weight_faults
from marga.enforcement.cases.contents import Booking
from marga.enforcement.cases.models import Proposal
from marga.enforcement.cases.services import book
from marga.enforcement.charges.services import propose_further
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.stations.models import Officer
from marga.site.faults import Fault, Faulty, refuse
from marga.site.roles import check_may, may
from marga.site.writing import writer

from . import queries
from .fitting import unwritable
from .importing import import_file
from .reading import Wrong
from .shapes import (
    CaseOut,
    ChargeIn,
    ErrorOut,
    ExhibitIn,
    ExhibitOut,
    FaultOut,
    ImportOut,
    PageOut,
    PropertyIn,
    ThingsOut,
    WaitingOut,
    WholeOut,
    case_out,
    whole_out,
)  # fmt: skip

api = NinjaAPI(
    title="Marga, the enforcement side", version=__version__, docs_url=None, urls_namespace="api",
    description="Bookings, imports and cases. Sign in as on the pages, and send the session's cookie; what changes "
                "something also sends the token of the cookie for forms as X-CSRFToken.",
)  # fmt: skip
REFUSED = {401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 422: ErrorOut}
UNDONE = {**REFUSED, 400: ErrorOut, 409: ErrorOut}
CSV_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}}
PLAIN = r"^[^\x00]*$"  # no database keeps another text


class Asked(Schema):
    """Which cases, and where the page begins."""

    unit: Annotated[str, Field(max_length=20, pattern=PLAIN)] = ""
    offence: Annotated[str, Field(max_length=40, pattern=PLAIN)] = ""
    since: Annotated[date, Field(ge=date(1850, 1, 1), le=date(2200, 1, 1))] | None = None
    until: Annotated[date, Field(ge=date(1850, 1, 1), le=date(2200, 1, 1))] | None = None
    after: Annotated[str, Field(max_length=40, pattern=PLAIN)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


def needing(permission: str) -> Callable[[HttpRequest], object]:
    """What `needs` is for pages: an operation for those only who have a permission, asked before anything is read."""

    def guard(request: HttpRequest) -> object:
        check_may(request.user, permission)
        return request.user

    vars(guard)["needs"] = permission  # tests walk every operation and ask for it
    return guard


BOOKS, IMPORTS, READS, CHARGES = map(
    needing, ("enforcement.book", "enforcement.import", "enforcement.read", "enforcement.charge")
)


@api.post("/bookings", auth=BOOKS, response={200: CaseOut, 400: ErrorOut, **REFUSED}, tags=["booking"])
def bookings(request: HttpRequest, sent: Booking) -> dict[str, Any]:
    """Book one case at the unit of whoever is signed in. The same `source` again answers with the case that it made.

    Who may import says when it was first written down (`recorded`), brings weights from paper in, and people who have
    left already (`left`); of others the first record is now, and whoever is held is seen to from now on."""
    who = acting(request.user)
    refuse(unwritable(sent))  # before anything is asked of the database
    refuse(_unknown_officers(sent))
    weighing = load(settings.MARGA_COUNTRY).enforcement.weighing
    imports = may(who, "enforcement.import")
    refuse(fresh_weight_faults(sent, weighing, who.clock) if imports else _of_the_past(sent))
    return case_out(book(sent, who))


@api.post(
    "/import",
    auth=IMPORTS,
    response={200: ImportOut, 413: ErrorOut, **REFUSED},
    tags=["booking"],
    openapi_extra=CSV_BODY,
)
def import_cases(request: HttpRequest, dry_run: bool = False) -> Any:
    """Import a CSV file as docs/import.md describes it: all of it, or nothing and what is wrong by line and column.

    For supervisors: a file says when its cases were first written down, and what was weighed."""
    outcome = import_file(request.body, acting(request.user), dry_run=dry_run)
    if outcome.wrong:
        return Status(422, {"error": "Nothing was imported.", "faults": [_wrong(one) for one in outcome.wrong]})
    return {name: getattr(outcome, name) for name in ImportOut.model_fields}


@api.get("/cases", auth=READS, response={200: PageOut, **REFUSED}, tags=["cases"])
def cases(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Cases that whoever is signed in may read, the latest first."""
    page = queries.case_page(acting(request.user), **asked.model_dump())
    more = page[-1].number if len(page) == asked.limit else ""
    return {"cases": [case_out(one) for one in page], "next": more}


@api.post("/cases/{path:number}/exhibits", auth=BOOKS, response={200: ExhibitOut, **UNDONE}, tags=["afterwards"])
def exhibits(request: HttpRequest, number: Annotated[str, Field(pattern=PLAIN)], sent: ExhibitIn) -> Exhibit:
    """Write down an exhibit that was found after the booking, and why it was not there before. The same again is one.

    Its weights are left out: it is weighed at the station, twice and by two people."""
    refuse(unwritable(sent))
    return add_exhibit(number, sent.exhibit, sent.reason, acting(request.user))


@api.post("/people/{path:key}/property", auth=BOOKS, response={200: ThingsOut, **UNDONE}, tags=["afterwards"])
def things(request: HttpRequest, key: Annotated[str, Field(pattern=PLAIN)], sent: PropertyIn) -> dict[str, Any]:
    """Write down what was taken from a person after the booking. `key`: the number of the case, a full stop, and the
    number of the person in it."""
    refuse(unwritable(sent))
    return {"things": take_property(key, sent.things, sent.taken, sent.reason, acting(request.user), sent.first)}


@api.post("/people/{path:key}/charges", auth=CHARGES, response={200: WaitingOut, **UNDONE}, tags=["afterwards"])
def further_charge(request: HttpRequest, key: Annotated[str, Field(pattern=PLAIN)], sent: ChargeIn) -> Proposal:
    """Ask for a further charge of a person, with a line of its own. It stands once a second officer has agreed."""
    refuse(unwritable(sent))
    return propose_further(key, sent.charge, sent.reason, acting(request.user), sent.decision)


@api.get("/cases/{path:number}", auth=READS, response={200: WholeOut, **REFUSED}, tags=["cases"])
def case(request: HttpRequest, number: Annotated[str, Field(pattern=PLAIN)]) -> dict[str, Any]:
    """One case with its people, the line of their charges, and its exhibits. It is written down who read it."""
    return whole_out(queries.case_whole(acting(request.user), number))


def _of_the_past(sent: Booking) -> list[Fault]:
    """What only older papers say. An officer who could write it would book people past the blind weighing, past the
    board of who is held, and past every deadline."""
    return [*_recorded_before(sent), *_left_before(sent), *paper_weight_faults(sent)]


def _left_before(sent: Booking) -> list[Fault]:
    told = say(gettext_noop("Leave “left” out, and end the custody on its page, where the reason and the time are "
                            "entered. Only who may import older cases, a supervisor, writes it here."))  # fmt: skip
    return [Fault(f"people.{place}.left", told) for place, one in enumerate(sent.people) if one.left is not None]


def _unknown_officers(sent: Booking) -> list[Fault]:
    """Numbers that nobody has would stand in the case as officers without a name."""
    known = set(Officer.objects.filter(pk__in=sent.officers).values_list("pk", flat=True))
    says = gettext_noop("No officer has the number {number}. Correct it.")
    return [Fault(f"officers.{place}", say(says, number=number)) for place, number in enumerate(sent.officers)
            if number not in known]  # fmt: skip


def _recorded_before(sent: Booking) -> list[Fault]:
    """The deadlines of a person, and how late a record is, follow from its time: nobody dates their own back."""
    if sent.recorded is None:
        return []
    told = say(gettext_noop("Leave “recorded” out: the first record is now. Only who may import older cases, a "
                            "supervisor, says when they were first written down."))  # fmt: skip
    return [Fault("recorded", told)]


@api.exception_handler(Faulty)
def faulty(request: HttpRequest, error: Faulty) -> HttpResponse:
    """What is wrong with a booking, field by field."""
    return _error(request, error.status, "Nothing was booked.", [_fault(one) for one in error.faults])


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not fit the description."""
    faults = [FaultOut(place=".".join(map(str, one["loc"])), value=_shown(one.get("input")), says=str(one["msg"]))
              for one in error.errors]  # fmt: skip
    return _error(request, 422, "The request does not fit the description.", faults)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses by itself, such as a body that is not JSON, in the same shape."""
    return _error(request, error.status_code, f"{error}.".replace("..", "."))


def _error(request: HttpRequest, status: int, text: str, faults: Iterable[FaultOut] = ()) -> HttpResponse:
    return api.create_response(request, ErrorOut(error=text, faults=list(faults)).model_dump(), status=status)


def _fault(one: Fault) -> FaultOut:
    return FaultOut(place=one.field, says=write(one.says, writer()))


def _wrong(one: Wrong) -> FaultOut:
    place = f"line {one.line}" + (f", {one.column}" if one.column else "")
    return FaultOut(place=place, value=one.value, says=write(one.says, writer()))


def _shown(value: Any) -> str:
    return value[:40].encode("utf-8", "replace").decode() if isinstance(value, str) else ""
