"""A case in which something of every kind happened, for tests that go through all addresses with its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.urls import reverse

from marga.enforcement.cases import contents
from marga.enforcement.cases.drafts import Draft
from marga.enforcement.charges.services import propose_change
from marga.enforcement.court.contents import WarrantIssued
from marga.enforcement.court.services import note_trace, send_file, take_tip, take_warrant
from marga.enforcement.custody.interviewing import interview
from marga.enforcement.custody.services import tell_rights
from marga.enforcement.custody.views import DEEDS
from marga.enforcement.exhibits.keeping import photograph
from marga.enforcement.exhibits.services import begin, seal
from marga.enforcement.receipts.services import give
from support.addresses import Address, every_address
from support.custodies import interviewed, told_rights
from support.entering import settle
from support.register import NOW, OFFICER, UNIT, acting, booked, exhibit, hours, person, station
from support.states import kept

LATER = NOW + hours(1)
DRAFT = UUID("12345678-1234-5678-1234-567812345678")
PICTURE = b"\xff\xd8\xff taken before the weighing"
#: What only the case itself says; none of it may reach whoever may not read the case.
SECRETS = ("Sok Dara", "Kla the Tiger", "A-0001", "Stopped at a checkpoint", "012 345 678", "17.3942", "097 111 222",
           "Street 271", "A house at the river", "A boat came at night", "I was at home")  # fmt: skip


def lived_in() -> str:
    """A station with such a case, in a database that was empty: its number. Its people are two; the first weight of its
    first exhibit is 17.3942 g."""
    return kept("lived", live)


def live() -> str:
    """Make both."""
    station()
    case = booked(people=(person(), person(name="Kla the Tiger")), exhibits=(exhibit(), exhibit(seal="A-0002"))).number
    who = acting(at=LATER)
    propose_change(f"{case}.1", 1, contents.Charged(offence="trafficking"), "A second witness spoke of it.", who)
    photograph(f"{case}.E1", PICTURE, who)
    begin(f"{case}.E1", 1, "", who)
    seal(f"{case}.E1", 1, Decimal("18.3942"), Decimal("17.3942"), "S1", who)
    tell_rights(f"{case}.1.C1", told_rights(), who)
    interview(f"{case}.1.C1", interviewed(), who)
    give(f"{case}.1", who)
    note_trace(case, "phone", "097 111 222", who)
    take_warrant(WarrantIssued(number="W-1", court="Phnom Penh", about="A house at the river", issued=NOW,
                               holder=OFFICER), who)  # fmt: skip
    take_tip("A boat came at night", NOW, who)
    send_file(case, "Phnom Penh", NOW, who)
    Draft.objects.create(id=DRAFT, officer=OFFICER, begun=NOW, saved=NOW, typed={"event": {"place": "Street 271"}})
    settle()
    return case


def keys(case: str) -> Mapping[str, Mapping[str, object]]:
    """What stands in the gaps of an address, by its first word; "" is for all others."""
    party = f"{case}.1"
    return {
        "": {"number": 1, "code": UNIT, "draft": DRAFT, "party": party, "line": 1, "name": "officer-1001", "slug": "x"},
        "cases": {"number": case}, "links": {"number": case}, "supply": {"key": party}, "receipts": {"key": party},
        "exhibits": {"key": f"{case}.E1", "sha256": sha256(PICTURE).hexdigest()},
        "held": {"key": f"{case}.1.C1", "leaf": 1, "what": "rights"},
        "people": {"field": "name", "one": party, "other": f"{case}.2"}, "added": {"part": "E1"},
        "court": {"number": case}, "warrants": {"number": "W-1"}, "tips": {"number": f"{UNIT}-T1"},
        "units": {"unit": UNIT, "what": "tips"}, "officers": {"number": OFFICER}, "instruments": {"number": "S1"},
    }  # fmt: skip


def filled(case: str) -> Iterator[tuple[Address, str]]:
    """Every address of the side but the API's, with keys of the case in its gaps."""
    known = keys(case)
    for one in every_address("marga.enforcement.urls"):
        if one.path.startswith("/api/"):
            continue
        words = [word for word in one.path.split("/") if word and word in known]
        values = {name: value for word in ["", *words] for name, value in known[word].items()}
        gaps = {gap: values.get(gap, "a-name") for gap in one.pattern.pattern.converters}
        if one.name == "deed":
            yield from ((one, reverse("deed", kwargs={**gaps, "what": what})) for what in DEEDS)
        else:
            yield one, reverse(one.name, kwargs=gaps)


__all__ = ["DRAFT", "LATER", "SECRETS", "filled", "lived_in"]
