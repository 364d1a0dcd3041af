"""Centres of the example country. Names, wards and numbers are made up; nobody in them is real."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from marga.care.acts.services import Acting
from marga.care.centres import contents
from marga.care.centres.services import set_centre, set_ward, set_worker
from marga.country.instants import Clock

HOME = "KH-12-R1"
#: account -> role, whether it works at the first centre
ACCOUNTS = {
    "intake": ("intake", True), "care-worker": ("care-worker", True), "physician": ("physician", True),
    "manager": ("manager", True), "planner": ("planner", False), "clerk": ("clerk", False),
    "inspector": ("inspector", False),
}  # fmt: skip
#: code, name, name in Khmer, province, kind of care, official, operational, emergency, licence, staff, temporary
CENTRES = (
    ("KH-12-R1", "Phnom Penh residential centre", "មណ្ឌលស្នាក់នៅភ្នំពេញ", "KH-12", "residential", 60, 45, 60, 50, 9, True),
    ("KH-12-H1", "Phnom Penh hospital, withdrawal", "មន្ទីរពេទ្យភ្នំពេញ ផ្នែកផ្ដាច់", "KH-12", "inpatient",
     20, 16, 20, 20, 5, False),
    ("KH-12-C1", "Phnom Penh community service", "សេវាសហគមន៍ភ្នំពេញ", "KH-12", "community", 200, 160, 200, 180, 8, False),
    ("KH-1-C1", "Banteay Meanchey health centre", "មណ្ឌលសុខភាពបន្ទាយមានជ័យ", "KH-1", "community", 80, 60, 80, 70, 3, False),
    ("KH-2-R1", "Battambang residential centre", "មណ្ឌលស្នាក់នៅបាត់ដំបង", "KH-2", "residential", 100, 70, 100, 80, 12, True),
    ("KH-18-R1", "National centre", "មណ្ឌលជាតិ", "KH-18", "residential", 400, 300, 400, 400, 60, False),
)  # fmt: skip
#: name, name in Khmer, sexes, ages from and to, share of the centre's places
WARDS = (
    ("Men", "បុរស", ("male",), 18, None, 0.7), ("Women", "ស្ត្រី", ("female",), 18, None, 0.2),
    ("Under 18", "ក្រោម ១៨ ឆ្នាំ", ("female", "male"), 12, 17, 0.1),
)  # fmt: skip
OVERNIGHT = ("residential", "inpatient")
METRES = Decimal("4.0")


def make_centres(at: Clock) -> None:
    """Enter the centres, their wards and who works where."""
    planner, clerk = Acting("planner", "", ("planner",), at), Acting("clerk", "", ("clerk",), at)
    for code, name, km, province, kind, official, operational, emergency, licence, staff, temporary in CENTRES:
        set_centre(contents.CentreSet(
            code=code, name=name, name_km=km, province=province, modality=kind, official=official,
            operational=operational, emergency=emergency, licence=licence, staff=staff,
            ratio=Decimal(25) if kind == "community" else Decimal(6), temporary=temporary, opened=date(2020, 1, 1),
            languages=("km",), offers=("withdrawal", "opioid_agonist") if kind == "inpatient" else (),
        ), planner)  # fmt: skip
        _make_wards(code, kind, operational, planner)
    for account, (_role, at_home) in ACCOUNTS.items():
        set_worker(contents.WorkerSet(account=account, centre=HOME if at_home else None), clerk)


def _make_wards(code: str, kind: str, places: int, who: Acting) -> None:
    for number, (name, km, sexes, first, last, share) in enumerate(WARDS, 1):
        beds = max(4, round(places * share))
        overnight = kind in OVERNIGHT
        set_ward(contents.WardSet(
            key=f"{code}.{number}", centre=code, name=name, name_km=km, sexes=sexes, age_from=first, age_to=last,
            area=beds * METRES if overnight else None, beds=beds if overnight else None,
        ), who)  # fmt: skip
