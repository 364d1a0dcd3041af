"""What a country decides for what is told to a medical team in an emergency: how soon, to whom, and who looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from .basis import Basis, Kind, basis, kinds, whole
from .reading import Table
from .sentences import gettext_noop

#: Who is alerted at once, and who is told where one of them is silent.
ALERTED = ("manager", "inspector")
ABOVE = ("inspector", "planner")


@dataclass(frozen=True, slots=True)
class Alerted:
    """Who is alerted, within what time they must answer, and whom it goes to after that."""

    to: str
    within: timedelta
    then: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Emergencies:
    """The part [disclosure] of care.toml.

    written   how soon after it was told it must be written down
    closed    how soon after it was written down somebody must have looked at it
    teams     the kinds of medical teams; nobody else is told anything
    reasons   why consent could not be got
    never     words of whoever is never told anything, as somebody would write them into the name of a team
    """

    written: timedelta
    closed: timedelta
    basis: Basis
    alerts: tuple[Alerted, ...]
    teams: Mapping[str, Kind]
    reasons: Mapping[str, Kind]
    never: tuple[str, ...]


def read_emergencies(table: Table) -> Emergencies:
    """The part [disclosure] of care.toml. Raises DataError."""
    read = Emergencies(
        written=timedelta(minutes=whole(table, "minutes_until_written", least=1)),
        closed=timedelta(hours=whole(table, "hours_until_closed", least=1)), basis=basis(table),
        alerts=tuple(_alerts(table)), teams=kinds(table, "team", counted=False),
        reasons=kinds(table, "reason", counted=False), never=table.texts("never"),
    )  # fmt: skip
    if sorted(one.to for one in read.alerts) != sorted(ALERTED):
        table.fail("alert", gettext_noop("should have one table for each of: {names}"), names=", ".join(ALERTED))
    if not read.never:
        table.fail("never", gettext_noop("should name police, prosecutor and court, who are never told anything so"))
    for team in read.teams.values():
        said = f"{team.name} {team.label.en} {team.label.km}".casefold()
        if words := [word for word in read.never if word.casefold() in said]:
            table.fail("team", gettext_noop("has {name}, which is “{word}”: take out who is no medical team"),
                       name=team.name, word=words[0])  # fmt: skip
    table.finish()
    return read


def _alerts(table: Table) -> Iterable[Alerted]:
    for one in table.tables("alert"):
        to = one.choice("to", ALERTED)
        then = one.choice("then", [name for name in ABOVE if name != to])
        yield Alerted(to, timedelta(hours=whole(one, "hours", least=1)), then, basis(one))
        one.finish()
