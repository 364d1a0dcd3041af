"""A receipt of a made-up arrest, with as much on it as is asked for."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from django.template.backends.django import DjangoTemplates
from playwright.sync_api import Page, Route

from marga.country import Text, load, say
from marga.enforcement.receipts import Facts, Stands, Taken, Weighed, context
from marga.ledger.codes import format_code
from marga.ledger.enclosures import enclosure_hash, write_enclosure
from marga.ledger.receipts import LONGEST, PREFIX

COUNTRY = load("kh")
ARRESTED = datetime(2026, 3, 14, 7, 5, tzinfo=UTC)  # 14:05 in Phnom Penh
RANDOM = random.Random(7)
#: As long as a receipt of a large country can be: what does not shrink when it is packed.
LONGEST_PROOF = PREFIX + "".join(RANDOM.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=LONGEST - len(PREFIX)))
NUMBER = 1234567890123456789012345678
CHARGE = say("{offence}, article {article}", offence=COUNTRY.enforcement.offences.offences["possession"].label,
             article="53")  # fmt: skip
BANDS = tuple(one.label for quantity in COUNTRY.enforcement.offences.quantities.values() for one in quantity.bands)


def weighed(at: int) -> Weighed:
    """An exhibit: opened, sealed and not weighed twice in turn."""
    drug = list(COUNTRY.dimensions["drug"].categories.values())[at % 6].label
    seal = f"KD-{4100 + at}"
    if at % 4 == 2:
        return Weighed(seal, drug, commitment=RANDOM.randbytes(32).hex(), stands=Stands.SEALED)
    return Weighed(seal, drug, BANDS[at % len(BANDS)] if at % 4 != 3 else None)


def taken(at: int) -> Taken:
    """A thing: cash first."""
    kinds = [kind.label for kind in COUNTRY.enforcement.register.property.values()]
    if at == 0:
        return Taken(kinds[0], "", Decimal(250_000), "KHR")
    return Taken(kinds[at % len(kinds)], f"black, scratched at one corner, serial 35-20{at:04d}")


#: A verifier key as a side prints it: of nobody.
KEY = "police.example/enforcement+0a1b2c3d+AQBCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaYWJjZGVm"


def listed(exhibits: int, things: int, **others: object) -> Facts:
    """The same with a list of its own, because it has so much on it."""
    made = facts(exhibits, things, **others)
    enclosed = {"items": [one.seal for one in made.weights], "property": [one.mark for one in made.property]}
    return replace(made, enclosed=write_enclosure(enclosed), mark=enclosure_hash(enclosed))


def facts(exhibits: int = 2, things: int = 3, **others: object) -> Facts:
    """The receipt of an arrest with so many exhibits and things; any fact can be another one."""
    some: dict[str, object] = {
        "code": format_code(NUMBER), "proof": LONGEST_PROOF, "enclosed": (), "mark": "", "keys": (KEY,),
        "witnessed": False, "case": "12-03/2026/0041",
        "unit": Text("Commissariat of Kandal, Ta Khmau", "ស្នងការដ្ឋាននគរបាលខេត្តកណ្តាល តាខ្មៅ"),
        "place": "Ta Khmau market, south gate",
        "arrested": ARRESTED, "arrived": ARRESTED + timedelta(minutes=40), "officer": "PN-20417", "charge": CHARGE,
        "weights": tuple(map(weighed, range(exhibits))), "property": tuple(map(taken, range(things))),
        "next_review": ARRESTED + timedelta(hours=6, minutes=40), "given": ARRESTED + timedelta(hours=1, minutes=30),
        "check_at": "https://oversight.example/check",
        "complain_at": ("https://oversight.example/complain", "Telephone 1280, day and night"), "language": "km",
    }  # fmt: skip
    return Facts(**{**some, **others})


#: The side's own folder; no app of it is installed in the side that tests run.
SIDE = Path(__file__).parents[2] / "src" / "marga" / "enforcement"
FRAME = """{% extends "site/minimal.html" %}{% block title %}Receipt{% endblock %}
{% block main %}{% include "enforcement/receipt.html" %}{% endblock %}"""


def as_html(made: Facts, language: str = "") -> str:
    """A page that includes the receipt, in the frame that all pages of a side have."""
    options = {"NAME": "receipts", "DIRS": [SIDE / "templates"], "APP_DIRS": True, "OPTIONS": {}}
    shown = context(made, COUNTRY, language)
    return str(DjangoTemplates(options).from_string(FRAME).render({**shown}))


def static_file(route: Route) -> None:
    """A static file of what all sides share, or of this one."""
    name = urlsplit(route.request.url).path.removeprefix("/static/")
    route.fulfill(
        path=next(path for side in (SIDE, SIDE.parent / "site") if (path := side / "static" / name).is_file())
    )


def open_in(page: Page, made: Facts, policy: str = "", language: str = "") -> None:
    """Open that page in a browser as if the live side had it."""
    headers = {"content-security-policy": policy} if policy else {}
    page.route("**/receipt-page", lambda route: route.fulfill(body=as_html(made, language), content_type="text/html",
                                                              headers=headers))  # fmt: skip
    page.route("**/static/**", static_file)  # as they are written, under the names that they are written under
    page.goto("/receipt-page")
