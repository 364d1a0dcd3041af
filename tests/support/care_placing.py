"""Centres that are nearly full, and people who wait for them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from marga.care.acts.services import Acting
from marga.care.centres import contents
from marga.care.centres.services import set_centre, set_ward
from marga.care.clients.services import Person, open_client
from marga.care.stays.services import Legal, begin_stay
from marga.care.stays.waits import begin_wait
from marga.country.instants import Clock
from marga.identity.ages import born_on

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # 15:00 in Phnom Penh
TODAY = date(2026, 11, 24)
A, B = "KH-12-A", "KH-12-B"


def manager(centre=A, at=NOW):
    return Acting(f"manager-{centre}", centre, ("manager",), Clock(at))


def planner(at=NOW):
    return Acting("planner", "", ("planner",), Clock(at))


def centre(code=A, beds=2, **said):
    """A residential centre with one ward for grown men, that is safe for as many as it has beds."""
    plain = {"code": code, "name": f"Centre {code}", "province": "KH-12", "modality": "residential", "official": beds,
             "operational": beds, "emergency": beds + 1, "opened": date(2020, 1, 1), "languages": ("km",)}  # fmt: skip
    set_centre(contents.CentreSet(**{**plain, **said}), planner())
    set_ward(contents.WardSet(key=f"{code}.1", centre=code, name="Men", sexes=("male",), age_from=18,
                              area=Decimal(beds * 4), beds=beds), planner())  # fmt: skip


def client(who=None, **said):
    plain = {"province": "KH-12", "name": "Sok Dara", "sex": "male", "born": born_on(date(1999, 3, 4))}
    return open_client(Person(**{**plain, **said}), who or manager()).number


def waits(who=None, **said):
    """A client who waits for a residential place."""
    who = who or manager()
    return begin_wait(client(who, **said), ("residential",), (), who)


def stays(who=None, planned=None, **said):
    """A client who is in."""
    who = who or manager()
    end = None if planned is None else TODAY + timedelta(days=planned)
    return begin_stay(client(who, **said), f"{who.centre}.1", Legal("voluntary"), who, planned_end=end)
