"""A made-up town for the attack on the wall: who is arrested, who comes to care, and who agrees to what.

Each side is told only what it would be told, in the order of time, as steps that `support.wall_side` does with the real
services. Who is whom stands here alone. Many share a day, a station, a sex and a year, so that names and dates leave
doubts, and one in five gives another year or another province at care. Both sides are told the day of birth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

SEED, DAYS = 20261128, 45
ARRESTED, WALKED_IN = 140, 50
STATIONS = {"KH-12-01": "KH-12", "KH-12-02": "KH-12", "KH-2-01": "KH-2", "KH-2-02": "KH-2"}
CENTRES = {"KH-12": "KH-12-R1", "KH-2": "KH-2-R1"}
FAMILIES = ("Sok", "Chan", "Kim", "Ly", "Heng", "Noun", "Prak", "Keo")
GIVEN = ("Dara", "Sophea", "Vuthy", "Bopha", "Ratha", "Sreymom")
#: What became of the consent: none, in force at the end, taken back or run out after a word was told, or before one.
NEVER, IN_FORCE, ENDED, ENDED_UNTOLD = "never", "in force", "ended", "ended untold"
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person. `arrested` and `came` are None where it never happened; `slip`: shown at care, of those `given`."""

    number: int
    name: str
    sex: str
    year: int
    station: str
    arrested: datetime | None
    given: bool
    came: datetime | None
    slip: bool
    consent: str

    def born(self, year: int) -> date:
        """Their day of birth, in the year that they say."""
        return date(year, 1, 1) + timedelta(days=Random(self.number).randrange(365))

    @property
    def province(self) -> str:
        return STATIONS[self.station]


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody, from `first` to the day before `today`; copies of both databases are taken at `middle`."""

    people: tuple[Somebody, ...]
    first: date
    today: date
    rest: Random

    @property
    def middle(self) -> datetime:
        return datetime.combine(self.first + timedelta(days=DAYS * 2 // 3), time(), UTC)


def town(today: date, seed: int = SEED) -> Town:
    """The same people for the same seed, in the days before today."""
    dice, first = Random(seed), today - timedelta(days=DAYS)
    people = [_arrested(number, first, dice) for number in range(ARRESTED)]
    people += [_walked_in(number, first, dice) for number in range(ARRESTED, ARRESTED + WALKED_IN)]
    return Town(tuple(people), first, today, dice)


def _arrested(number: int, first: date, dice: Random) -> Somebody:
    at = _moment(first + timedelta(days=dice.randrange(DAYS - 25)), dice)
    given = dice.random() < 0.65
    comes = dice.random() < (0.75 if given else 0.3)
    came = _moment(at.date() + timedelta(days=dice.randint(1, 12)), dice) if comes else None
    consent = dice.choice((NEVER, IN_FORCE, IN_FORCE, ENDED, ENDED_UNTOLD)) if comes else NEVER
    return Somebody(number, *_who(dice), dice.choice(tuple(STATIONS)), at, given, came, given and comes, consent)


def _walked_in(number: int, first: date, dice: Random) -> Somebody:
    came = _moment(first + timedelta(days=dice.randrange(1, DAYS - 12)), dice)
    return Somebody(number, *_who(dice), dice.choice(tuple(STATIONS)), None, False, came, False, NEVER)


def _who(dice: Random) -> tuple[str, str, int]:
    sex = "male" if dice.random() < 0.9 else "female"
    return f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)}", sex, dice.randint(1985, 2002)


def _moment(day: date, dice: Random) -> datetime:
    """Some time of the working day, to the second: 7:00 to 17:00 in Phnom Penh."""
    return datetime.combine(day, time(), UTC) + timedelta(seconds=dice.randrange(10 * 3600))


def at_the_stations(made: Town) -> list[Step]:
    """What the police write down: arrests, that a slip was given, and receipts."""
    steps = []
    for one in made.people:
        if one.arrested is not None:
            said = {
                "person": one.number,
                "name": one.name,
                "sex": one.sex,
                "unit": one.station,
                "born": one.born(one.year).isoformat(),
            }
            steps.append(_step("book", one.arrested + timedelta(minutes=20), **said))
            steps.append(_step("receipt", one.arrested + timedelta(minutes=45), person=one.number))
            if one.given:
                after = timedelta(minutes=made.rest.randint(50, 180))
                steps.append(_step("slip", one.arrested + after, person=one.number))
    return sorted(steps, key=_when)


def at_care(made: Town, slips: dict[int, str], receipts: dict[str, str]) -> list[Step]:
    """What care is told: who comes with which slip, agrees to what with which receipt, and takes it back."""
    steps = [_step("night", datetime.combine(made.first + timedelta(days=day), time(18), UTC)) for day in range(DAYS)]
    for one in made.people:
        if one.came is not None:
            steps += _at_care(one, one.came, slips.get(one.number, ""), receipts.get(str(one.number), ""), made)
    return sorted(steps, key=_when)


def _at_care(one: Somebody, came: datetime, slip: str, receipt: str, made: Town) -> Iterator[Step]:
    dice = made.rest
    year = one.year + (dice.choice((-1, 1)) if dice.random() < 0.2 else 0)
    province = dice.choice(tuple(CENTRES)) if dice.random() < 0.2 else one.province
    name = one.name if dice.random() < 0.6 else one.name.split()[1]
    route = "arrest" if one.arrested is not None else dice.choice(("self", "family"))
    said = {
        "person": one.number,
        "name": name,
        "sex": one.sex,
        "born": one.born(year).isoformat(),
        "province": province,
        "route": route,
    }
    yield _step("come", came, **said, slip=slip, desk=dice.random() < 0.5)
    if one.consent == NEVER:
        return
    agreed = came + timedelta(days=dice.randint(0, 2), minutes=40)
    runs_out = one.consent != IN_FORCE and dice.random() < 0.4
    lasts = dice.randint(3, 8) if one.consent == ENDED else 0
    last = agreed.date() + timedelta(days=lasts if runs_out else 120)
    yield _step("agree", agreed, person=one.number, receipt=receipt, last=last.isoformat())
    if one.consent != IN_FORCE and not runs_out:
        yield _step("revoke", agreed + timedelta(days=lasts, minutes=30), person=one.number)


def _step(do: str, at: datetime, **said: object) -> Step:
    return {"do": do, "at": at.isoformat(), **said}


def _when(step: Step) -> str:
    return str(step["at"])
