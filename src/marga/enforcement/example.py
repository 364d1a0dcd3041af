"""What a first start loads to look at: stations, officers, and an account to try each role with."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from marga.enforcement.acts.services import Acting, clock
from marga.enforcement.stations import contents
from marga.enforcement.stations.models import Unit
from marga.enforcement.stations.services import set_instrument, set_officer, set_unit
from marga.site.accounts.example import example_accounts

UNITS = (
    ("KH-12-01", "Phnom Penh, first anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀនទី១ ភ្នំពេញ", "KH-12"),
    ("KH-17-01", "Siem Reap anti-drug unit", "អង្គភាពប្រឆាំងគ្រឿងញៀន សៀមរាប", "KH-17"),
)
#: account -> number, rank, roles
ACCOUNTS = {
    "officer": ("1001", "officer", ["officer"]), "second-officer": ("1002", "officer", ["officer"]),
    "supervisor": ("1003", "supervisor", ["supervisor"]), "chief": ("1004", "chief", ["supervisor"]),
    "keeper": ("2001", "officer", ["keeper"]), "laboratory": ("3001", "officer", ["laboratory"]),
    "prosecutor": ("4001", "officer", ["prosecutor"]), "inspector": ("5001", "chief", ["inspector"]),
    "records": ("9001", "officer", ["records"]),
}  # fmt: skip


def load_example() -> tuple[str, ...]:
    """Make the stations and an account for each role."""
    lines = example_accounts({name: roles for name, (_number, _rank, roles) in ACCOUNTS.items()})
    if not Unit.objects.exists():
        _stations(Acting("9001", "officer", UNITS[0][0], ("records",), clock()))
    return lines


def _stations(who: Acting) -> None:
    for code, name, name_km, province in UNITS:
        set_unit(contents.UnitSet(code=code, name=name, name_km=name_km, province=province), who)
    for account, (number, rank, _roles) in ACCOUNTS.items():
        set_officer(contents.OfficerSet(number=number, name=account.replace("-", " ").capitalize(), rank=rank,
                                        unit=UNITS[0][0], account=account), who)  # fmt: skip
    for number in ("S-01", "S-02", "S-03"):
        day = date(timezone.localdate().year, 1, 5)
        set_instrument(contents.InstrumentSet(number=number, unit=UNITS[0][0], label="Bench scale, 0.01 g",
                                              calibrated=day), who)  # fmt: skip
