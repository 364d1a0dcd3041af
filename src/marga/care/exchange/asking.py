"""Requests for treatment, each once: what one person asked, waited and was given, put together.

Who is put on a waiting list, who asks on the public pages, and who comes in without either asked for treatment. The
same person on two of these ways asked once, and who waits for another place while they have one asked nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from marga.care.requests.models import Request
from marga.care.stays.models import Stay, Wait
from marga.care.stays.services import TRANSFERRED
from marga.country.instants import day_of

PLACED = "placed"
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Past:
    """All that is known of one person, each in its order. `zone`: where days are counted."""

    zone: ZoneInfo
    requests: list[Request] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    def asked_by_waiting(self, wait: Wait) -> bool:
        """Whether a wait is a request for treatment: who has a place waits for another one."""
        return not self._has_a_place(wait.since, wait.ended or NEVER)

    def asked_by_coming(self, stay: Stay) -> bool:
        """Whether somebody asked only by coming in: they neither waited nor asked before."""
        return stay in self._direct() and not any(self.leads_to(one) == stay for one in self._own_requests())

    def asked(self, request: Request) -> bool:
        """Whether a request is one of its own: no wait begins with it, and it repeats none."""
        return request in self._own_requests()

    def leads_to(self, request: Request) -> Stay | None:
        """The stay that follows a request without a wait, if it was not closed before."""
        after = next((one for one in self._direct() if one.began_at > request.asked), None)
        return after if after is not None and after.began_at < (request.closed or NEVER) else None

    def _own_requests(self) -> list[Request]:
        found: list[Request] = []
        for one in self.requests:
            open_yet = [each for each in found if self.leads_to(each) == self.leads_to(one) and
                        one.asked < (each.closed or NEVER)]  # fmt: skip
            if not open_yet and not self._has_a_place(one.since, one.asked) and not self._waits_then(one):
                found.append(one)
        return found

    def _waits_then(self, request: Request) -> bool:
        """Whether the person waits already, or the next that comes of a request is a wait."""
        until = self.leads_to(request)
        last = until.began if until is not None else date.max
        return any(
            (wait.ended is None or wait.ended > request.asked) and wait.since < last
            and (request.closed is None or wait.since <= day_of(request.closed, self.zone))
            for wait in self.waits
        )  # fmt: skip

    def _direct(self) -> list[Stay]:
        """The stays that no wait led to, in their order."""
        placed = {wait.ended for wait in self.waits if wait.ended_why == PLACED}
        return [stay for stay in self.stays if stay.began_at not in placed]

    def _has_a_place(self, day: date, before: datetime) -> bool:
        """Whether a stay that began before a moment lasts on a day; one that a transfer ends lasts until it."""
        return any(
            one.began <= day and one.began_at < before
            and (one.ended is None or one.ended > day or (one.ended == day and one.ended_why == TRANSFERRED))
            for one in self.stays
        )  # fmt: skip
