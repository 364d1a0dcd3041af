"""What is said of a receipt. Pure: no database, no clock, no framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marga.country import Sentence, gettext_noop
from marga.ledger.receipt_lists import ReceiptRow

#: What each kind of entry means, for whoever holds the receipt. Entries keep their kinds for good.
KINDS: Mapping[str, str] = {
    "charge.proposed": gettext_noop("another charge was proposed"),
    "charge.declined": gettext_noop("another charge was not agreed to"),
    "charge.changed": gettext_noop("the charge was changed"),
    "charge.added": gettext_noop("a further charge was given"),
    "person.corrected": gettext_noop("what was written about the person was corrected"),
    "property.taken": gettext_noop("something more was taken from the person"),
    "property.returned": gettext_noop("what was taken was given back"),
    "supply.recorded": gettext_noop("a part in supply was written down"),
    "custody.prosecutor_told": gettext_noop("the prosecutor was told"),
    "custody.guardian_told": gettext_noop("the guardian was told"),
    "custody.rights_told": gettext_noop("one or more of the rights were told"),
    "custody.wish": gettext_noop("whom the person wants told was written down"),
    "custody.wish_told": gettext_noop("whom the person named was told"),
    "custody.lawyer": gettext_noop("a lawyer was asked for or came"),
    "custody.interpreter": gettext_noop("an interpreter was asked for or came"),
    "custody.interviewed": gettext_noop("an interview was recorded"),
    "custody.interview_changed": gettext_noop("an interview was changed after it was signed"),
    "custody.extension_asked": gettext_noop("more time in custody was asked for"),
    "custody.extended": gettext_noop("custody was made longer"),
    "custody.transferred": gettext_noop("custody passed to another unit"),
    "outcome.recorded": gettext_noop("what became of the case for the person was written down"),
    "custody.ended": gettext_noop("custody ended"),
    "custody.reviewed": gettext_noop("custody was reviewed"),
    "exhibit.found": gettext_noop("something more that was seized was written down"),
    "weighing.opened": gettext_noop("the weights of what was seized were opened"),
    "receipt.given": gettext_noop("a receipt was given"),
    "receipt.renewed": gettext_noop("a new receipt was given in place of an earlier one"),
    "record.erased": gettext_noop("a record was erased as the law says"),
}
ANOTHER = gettext_noop("another act was entered")


class Verdict(StrEnum):
    GENUINE = "genuine"
    UNKNOWN = "unknown"  # no list has it up to now
    NOT_GENUINE = "not-genuine"  # the proof does not hold
    CONTRADICTS = "contradicts"  # its ledger signed it, and signed for everybody that it is not so
    ELSEWHERE = "elsewhere"  # of a ledger whose lists are not taken here


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of act that was entered about a receipt since: what it means, and on which days."""

    words: str  # a template for translation
    days: tuple[date, ...]

    @property
    def last(self) -> date:
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody reads who asked about a receipt. Nothing personal is in it."""

    verdict: Verdict
    ledger: str = ""
    day: date | None = None  # on which it was entered
    witnessed: bool = False
    listed: bool = True  # whether the lists reach it, so that what was entered since is known
    changes: tuple[Change, ...] = ()
    says: Sentence | None = None  # why it is not genuine

    @property
    def is_known(self) -> bool:
        """Whether somebody holds a receipt, so that this was no guess."""
        return self.verdict in (Verdict.GENUINE, Verdict.CONTRADICTS)


def changes(rows: Iterable[ReceiptRow]) -> tuple[Change, ...]:
    """Entries by what they mean, in the order in which each first happened."""
    days: dict[str, list[date]] = {}
    for row in sorted(rows, key=lambda row: row.index):
        days.setdefault(KINDS.get(row.kind, ANOTHER), []).append(row.day)
    return tuple(Change(words, tuple(found)) for words, found in days.items())


def of_rows(ledger: str, rows: Sequence[ReceiptRow], witnessed: int) -> Answer:
    """What the entries about one receipt say, the first being the one it was given for.

    witnessed    how many entries the largest tree has that a trusted witness cosigned
    """
    first, *since = sorted(rows, key=lambda row: row.index)
    return Answer(Verdict.GENUINE, ledger, first.day, first.index < witnessed, changes=changes(since))
