"""Units, officers and instruments of the example country. Codes and people are made up."""

from __future__ import annotations

from datetime import date, timedelta

from marga.enforcement.acts.services import Acting
from marga.enforcement.rules.instants import Clock
from marga.enforcement.stations import contents
from marga.enforcement.stations.services import set_instrument, set_officer, set_unit

#: code, name, name in Khmer, province
UNITS = (
    ("KH-12-01", "Phnom Penh, first anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀនទី១ ភ្នំពេញ", "KH-12"),
    ("KH-12-02", "Phnom Penh, second anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀនទី២ ភ្នំពេញ", "KH-12"),
    ("KH-1-01", "Banteay Meanchey anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀន បន្ទាយមានជ័យ", "KH-1"),
    ("KH-2-01", "Battambang anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀន បាត់ដំបង", "KH-2"),
    ("KH-8-01", "Kandal anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀន កណ្ដាល", "KH-8"),
    ("KH-17-01", "Siem Reap anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀន សៀមរាប", "KH-17"),
)
HOME = UNITS[0][0]
PROSECUTOR = "4001"
#: account -> number, rank, roles; all at the first unit
ACCOUNTS = {
    "officer": ("1001", "officer", ["officer"]), "second-officer": ("1002", "officer", ["officer"]),
    "supervisor": ("1003", "supervisor", ["supervisor"]), "chief": ("1004", "chief", ["supervisor"]),
    "keeper": ("2001", "officer", ["keeper"]), "laboratory": ("3001", "officer", ["laboratory"]),
    "prosecutor": ("4001", "officer", ["prosecutor"]), "inspector": ("5001", "chief", ["inspector"]),
    "records": ("9001", "officer", ["records"]),
}  # fmt: skip
#: Officers of a unit who have no account here: the number behind the unit's place, and the rank.
OTHERS = (("01", "officer"), ("02", "officer"), ("03", "officer"), ("08", "supervisor"), ("09", "chief"))


def number_of(unit: str, ending: str) -> str:
    """The number of an officer without an account: 12-01 and 03 make 120103."""
    province, _, place = unit.removeprefix("KH-").partition("-")
    return f"{int(province):02d}{place}{ending}"


def make_stations(at: Clock) -> None:
    """Six units with officers, entered by the records administrator; their scales were calibrated a year ago."""
    who = Acting("9001", "officer", HOME, ("records",), at)
    for code, name, name_km, province in UNITS:
        set_unit(contents.UnitSet(code=code, name=name, name_km=name_km, province=province), who)
        for ending, rank in OTHERS:
            number = number_of(code, ending)
            set_officer(contents.OfficerSet(number=number, name=f"Officer {number}", rank=rank, unit=code), who)
    for account, (number, rank, _roles) in ACCOUNTS.items():
        set_officer(contents.OfficerSet(number=number, name=account.replace("-", " ").capitalize(), rank=rank,
                                        unit=HOME, account=account), who)  # fmt: skip
    calibrate(at, at.at.date() - timedelta(days=365))


def calibrate(at: Clock, day: date) -> None:
    """Three scales for each unit, or new certificates for those there are."""
    who = Acting("9001", "officer", HOME, ("records",), at)
    for code, *_ in UNITS:
        for letter in "ABC":
            scale = contents.InstrumentSet(number=f"{code}-{letter}", unit=code, label="Bench scale, 0.01 g",
                                           calibrated=day)  # fmt: skip
            set_instrument(scale, who)
