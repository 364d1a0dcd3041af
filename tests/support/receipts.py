"""A receipt of a made-up arrest, with as much on it as is asked for."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from marga.country import Text, load, say
from marga.country.sentences import Sentence
from marga.enforcement.receipts import Facts, Taken, Weighed
from marga.ledger.codes import format_code
from marga.ledger.receipts import LONGEST, PREFIX

COUNTRY = load("kh")
ARRESTED = datetime(2026, 3, 14, 7, 5, tzinfo=UTC)  # 14:05 in Phnom Penh
RANDOM = random.Random(7)
#: As long as a receipt of a large country can be: what does not shrink when it is packed.
LONGEST_PROOF = PREFIX + "".join(RANDOM.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=LONGEST - len(PREFIX)))
NUMBER = 1234567890123456789012345678
CHARGE = say("{offence}, {article}", offence=COUNTRY.enforcement.offences.offences["possession"].label,
             article=Text("article 53", "មាត្រា 53"))  # fmt: skip
BANDS = tuple(one.label for quantity in COUNTRY.enforcement.offences.quantities.values() for one in quantity.bands)


def weighed(at: int) -> Weighed:
    """An exhibit: opened, sealed and not weighed twice in turn."""
    drug = list(COUNTRY.dimensions["drug"].categories.values())[at % 6].label
    seal = f"KD-{4100 + at}"
    if at % 4 == 2:
        return Weighed(seal, drug, commitment=RANDOM.randbytes(32).hex())
    return Weighed(seal, drug, BANDS[at % len(BANDS)] if at % 4 != 3 else None)


def taken(at: int) -> Taken:
    """A thing: cash first."""
    kinds = [kind.label for kind in COUNTRY.enforcement.register.property.values()]
    if at == 0:
        return Taken(kinds[0], "", Decimal(250_000), "KHR")
    return Taken(kinds[at % len(kinds)], f"black, scratched at one corner, serial 35-20{at:04d}")


def facts(exhibits: int = 2, things: int = 3, **others: object) -> Facts:
    """The receipt of an arrest with so many exhibits and things; any fact can be another one."""
    some: dict[str, object] = {
        "code": format_code(NUMBER), "proof": LONGEST_PROOF, "witnessed": False, "case": "12-03/2026/0041",
        "unit": "Commissariat of Kandal, Ta Khmau", "place": "Ta Khmau market, south gate",
        "arrested": ARRESTED, "arrived": ARRESTED + timedelta(minutes=40), "officer": "PN-20417", "charge": CHARGE,
        "weights": tuple(map(weighed, range(exhibits))), "property": tuple(map(taken, range(things))),
        "next_review": ARRESTED + timedelta(hours=6, minutes=40), "given": ARRESTED + timedelta(hours=1, minutes=30),
        "check_at": "https://oversight.example/check",
        "complain_at": ("https://oversight.example/complain", "Telephone 1280, day and night"), "language": "km",
    }  # fmt: skip
    return Facts(**{**some, **others})


__all__ = ["ARRESTED", "BANDS", "CHARGE", "COUNTRY", "LONGEST_PROOF", "NUMBER", "Sentence", "facts"]
