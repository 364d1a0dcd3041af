"""Who read of whom is written down here, by whatever showed it."""

from __future__ import annotations

from marga.enforcement.acts.services import Acting
from marga.site.roles import may

from .models import Read


def log_read(who: Acting, what: str, *, case: str = "", detail: str = "") -> None:
    """Write down that people of a case were shown. `detail`: how many, never who was looked for."""
    Read.objects.create(at=who.clock.at, officer=who.number, unit=who.unit, case=case, what=what, detail=detail,
                        by_inspector=may(who, "enforcement.inspect"))  # fmt: skip
