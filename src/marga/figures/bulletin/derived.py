"""Numbers worked out from printed ones: averages, shares, changes. Each is a relation of counts that stand in the same
bulletin, so it says nothing that a reader could not work out; where one of them is not shown, neither is it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from inspect import getdoc

from marga.figures.poisson import rate_ratio

from .bulletin import Line, Number, Table, Where
from .times import period_of

#: (figure, group, time) -> the printed number; None where it is not shown or does not stand in the bulletin.
Look = Callable[[str, Where, str], Number | None]
Worked = Callable[[Look, Where, str], Decimal | None]


@dataclass(frozen=True, slots=True)
class Derived:
    """One worked-out number.

    unit    of the number; "percent", "case a day", "day" …
    digits  after the point
    over    the table whose times it has; it has the lines of it, too, or those of `lines`
    of      gives the number for a group and a time
    """

    name: str
    unit: str
    digits: int
    over: str
    lines: tuple[Where, ...] | None
    of: Worked

    @property
    def meaning(self) -> str:
        """What it says, and what it does not."""
        return " ".join((getdoc(self.of) or "").split())


DERIVED: dict[str, Derived] = {}
ALL: Where = ()


def derived(
    unit: str, over: str, *, digits: int = 1, lines: tuple[Where, ...] | None = None, name: str = ""
) -> Callable[[Worked], Worked]:
    """Enter a function into the list of derived numbers, under its own name unless one is given."""

    def enter(of: Worked) -> Worked:
        called = name or of.__name__
        DERIVED[called] = Derived(called, unit, digits, over, lines, of)
        return of

    return enter


def over(part: Number | None, whole: Number | None, times: int = 1) -> Decimal | None:
    """Part over whole; None where one is not known or the whole is nothing."""
    if part is None or not whole:
        return None
    return Decimal(part) * times / Decimal(whole)


@derived("case a day", "cases-by-offence")
def cases_a_day(look: Look, where: Where, time: str) -> Decimal | None:
    """Cases over the days of the period, both ends counted."""
    return over(look("cases", where, time), period_of(time).days)


@derived("person in a case a day", "persons-in-year-by-offence")
def parties_a_day(look: Look, where: Where, time: str) -> Decimal | None:
    """People in cases over the days of the period, both ends counted."""
    return over(look("parties", where, time), period_of(time).days)


@derived("arrest a day", "persons-in-year-by-offence")
def arrests_a_day(look: Look, where: Where, time: str) -> Decimal | None:
    """Arrests over the days of the period, both ends counted."""
    return over(look("arrests", where, time), period_of(time).days)


@derived("percent", "arrests-by-sex", lines=(ALL,))
def share_of_women(look: Look, where: Where, time: str) -> Decimal | None:
    """Women as a share of all arrests, those of whom no sex is recorded included."""
    return over(look("arrests", (("sex", "female"),), time), look("arrests", where, time), 100)


@derived("percent", "arrests-by-moved-for-work", lines=(ALL,))
def share_moved_for_work(look: Look, _where: Where, time: str) -> Decimal | None:
    """People who left home to look for work in the last 5 years: their share of the arrests of which it is recorded."""
    moved, stayed = (look("arrests", (("moved_for_work", word),), time) for word in ("yes", "no"))
    return None if moved is None or stayed is None else over(moved, moved + stayed, 100)


@derived("percent", "parties-by-supply-role")
def share_by_part_in_supply(look: Look, where: Where, time: str) -> Decimal | None:
    """Organisers, sellers, carriers and users as shares of the people in cases."""
    return over(look("parties", where, time), look("parties", ALL, time), 100)


@derived("g a person in a case", "grams-seized-by-offence")
def grams_per_accused(look: Look, where: Where, time: str) -> Decimal | None:
    """Grams seized over the people in the cases. Not what one person carried."""
    return over(look("grams_seized", where, time), look("parties", where, time))


@derived("percent", "seen-within-a-year-by-offence-by-offence-last-time", lines=(
    ALL, (("offence", "trafficking"),), (("offence", "use"),),
))  # fmt: skip
def share_seen_again(look: Look, where: Where, time: str) -> Decimal | None:
    """People in cases who had been in another one within the 365 days before, as a share of all, by present offence.

    Records begin somewhere: in their first year fewer can have been seen before.
    """
    return over(look("seen_within_a_year", where, time), look("parties", where, time), 100)


@derived("percent", "starts-within-21-days-by-route")
def share_within_21_days(look: Look, where: Where, time: str) -> Decimal | None:
    """Of the requests whose treatment started in the period, the share that began within 21 days."""
    return over(look("starts_within_21_days", where, time), look("starts", where, time), 100)


@derived("percent", "person-days-by-modality")
def occupancy_of_safe(look: Look, where: Where, time: str) -> Decimal | None:
    """People present over safe places, both added up over centres and days: 100 is full."""
    return over(look("person_days", where, time), look("safe_place_days", where, time), 100)


@derived("percent", "centre-days-by-modality")
def share_above_safe(look: Look, where: Where, time: str) -> Decimal | None:
    """Days above safe capacity as a share of all the days that centres counted."""
    return over(look("centre_days_above_safe", where, time), look("centre_days", where, time), 100)


@derived("percent", "completed-by-modality", name="share_completed_by_modality")
@derived("percent", "completed")
def share_completed(look: Look, where: Where, time: str) -> Decimal | None:
    """Episodes that ended as completed, as a share of all that ended."""
    return over(look("completed", where, time), look("episodes_ended", where, time), 100)


@derived("percent", "returned-within-six-months-by-modality", name="share_returned_by_modality")
@derived("percent", "returned-within-six-months")
def share_returned(look: Look, where: Where, time: str) -> Decimal | None:
    """Of the episodes begun in the period, the share that began within 182 days after the client's last one ended."""
    return over(look("returned_within_six_months", where, time), look("admissions", where, time), 100)


