"""A load of bookings and receipts on the enforcement side, for `support.kills`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from support.kills import PAUSE_SECONDS, Load

RECEIPT_EVERY = 5  # bookings of a client: a receipt is waited for, so its entry is signed at once


@dataclass
class Bookings(Load):
    """What clients of the API were told: the numbers of cases by source, and people with receipts.

    A client sends a booking with the same source until it is answered, as a program at a station would.
    """

    SIDE = "enforcement"
    ACCOUNTS = ("officer",)

    booked: dict[str, str] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)

    def client(self, number: int, sessions: Mapping[str, requests.Session]) -> None:
        """Book, and give a receipt now and then."""
        officer, place = sessions["officer"], 0
        while not self.over.wait(PAUSE_SECONDS):
            place += 1
            source = f"{number}-{place}"
            answer, _before = self.answered(officer, "POST", "/api/bookings", json=booking(source))
            if answer.status_code != 200:
                self.refused[f"{answer.status_code} {answer.text[:300]}"] += 1
                continue
            self.booked[source] = case = answer.json()["number"]
            if place % RECEIPT_EVERY == 0:
                answer, _before = self.answered(officer, "POST", f"/receipts/{case}.1/give/")
                if answer.status_code == 302:
                    self.receipts.append(f"{case}.1")
                else:
                    self.refused[f"{answer.status_code} receipt"] += 1

    def acknowledged(self) -> dict[str, Any]:
        return {"booked": self.booked, "receipts": self.receipts}

    def says(self) -> str:
        return f"{len(self.booked):,d} bookings and {len(self.receipts):,d} receipts"


def booking(source: str) -> dict[str, Any]:
    """One person with things taken, held since an hour ago, and one exhibit: eight tables get rows."""
    ago = [(datetime.now(UTC) - timedelta(hours=hours)).isoformat() for hours in (1, 2)]
    person = {"role": "suspect", "name": f"Sok Dara {source}", "sex": "male", "languages": ["km"], "arrested": ago[1],
              "arrived": ago[0], "charge": {"offence": "use"},
              "property": [{"kind": "cash", "amount": "20000", "currency": "KHR"}]}  # fmt: skip
    exhibit = {"person": 1, "seal": f"S-{source}", "drug": "ice", "form": "crystal", "concealment": "on_body",
               "seized": ago[1]}  # fmt: skip
    return {"source": source, "province": "KH-12", "operation": "patrol", "officers": ["1001", "1002"],
            "event": ago[1], "people": [person], "exhibits": [exhibit]}  # fmt: skip
