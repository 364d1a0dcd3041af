"""Makes a bulletin: counts from cubes, protected beside all that was published, and numbers worked out from these."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from marga import __version__
from marga.country import Country, DataError, Fault, Period, gettext_noop, say
from marga.figures.counting import DEFINITIONS, VERSION
from marga.figures.counting.cube import Cube
from marga.figures.disclose import Cell, Protected, Release, cells_of, loss_of, protect

from .bulletin import Bulletin, Loss, Source, Table, slug
from .contents import Layout, layouts, side_of
from .counted import count, first_seen
from .revising import changes, check_revision, next_revision
from .tables import counted_tables, waits, worked_out_tables
from .times import check_period, name_of, year_before

#: Units that outnumber all others by far, so that what is lost of the others would not be seen beside them.
NOT_HEADS = ("person-day", "attendance")
Progress = Callable[[str, float], None]  # what is done now, and the share that is done


@dataclass(frozen=True, slots=True)
class Made:
    """A bulletin, and the counts behind its marks. `protected` is not for readers: it stays with the statistician."""

    bulletin: Bulletin
    protected: tuple[Protected, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: which days, when it is published, and why if it changes what was published before."""

    period: Period
    published: date
    reason: str = ""


def _silent(_what: str, _share: float) -> None:
    """Where nobody watches."""


def make(
    cube: Cube, sources: Sequence[Source], country: Country, order: Order, earlier: Sequence[Made] = (),
    progress: Progress = _silent,
) -> Made:  # fmt: skip
    """The bulletin of a period. `earlier`: all that were published before, the oldest first, of the same country.

    Raises DataError for a period that is not of whole months within one year, is not in the cubes, or changes nothing
    that was published; and where numbers changed and no reason is given. CannotProtect or CannotRound where what was
    published before leaves no way to protect it.
    """
    check_period(order.period)
    _check_sources(sources, order.period)
    sides = frozenset(source.side for source in sources)
    wanted = [layout if _has_before(layout, sources, order.period) else replace(layout, before=False)
              for layout in layouts(sides)]  # fmt: skip
    progress("count", 0.1)
    groups = count(name_of(order.period), cube, country, order.period, wanted)
    progress("protect", 0.2)
    protected = tuple(protect(one.release, one.policy, _beside(one.release, earlier)) for one in groups)
    progress("work out", 0.8)
    shown = {cell: number for one in protected for cell, number in one.shown().items() if isinstance(cell, Cell)}
    tables = counted_tables(wanted, shown, order.period, country)
    loss = _loss(protected, tables)
    tables += worked_out_tables(tables, order.period, shown)
    if "care" in sides:
        tables += waits(cube, {table.name: table for table in tables})
    before = [one.bulletin for one in earlier]
    made = Bulletin(
        slug(name_of(order.period)), next_revision(before, order.period), country.code, country.authority.en,
        order.period, order.published, VERSION, __version__, run_of(sources, order.period), tuple(sources),
        tuple(tables), loss, reason=order.reason,
    )  # fmt: skip
    if "enforcement" in sides:
        made = replace(made, first_seen=tuple(first_seen(cube, order.period)))
    made = replace(made, changes=tuple(changes(made, before)))
    check_revision(made)
    progress("done", 1.0)
    return Made(made, protected)


def _check_sources(sources: Sequence[Source], period: Period) -> None:
    for source in sources:
        if not source.period.holds(period):
            words = gettext_noop("the cube of {side} holds {held}, not all of {period}; ask for a later one")
            if period.start < source.period.start:
                words = gettext_noop(
                    "the cube of {side} holds {held}, not all of {period}; choose later months, or ask for one that "
                    "begins earlier"
                )
            raise DataError(Fault(source.body, "", say(words, side=source.side, held=source.period, period=period)))
    if len({source.side for source in sources}) < len(sources):
        words = gettext_noop("two sources are of the same side; give one cube a side")
        raise DataError(Fault(sources[0].body, "", say(words)))


def _has_before(layout: Layout, sources: Sequence[Source], period: Period) -> bool:
    """Whether the records reach back to the same period a year before."""
    before, side = year_before(period), side_of(layout.name)
    return all(source.period.holds(before) for source in sources if source.side == side)


def run_of(sources: Sequence[Source], period: Period) -> str:
    """What was counted, by what, in 12 digits: the same cubes, period and version give the same run."""
    said = [sorted(source.sha256 for source in sources), name_of(period), VERSION, __version__]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def _beside(release: Release, earlier: Sequence[Made]) -> list[Protected]:
    """What was protected before of the same figures, under whatever policy."""
    measures = {cell.measure for cell in cells_of(release)}
    return [
        one for made in earlier for one in made.protected
        if any(cell.measure in measures for cell in cells_of(one.release))
    ]  # fmt: skip


def _loss(protected: Sequence[Protected], counted: Sequence[Table]) -> Loss:
    hiding = [one for one in protected if one.policy.method != "open"]
    losses = [loss_of(one) for one in hiding]
    whole = more = 0
    for one in hiding:
        counts = one.release.counts
        printed = one.release.printed & np.array([_of_heads(cell) for cell in cells_of(one.release)])
        whole += int(counts[printed].sum())
        more += int(counts[printed & one.hidden & np.isinf(one.high) & ~one.small].sum())
    most = max(counted, key=lambda table: table.hidden)
    return Loss(
        sum(one.cells for one in losses), sum(one.small_cells for one in losses),
        sum(one.more_cells for one in losses), round(Decimal(100 * more) / max(whole, 1), 2),
        ", ".join(sorted({part for one in hiding for part in one.method.split(", ")})),
        most.name if most.hidden else "", len(most.lines) * len(most.times) if most.hidden else 0, most.hidden,
    )  # fmt: skip


def _of_heads(cell: Cell) -> bool:
    definition = DEFINITIONS.get(cell.measure)
    return definition is None or definition.unit not in NOT_HEADS
