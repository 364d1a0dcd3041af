"""A station to try the register with: a unit, its officers, instruments, and bookings as an officer would type them."""

from datetime import UTC, date, datetime, timedelta

from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases import contents
from marga.enforcement.cases.services import book
from marga.enforcement.stations import contents as stations
from marga.enforcement.stations.services import set_instrument, set_officer, set_unit
from support.accounts import account, signed_in
from support.states import kept

UNIT, OTHER_UNIT = "KH-12-01", "KH-17-01"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # 15:00 in Phnom Penh
OFFICER, SECOND, SUPERVISOR, CHIEF, OUTSIDER = "1001", "1002", "1003", "1004", "1005"
RECORDS = Acting("9001", "officer", UNIT, ("records",), Clock(NOW))
#: number -> rank, unit, roles
OFFICERS = {
    OFFICER: ("officer", UNIT, ("officer",)), SECOND: ("officer", UNIT, ("officer",)),
    SUPERVISOR: ("supervisor", UNIT, ("supervisor",)), CHIEF: ("chief", UNIT, ("supervisor",)),
    OUTSIDER: ("officer", OTHER_UNIT, ("officer",)), "2001": ("officer", UNIT, ("keeper",)),
    "3001": ("officer", UNIT, ("laboratory",)), "4001": ("officer", UNIT, ("prosecutor",)),
    "5001": ("chief", OTHER_UNIT, ("inspector",)), "9001": ("officer", UNIT, ("records",)),
}  # fmt: skip


def station():
    """A database that was empty has two units, their officers and three instruments."""
    kept("station", make_station)


def make_station():
    """Enter them."""
    for code, province in ((UNIT, "KH-12"), (OTHER_UNIT, "KH-17")):
        set_unit(stations.UnitSet(code=code, name=f"Unit {code}", province=province), RECORDS)
    for number, (rank, unit, _roles) in OFFICERS.items():
        set_officer(stations.OfficerSet(number=number, name=f"Officer {number}", rank=rank, unit=unit,
                                        account=f"officer-{number}"), RECORDS)  # fmt: skip
    for number in ("S1", "S2", "S3"):
        set_instrument(stations.InstrumentSet(number=number, unit=UNIT, label="scale", calibrated=date(2026, 6, 1)),
                       RECORDS)  # fmt: skip


def acting(number=OFFICER, at=NOW, last_seen=None):
    """An officer of the station, at a time."""
    rank, unit, roles = OFFICERS[number]
    return Acting(number, rank, unit, roles, Clock(at, last_seen))


def hours(count):
    return timedelta(hours=count)


def person(**said):
    """A suspect, arrested two hours ago and at the unit since one."""
    plain = {
        "role": "suspect", "name": "Sok Dara", "sex": "male", "citizenship": "national", "languages": ("km",),
        "birth": contents.Birth(earliest=date(1999, 3, 4), latest=date(1999, 3, 4)), "arrested": NOW - hours(2),
        "arrived": NOW - hours(1), "charge": contents.Charged(offence="use"),
        "property": (contents.Taken(kind="phone", mark="012 345 678"),
                     contents.Taken(kind="cash", amount="20000", currency="KHR")),
    }  # fmt: skip
    return contents.PersonToBook(**{**plain, **said})


def exhibit(**said):
    plain = {"person": 1, "seal": "A-0001", "drug": "ice", "form": "crystal", "concealment": "on_body",
             "seized": NOW - hours(2)}  # fmt: skip
    return contents.Seized(**{**plain, **said})


def booking(**said):
    """A plain booking: one person, one exhibit."""
    plain = {"place": "Street 271", "province": "KH-12", "event": NOW - hours(2), "operation": "patrol",
             "officers": (OFFICER, SECOND), "narrative": "Stopped at a checkpoint.", "people": (person(),),
             "exhibits": (exhibit(),)}  # fmt: skip
    return contents.Booking(**{**plain, **said})


def booked(who=None, **said):
    """A plain booking, done."""
    return book(booking(**said), who or acting())


def signed_in_as(number=OFFICER):
    """A browser in which an officer of the station is signed in."""
    _rank, _unit, roles = OFFICERS[number]
    return signed_in(account(f"officer-{number}", *roles))
