"""What was published before, and what is another number now: periods lock, and change only in the open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marga.country import DataError, Fault, Period, gettext_noop, say
from marga.figures.disclose import Cell

from .bulletin import Bulletin, Change, Number


def last_published(earlier: Sequence[Bulletin]) -> dict[Cell, Number | None]:
    """What was last published of each count; None where it was not shown."""
    found: dict[Cell, Number | None] = {}
    for made in earlier:
        found.update(made.counts())
    return found


def changes(made: Bulletin, earlier: Sequence[Bulletin]) -> Iterator[Change]:
    """The counts that were published before and are others now."""
    before = last_published(earlier)
    for cell, now in made.counts().items():
        if cell in before and before[cell] != now:
            yield Change(cell.measure, cell.where, cell.time, before[cell], now)


def next_revision(earlier: Sequence[Bulletin], period: Period) -> int:
    """1 for a period of which nothing was published; else one more than the last revision."""
    return 1 + max((made.revision for made in earlier if made.period == period), default=0)


def check_revision(made: Bulletin) -> None:
    """Raises DataError where numbers changed and no reason is given, or a revision changes nothing."""
    if made.changes and not made.reason:
        first = made.changes[0]
        words = gettext_noop(
            "{count} numbers of {period} differ from those published before ({figure} of {time} was {was} and is {now} "
            "now, to begin with): say why, or count from the cube that was published"
        )
        said = say(
            words, count=len(made.changes), period=made.period, figure=first.figure, time=first.time,
            was=_text(first.was), now=_text(first.now),
        )  # fmt: skip
        raise DataError(Fault("bulletin", "", said))
    if made.revision > 1 and not made.changes:
        words = gettext_noop("{period} is published already, and nothing in it changed; nothing was written")
        raise DataError(Fault("bulletin", "", say(words, period=made.period)))


def _text(value: Number | None) -> str:
    return "[c]" if value is None else f"{value:,}"
