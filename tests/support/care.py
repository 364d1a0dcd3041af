"""A centre to try the care side with: wards, workers, and people who ask, wait and stay, through the services."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from marga.care.acts.services import Acting
from marga.care.centres import contents
from marga.care.centres.services import add_ward, set_centre, set_worker
from marga.care.clients.models import Client
from marga.care.clients.services import Person, open_client
from marga.care.requests.models import Request
from marga.care.requests.services import Asked, ask
from marga.care.stays.models import Offer, Stay, Wait
from marga.care.stays.offers import offer_place
from marga.care.stays.services import Legal, begin_stay
from marga.care.stays.waits import begin_wait
from marga.country.instants import Clock
from marga.identity.ages import Born, born_on
from marga.site.accounts.models import Account
from support.accounts import account, signed_in
from support.states import kept

#: Requests are made by the server's clock, and so everything here begins now.
NOW = datetime.now(UTC).replace(microsecond=0)
HOME, COMMUNITY, FAR = "KH-12-R1", "KH-12-C1", "KH-2-R1"
MEN, WOMEN, YOUNG = f"{HOME}.1", f"{HOME}.2", f"{HOME}.3"
#: account -> role, centre
WORKERS = {
    "intake": ("intake", HOME), "care-worker": ("care-worker", HOME), "physician": ("physician", HOME),
    "manager": ("manager", HOME), "planner": ("planner", ""), "clerk": ("clerk", ""), "inspector": ("inspector", ""),
    "far-manager": ("manager", FAR), "near-manager": ("manager", COMMUNITY),
}  # fmt: skip
#: Safe are 7: the beds; 9 in an emergency.
BEDS = {MEN: 3, WOMEN: 2, YOUNG: 2}


def centres() -> None:
    """A database that was empty has three centres and who works there."""
    kept("care", make_centres)


def make_centres() -> None:
    """Enter them, and an account for each who works there: a residential centre with three wards, a community service
    beside it, and a small centre far away."""
    for name, (role, _where) in WORKERS.items():
        account(name, role)
    make_places()


def make_places() -> None:
    """The centres alone, and who works where."""
    planner, clerk = acting("planner"), acting("clerk")
    for code, province, kind, places in (
        (HOME, "KH-12", "residential", 7), (COMMUNITY, "KH-12", "community", 20), (FAR, "KH-2", "residential", 2),
    ):  # fmt: skip
        set_centre(centre(code, province=province, modality=kind, official=places, operational=places,
                          emergency=places + 2, licence=places + 3), planner, new=True)  # fmt: skip
    for sexes, first, last, beds in (
        (("male",), 18, None, 3),
        (("female",), 18, None, 2),
        (("female", "male"), 12, 17, 2),
    ):
        add_ward(ward(HOME, sexes=sexes, age_from=first, age_to=last, area=Decimal(beds) * 5, beds=beds), planner)
    add_ward(ward(COMMUNITY, sexes=("female", "male"), age_from=12), planner)
    add_ward(ward(FAR, sexes=("female", "male"), age_from=18, area=Decimal(8), beds=2), planner)
    for name, (_role, where) in WORKERS.items():
        set_worker(contents.WorkerSet(account=name, centre=where or None), clerk)


def centre(code: str, **said: object) -> contents.CentreSet:
    plain = {"name": f"Centre {code}", "name_km": f"មណ្ឌល {code}", "province": "KH-12", "modality": "residential",
             "official": 7, "operational": 7, "emergency": 9, "licence": 10, "staff": 4, "ratio": Decimal(5),
             "opened": date(2020, 1, 1), "languages": ("km",)}  # fmt: skip
    return contents.CentreSet(code=code, **{**plain, **said})


def ward(where: str, **said: object) -> contents.WardSet:
    plain = {"name": "Ward", "sexes": ("male",), "age_from": 18}
    return contents.WardSet(key=f"{where}.0", centre=where, **{**plain, **said})


def acting(name: str = "manager", at: datetime = NOW) -> Acting:
    """Somebody who works here, at a time."""
    role, where = WORKERS[name]
    return Acting(name, where, (role,), Clock(at))


def days(count: int) -> timedelta:
    return timedelta(days=count)


def person(**said: object) -> Person:
    plain = {"province": "KH-12", "name": "Sok Dara", "sex": "male", "born": born(30), "languages": ("km",)}
    return Person(**{**plain, **said})  # type: ignore[arg-type]


def born(years: int) -> Born:
    """Somebody who is so many years old for half a year already."""
    return born_on(NOW.date() - timedelta(days=round(365.25 * years + 180)))


def opened(who: Acting | None = None, **said: object) -> Client:
    """A client of the centre."""
    return open_client(person(**said), who or acting())


def waiting(client: Client | None = None, who: Acting | None = None, kinds: tuple[str, ...] = ("residential",)) -> Wait:
    """Somebody on the list."""
    who = who or acting()
    return begin_wait((client or opened(who)).number, kinds, (), who)


def offered(wait: Wait | None = None, where: str = MEN, who: Acting | None = None, **more: object) -> Offer:
    """Somebody for whom a place is kept."""
    who = who or acting()
    return offer_place((wait or waiting(who=who)).key, where, str(more.pop("reason", "")), who, **more)  # type: ignore[arg-type]


def staying(client: Client | None = None, where: str = MEN, who: Acting | None = None, **more: object) -> Stay:
    """Somebody in a place, of their own will unless another `legal` is given."""
    who, legal = who or acting(), more.pop("legal", Legal("voluntary"))
    return begin_stay((client or opened(who)).number, where, legal, who, **more)  # type: ignore[arg-type]


def by_court(until: date | None = None) -> Legal:
    return Legal("court", until or NOW.date() + days(60), "Phnom Penh Municipal Court, 17/2026")


def asked(**said: object) -> tuple[Request, str]:
    """A request, and its code."""
    plain = {"route": "family", "province": "KH-12", "words": "My brother does not sleep for days."}
    return ask(Asked(**{**plain, **said}))  # type: ignore[arg-type]


def signed_in_as(name: str = "manager"):  # type: ignore[no-untyped-def]
    """A browser in which somebody who works here is signed in."""
    return signed_in(Account.objects.get(name=name))
