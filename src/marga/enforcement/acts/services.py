"""Acts are recorded here: entered in the ledger and carried over to the register, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from marga.country.instants import Clock
from marga.enforcement.rules.officers import Officer
from marga.site.acts.contents import Content
from marga.site.acts.kinds import KINDS
from marga.site.ledgers.services import enter, enter_all

from .models import Act


@dataclass(frozen=True, slots=True)
class Acting:
    """Whoever acts: an officer by number, of a rank, at a unit, with the roles of the account, at a time."""

    number: str
    rank: str
    unit: str
    roles: tuple[str, ...]
    clock: Clock

    @property
    def officer(self) -> Officer:
        """The officer as rules see it."""
        return Officer(self.number, self.rank)


#: Kinds that no list of receipts ever names: whoever has seen a code, an officer too, would read there of a person's
#: health, or that they were met before.
NEVER_LISTED = frozenset({"slip.given", "custody.doctor", "person.merged", "person.unmerged", "alert.acknowledged"})

#: Kinds whose proof somebody waits for: it is signed at once.
WANTED = frozenset({"receipt.given", "receipt.renewed"})


def record(
    kind: str, acting: Acting, content: Content, *, case: str = "", part: str = "", unit: str = "",
    old: Content | None = None, receipt: bytes | None = None,
) -> Act:  # fmt: skip
    """Enter an act and carry it over to the register. Within a transaction, like `enter`.

    case, part, unit   what it is about, as the columns of `Act`; the unit is the case's, or else the officer's
    receipt            the hash of the code of the receipt of the person it is about
    """
    of = case.partition("/")[0] if case else unit or acting.unit
    act = Act(
        kind=kind, subject=KINDS[kind].subject, unit=of, case=case, part=part, by=acting.number, at=acting.clock.at,
        old=None if old is None else old.plain(), new=content.plain(),
    )  # fmt: skip
    enter(act, receipt=None if kind in NEVER_LISTED else receipt, wanted=kind in WANTED)
    KINDS[kind].project(act, content)
    return act


def record_all(
    kind: str, acting: Acting, contents: Sequence[Content], cases: Sequence[str]
) -> list[Act]:  # fmt: skip
    """Enter acts of one kind, one a case. Whoever calls carries them over, all at once."""
    subject = KINDS[kind].subject
    acts = [
        Act(kind=kind, subject=subject, unit=case.partition("/")[0], case=case, part="", by=acting.number,
            at=acting.clock.at, old=None, new=content.plain())
        for content, case in zip(contents, cases, strict=True)
    ]  # fmt: skip
    return enter_all(acts)


def last_recorded() -> QuerySet[Act, Any]:
    """When something was recorded last, as one row or none; also to be asked for beside something else."""
    return Act.objects.order_by("-pk").values("at")[:1]


def clock() -> Clock:
    """The clock to reckon with: the server's, which may have been set back behind what was recorded."""
    return Clock(timezone.now(), next((row["at"] for row in last_recorded()), None))
