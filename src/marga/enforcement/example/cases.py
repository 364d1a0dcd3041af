"""Some thousand cases that were lived in: booked, weighed, reviewed, charged anew, sent to court, through the services.

So the ledger is true: what an officer of the example finds there was entered by the same acts as their own will be.
The same seed gives the same cases. What is wrong in some of them is wrong on purpose: so there is something to see.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting, clock
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.services import book

from . import afterwards
from .people import Someone, birth, someone, taken
from .stations import OTHERS, UNITS, calibrate, number_of

SEED = 20261124
DAYS = 360
#: Seconds in which others may write: SQLite has one writer, and who waits for it takes no turns.
PAUSE = 0.03
PLACES = ("Street 271", "Old market", "National road 5", "Bus station", "Rented room", "Construction site", "Ferry")
DRUGS = (
    ("ice", "crystal", 0.80),
    ("tablets", "tablet", 0.12),
    ("cannabis", "plant", 0.05),
    ("ketamine", "powder", 0.03),
)
HIDDEN = ("on_body", "in_vehicle", "in_building", "in_baggage", "other")
OPERATIONS = ("patrol", "raid", "checkpoint", "tip")


@dataclass
class Draws:
    """What the cases are drawn from: the dice, the people met so far, and the numbers of seals."""

    dice: Random
    met: list[Someone]
    seals: Iterator[int]


def make_cases(count: int) -> int:
    """Book so many cases, 6 or more, spread over the last year; the last six within a day and a half, for the board.

    Once only. Returns how many there are.
    """
    if Case.objects.exists():
        return Case.objects.count()
    draws = Draws(Random(SEED), [], iter(range(1, 10**6)))  # noqa: S311 - the same cases every time
    now = timezone.now()
    moments = sorted(now - timedelta(minutes=draws.dice.randint(60, DAYS * 24 * 60)) for _ in range(count - 6))
    for moment in [*moments, *(now - timedelta(minutes=minutes) for minutes in (2000, 600, 425, 240, 130, 70))]:
        unit = draws.dice.choices(UNITS, weights=(30, 18, 14, 12, 9, 17))[0][0]
        if now - moment < timedelta(hours=40):
            unit = UNITS[0][0]  # somebody is held where the example accounts work
        with transaction.atomic():
            make_case(draws, unit, moment, now)
        time.sleep(PAUSE)
    calibrate(clock(), now.date() - timedelta(days=30))
    return count


def make_case(draws: Draws, unit: str, recorded: datetime, now: datetime) -> Case:
    """One case, and what was done about it since, up to now."""
    number = number_of(unit, draws.dice.choice(OTHERS[:3])[0])
    who = Acting(number, "officer", unit, ("officer",), Clock(recorded))
    case = book(_booking(draws, unit, recorded, number), who)
    afterwards.live_on(draws.dice, case, who, now)
    return case


def _booking(draws: Draws, unit: str, recorded: datetime, officer: str) -> contents.Booking:
    dice = draws.dice
    province = next(one[3] for one in UNITS if one[0] == unit)
    arrested = recorded - timedelta(minutes=dice.randint(40, 240))
    count = dice.choices((1, 2, 3, 4), weights=(45, 30, 15, 10))[0]
    people = tuple(_person(draws, arrested, recorded, province) for _ in range(count))
    found = dice.random() < 0.62
    return contents.Booking(
        place=dice.choice(PLACES), province=province, event=arrested - timedelta(minutes=dice.randint(0, 60)),
        operation=dice.choice(OPERATIONS), officers=(officer,), recorded=recorded, people=people,
        narrative="Made up for trying Marga.",
        exhibits=tuple(_exhibit(draws, arrested, count) for _ in range(dice.choice((1, 1, 2)) if found else 0)),
    )  # fmt: skip


def _person(draws: Draws, arrested: datetime, recorded: datetime, province: str) -> contents.PersonToBook:
    dice, today = draws.dice, recorded.date()
    again = draws.met and dice.random() < 0.2
    who = dice.choice(draws.met) if again else someone(dice, today)
    draws.met.append(who)
    use = dice.random() < 0.45
    return contents.PersonToBook(
        role="found_using" if use and dice.random() < 0.5 else "suspect", name=_written(dice, who.name), sex=who.sex,
        birth=birth(dice, who, today), citizenship=who.citizenship, languages=("km",), occupation=who.work,
        moved_for_work=bool(who.moved_from), moved_from=who.moved_from, moved_since=who.moved_since,
        address_province=province, arrested=arrested, arrived=arrested + (recorded - arrested) * 0.6,
        charge=contents.Charged(offence="use" if use else dice.choice(("possession", "trafficking"))),
        property=taken(dice),
    )  # fmt: skip


def _written(dice: Random, name: str) -> str:
    """The name as this officer spelt it: one in twelve differs by a letter."""
    if name.isascii() and dice.random() < 1 / 12:
        place = dice.randrange(1, len(name))
        return name[:place] + name[place - 1] + name[place:]
    return name


def _exhibit(draws: Draws, arrested: datetime, people: int) -> contents.Seized:
    drug, form, _share = draws.dice.choices(DRUGS, weights=[share for *_, share in DRUGS])[0]
    return contents.Seized(
        person=draws.dice.randint(1, people), seal=f"EX-{next(draws.seals):06d}", drug=drug, form=form,
        concealment=draws.dice.choice(HIDDEN), seized=arrested,
        seal_source=f"stamp {draws.dice.randint(1, 400)}" if draws.dice.random() < 0.1 else "",
    )  # fmt: skip
