"""A booking as an officer types it, page by page."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from support.register import OFFICER, UNIT, signed_in_as

EVENT = {"place": "Street 271", "province": "KH-12", "operation": "patrol", "officers": OFFICER,
         "narrative": "Stopped at a checkpoint.", "slip": "", "slip_used": ""}  # fmt: skip
PERSON = {"role": "suspect", "name": "Sok Dara", "sex": "male", "birth": "1999-03-04", "citizenship": "national",
          "languages": ["km"], "held": "yes", "property-0-kind": "phone", "property-0-mark": "012 345 678",
          "property-1-kind": "cash", "property-1-amount": "20000", "property-1-currency": "KHR"}  # fmt: skip
CHARGE = {"offence": "use", "band": ""}
EXHIBIT = {"seal": "A-0001", "person": "1", "drug": "ice", "form": "crystal", "concealment": "on_body"}
RIGHTS = {"rights": ["why", "lawyer"], "language": "km", "how": "finger_printed", "note": ""}


def ago(minutes):
    """A time that was so many minutes ago, with its day, as it is typed."""
    return f"{timezone.localtime() - timedelta(minutes=minutes):%Y-%m-%d %H:%M}"


def event(**typed):
    times = {"day": timezone.localdate().isoformat(), "event": ago(120), "arrested": ago(119), "arrived": ago(60)}
    return {**EVENT, **times, **typed}


class Officer:
    """An officer of the station with a browser, at a booking."""

    def __init__(self, number=OFFICER, draft=None):
        self.client = signed_in_as(number)
        self.draft = draft or uuid4()

    def address(self, page):
        return f"/book/{self.draft}/{page}/"

    def opens(self, page):
        return self.client.get(self.address(page))

    def sends(self, page, typed, seen=None):
        """Send a page as it was opened just now, or with what it was `seen` as."""
        return self.client.post(self.address(page), {**typed, "seen": self.seen(page) if seen is None else seen})

    def seen(self, page):
        """What the page says it held when it was opened."""
        body = self.opens(page).content.decode()
        return body.partition('name="seen" value="')[2].partition('"')[0]

    def types_all(self):
        """A whole plain booking, up to the check of all answers."""
        pages = (("event", event()), ("people/1", PERSON), ("charge/1", CHARGE), ("exhibits/1", EXHIBIT),
                 ("rights/1", {**RIGHTS, "told": ago(30)}))  # fmt: skip
        for page, typed in pages:
            answer = self.sends(page, typed)
            assert answer.status_code == 302, (page, answer.content.decode())

    def books(self):
        return self.client.post(self.address("check"))


__all__ = ["CHARGE", "EXHIBIT", "PERSON", "RIGHTS", "UNIT", "Officer", "ago", "event"]
