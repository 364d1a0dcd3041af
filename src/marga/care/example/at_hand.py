"""People of the example: they ask, wait and stay through the same services as everybody. All are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from marga.care.acts.services import Acting
from marga.care.clients.services import Person, open_client
from marga.care.days import today
from marga.care.requests.services import Asked, answer, ask, write_as_asker
from marga.care.stays.models import Wait
from marga.care.stays.offering import proposals
from marga.care.stays.offers import offer_place
from marga.care.stays.services import Legal, ask_to_leave, begin_stay
from marga.care.stays.waits import begin_wait, pause_wait
from marga.country.instants import Clock
from marga.identity.ages import estimated
from marga.site.refusals import Refused

from .centres import LANGUAGE, NAMES, PROVINCES

STAYING, WAITING, ASKING = 38, 12, 6
#: The first came so many days ago, and then each time as many days later as bring the last to today.
FIRST_CAME = 100
BASES = ("voluntary", "voluntary", "voluntary", "offered", "court")


def make_at_hand(who: Acting) -> None:
    """Some who came over the last months and stay, some who wait, some who have only asked."""
    random, began = Random(7), who.clock.at - timedelta(days=FIRST_CAME)  # noqa: S311 - example people, not secrets
    each = timedelta(days=FIRST_CAME) / (STAYING + WAITING)
    for number in range(STAYING + WAITING):
        _come(number, replace(who, clock=Clock(began + number * each)), random)
    _go_on(who)
    for number in range(ASKING):
        request, _code = ask(Asked(
            route="family", province=PROVINCES[0], words="My brother does not sleep for days.",
            flags=("danger",) if number == 2 else ("injecting",) if number == 0 else (),
        ))  # fmt: skip
        if number % 2:
            answer(request.number, "You can come on any morning. Nobody asks for a name.", (3, 10), who)
        if number == 1:
            write_as_asker(request.number, "May I come with him?")


def _come(number: int, who: Acting, random: Random) -> None:
    """Somebody comes: into a place if one is free, else onto the list."""
    client = open_client(_person(random, who), who)
    basis = random.choice(BASES)
    until = today(who) + timedelta(days=150) if basis == "court" else None
    legal = Legal(basis, until, "Municipal court, 17" if basis == "court" else "")
    if number % 4 != 3:
        ward = f"{who.centre}.{1 if client.sex == 'male' else 2}"
        try:
            begin_stay(client.number, ward, legal, who, route=random.choice(("self", "family", "arrest")), drug="ice",
                       planned_end=today(who) + timedelta(days=105) if number % 3 == 0 else None)  # fmt: skip
        except Refused:  # the ward is full: they wait
            begin_wait(client.number, ("residential",), (), who)
    else:
        begin_wait(client.number, ("residential", "community"), (), who, route="family")


def _go_on(who: Acting) -> None:
    """What is under way: a wait that is paused, a place that is kept, somebody who asked to leave yesterday."""
    waits = list(Wait.objects.filter(centre=who.centre, ended=None).order_by("urgency", "counts_from", "key"))
    pause_wait(waits[2].key, today(who) - timedelta(days=2), "away", who)
    free = [option for option in proposals(waits[0], who.clock).best if option.days == 0]
    if free:
        offer_place(waits[0].key, free[0].place.key, "", who)
    stay = waits[0].centre.stays.filter(ended=None, may_leave=True).order_by("key").first()
    if stay is not None:
        ask_to_leave(stay.key, replace(who, clock=Clock(who.clock.at - timedelta(days=1))))


def _person(random: Random, who: Acting) -> Person:
    sex = "male" if random.random() < 0.85 else "female"
    return Person(
        province=random.choice(PROVINCES), name=random.choice(NAMES), sex=sex,
        born=estimated(random.randint(19, 45), 1, today(who)), citizenship="national", languages=(LANGUAGE,),
        flags=("injecting",) if random.random() < 0.1 else (), moved_for_work=random.random() < 0.3,
    )  # fmt: skip