def worked_out(one: Derived, tables: Mapping[str, Table], look: Look) -> Table | None:
    """The table of a derived number; None where the bulletin does not have the one it is over."""
    base = tables.get(one.over)
    if base is None:
        return None
    wheres = [line.where for line in base.lines] if one.lines is None else list(one.lines)
    lines = tuple(
        Line(where, tuple(_rounded(one.of(look, where, time), one.digits) for time in base.times)) for where in wheres
    )
    by = tuple(dict.fromkeys(split for where in wheres for split, _ in where))
    return Table(one.name, one.name, by, one.unit, base.times, lines, derived=True)


def _rounded(value: Decimal | None, digits: int) -> Decimal | None:
    return None if value is None else round(value, digits)


#: Functions besides the entered ones whose docstrings readers see.
PUBLISHED = ("change_a_day",)
#: Counts of events that are compared with those of the same period a year before.
COMPARED = ("cases", "parties", "arrests", "requests")


def change_a_day(base: Table, look: Look, now: str, before: str) -> Table:
    """A count of events a day against the same period a year before, in percent, with its exact 95 % interval.

    The interval takes events for independent. Cases come in waves, and one case brings several people, so the true
    uncertainty is wider.
    """
    lines, bounds = [], []
    for line in base.lines:
        counts = look(base.figure, line.where, before), look(base.figure, line.where, now)
        value, interval = _change(counts, period_of(before).days, period_of(now).days)
        lines.append(Line(line.where, (value,)))
        bounds.append((interval,))
    name = f"{base.figure}_change"
    return Table(name, name, base.by, "percent", (now,), tuple(lines), True, tuple(bounds))


def _change(
    counts: Sequence[Number | None], days_before: int, days_now: int
) -> tuple[Decimal | None, tuple[Decimal, Decimal] | None]:
    before, now = counts
    if before is None or now is None or not before or not now:
        return None, None
    middle, low, high = rate_ratio(float(before), days_before, float(now), days_now).percent
    first, second, third = (round(Decimal(one), 1) for one in (middle, low, high))
    return first, (second, third)
