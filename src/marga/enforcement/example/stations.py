"""Units, officers and instruments of the example country. Codes and people are made up."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from marga import country
from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting
from marga.enforcement.stations import contents
from marga.enforcement.stations.services import set_instrument, set_officer, set_unit

#: code, name, name in Khmer, province
_READ = tomllib.loads((Path(country.__file__).parent / settings.MARGA_COUNTRY / "stations.toml").read_text("utf-8"))
UNITS = tuple((one["code"], one["name"]["en"], one["name"]["km"], one["province"]) for one in _READ["unit"])
MOVED_FROM: tuple[str, ...] = tuple(_READ["moved_from"])
HOME = UNITS[0][0]
LABORATORY: str = _READ["laboratory"]["code"]
PROSECUTOR = "4001"
#: account -> number, rank, roles; all at the first unit, but for the laboratory's
ACCOUNTS = {
    "officer": ("1001", "officer", ["officer"]), "second-officer": ("1002", "officer", ["officer"]),
    "supervisor": ("1003", "supervisor", ["supervisor"]), "chief": ("1004", "chief", ["supervisor"]),
    "keeper": ("2001", "officer", ["keeper"]), "laboratory": ("3001", "officer", ["laboratory"]),
    "prosecutor": ("4001", "officer", ["prosecutor"]), "inspector": ("5001", "chief", ["inspector"]),
    "records": ("9001", "officer", ["records"]), "second-records": ("9002", "officer", ["records"]),
}  # fmt: skip
#: Officers of a unit who have no account here: the number behind the unit's place, and the rank.
OTHERS = (("01", "officer"), ("02", "officer"), ("03", "officer"), ("08", "supervisor"), ("09", "chief"))


def number_of(unit: str, ending: str) -> str:
    """The number of an officer without an account: the unit's numbers, then the ending."""
    province, _, place = unit.partition("-")[2].partition("-")
    return f"{int(province):02d}{place}{ending}"


def make_stations(at: Clock) -> None:
    """Six units with officers and a laboratory, entered by the records administrator; their scales were
    calibrated almost a year ago."""
    who = Acting("9001", "officer", HOME, ("records",), at)
    for code, name, name_km, province in UNITS:
        set_unit(contents.UnitSet(code=code, name=name, name_km=name_km, province=province), who)
        for ending, rank in OTHERS:
            number = number_of(code, ending)
            set_officer(contents.OfficerSet(number=number, name=f"Officer {number}", rank=rank, unit=code), who)
    own = _READ["laboratory"]
    set_unit(contents.UnitSet(code=LABORATORY, name=own["name"]["en"], name_km=own["name"]["km"],
                              province=own["province"], laboratory=True), who)  # fmt: skip
    for account, (number, rank, roles) in ACCOUNTS.items():
        set_officer(contents.OfficerSet(number=number, name=account.replace("-", " ").capitalize(), rank=rank,
                                        unit=LABORATORY if "laboratory" in roles else HOME, account=account),
                    who)  # fmt: skip
    calibrate(at, at.at.date() - timedelta(days=362))


def calibrate(at: Clock, day: date) -> None:
    """Three scales for each unit and two balances for the laboratory, or new certificates for those there are."""
    who = Acting("9001", "officer", HOME, ("records",), at)
    for code, *_ in UNITS:
        for letter in "ABC":
            scale = contents.InstrumentSet(number=f"{code}-{letter}", unit=code, label="Bench scale, 0.01 g",
                                           calibrated=day)  # fmt: skip
            set_instrument(scale, who)
    for letter in "AB":
        balance = contents.InstrumentSet(number=f"{LABORATORY}-{letter}", unit=LABORATORY,
                                         label="Analytical balance, 0.0001 g", calibrated=day)  # fmt: skip
        set_instrument(balance, who)
