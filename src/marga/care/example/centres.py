"""Centres of the example country, as its folder lists them. All made up; nobody in them is real."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from marga import country
from marga.care.acts.services import Acting
from marga.care.centres import contents
from marga.care.centres.services import add_ward, set_centre, set_worker
from marga.country.instants import Clock

_READ = tomllib.loads((Path(country.__file__).parent / settings.MARGA_COUNTRY / "services.toml").read_text("utf-8"))
HOME: str = _READ["home"]
PROVINCES: tuple[str, ...] = tuple(_READ["elsewhere"])
NAMES: tuple[str, ...] = tuple(_READ["names"])
LANGUAGE: str = _READ["language"]
#: account -> role, whether it works at the first centre
ACCOUNTS = {
    "intake": ("intake", True), "care-worker": ("care-worker", True), "physician": ("physician", True),
    "manager": ("manager", True), "planner": ("planner", False), "clerk": ("clerk", False),
    "inspector": ("inspector", False),
}  # fmt: skip
OVERNIGHT = ("residential", "inpatient")
METRES = Decimal("4.0")
RATIOS = {"community": Decimal(25)}  # people each of the staff looks after; 6 where they stay
STAYING = Decimal(6)


def make_centres(at: Clock) -> None:
    """Enter the centres, their wards and who works where."""
    planner, clerk = Acting("planner", "", ("planner",), at), Acting("clerk", "", ("clerk",), at)
    for one in _READ["service"]:
        plain = {name: one[name] for name in one.keys() - {"name"}}
        set_centre(contents.CentreSet(
            **plain, name=one["name"]["en"], name_km=one["name"]["km"], opened=date(2020, 1, 1),
            ratio=RATIOS.get(one["modality"], STAYING), languages=(LANGUAGE,),
            offers=("withdrawal", "opioid_agonist") if one["modality"] == "inpatient" else (),
        ), planner, new=True)  # fmt: skip
        for ward in _READ["ward"]:
            _make_ward(one, ward, planner)
    for account, (_role, at_home) in ACCOUNTS.items():
        set_worker(contents.WorkerSet(account=account, centre=HOME if at_home else None), clerk)


def _make_ward(centre: dict[str, Any], ward: dict[str, Any], who: Acting) -> None:
    beds = max(4, round(centre["operational"] * ward["share"]))
    overnight = centre["modality"] in OVERNIGHT
    add_ward(contents.WardSet(
        key=f"{centre['code']}.0", centre=centre["code"], name=ward["name"]["en"], name_km=ward["name"]["km"],
        sexes=tuple(ward["sexes"]), age_from=ward["age_from"], age_to=ward.get("age_to"),
        area=beds * METRES if overnight else None, beds=beds if overnight else None,
    ), who)  # fmt: skip
