"""What a receipt says. There is no field for a name: who finds the paper must not learn whom it is about.

Nor is there one for a weight: a number near a limit is worth money, so the paper has the band it falls in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from marga.country import Sentence, Text
from marga.ledger.codes import read_code
from marga.ledger.receipts import LONGEST, PREFIX

#: What the text of a receipt is made of: the prefix, and base 32.
PROOF = re.compile(rf"{PREFIX}[A-Z2-7]+", re.ASCII)


class Stands(StrEnum):
    """How far an exhibit was weighed."""

    NOT_TWICE = "not_twice"
    SEALED = "sealed"  # twice, and neither weight was opened
    TWICE = "twice"  # and both were opened
    LABORATORY = "laboratory"  # by the laboratory alone


@dataclass(frozen=True, slots=True)
class Weighed:
    """An exhibit.

    band         of the second, blind weight, once both are opened; None for a drug without limits too
    commitment   until then what the second weight was sealed with, in hexadecimal
    stands       how far it was weighed when the receipt was given
    """

    seal: str
    drug: Sentence | Text
    band: Sentence | Text | None = None
    commitment: str = ""
    stands: Stands = Stands.NOT_TWICE


@dataclass(frozen=True, slots=True)
class Taken:
    """A thing that was taken from the person. `mark`: what tells it from others. `amount`, `currency`: of cash."""

    kind: Text
    mark: str = ""
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that stands on a receipt. Instants have a time zone, any; they are shown in the country's.

    code          40 digits, as `marga.ledger.codes.format_code` writes them
    proof         the text for the QR code, as `marga.ledger.receipts.write_receipt` writes it
    enclosed      the pieces of the list that goes with it, as `marga.ledger.enclosures.write_enclosure` writes them;
                  none where the proof names everything itself
    mark          by which the proof names that list, in hexadecimal; "" without one
    keys          the verifier keys whose signatures are in the proof, as C2SP writes them
    witnessed     whether somebody other than the police vouches for the tree in the proof
    arrested, arrived   both None for who was not arrested, such as a witness
    charge        the first one, with its article
    check_at      the address of the public page where the code is typed
    complain_at   where to complain in place of what the country lists, a line each; none for the country's
    language      the person's, one of the country's custody languages

    Raises LedgerError for a code with a slip, ValueError for a proof that is none.
    """

    code: str
    proof: str
    enclosed: tuple[str, ...]
    mark: str
    keys: tuple[str, ...]
    witnessed: bool
    case: str
    unit: Text
    place: str
    arrested: datetime | None
    arrived: datetime | None
    officer: str
    charge: Sentence
    weights: tuple[Weighed, ...]
    property: tuple[Taken, ...]
    next_review: datetime | None
    given: datetime
    check_at: str
    complain_at: tuple[str, ...]
    language: str

    def __post_init__(self) -> None:
        read_code(self.code)
        if len(self.proof) > LONGEST or not PROOF.fullmatch(self.proof):
            raise ValueError(f"{self.proof[:20]!r} is no proof of at most {LONGEST} letters; take it of write_receipt")


def of_arrest(facts: Facts) -> bool:
    """Whether anything of an arrest was written down."""
    return facts.arrested is not None or facts.arrived is not None
