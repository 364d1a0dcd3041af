"""People of the example: they ask, wait and stay through the same services as everybody. All are made up."""

from __future__ import annotations

from random import Random

from marga.care.acts.services import Acting
from marga.care.clients.services import Person, open_client
from marga.care.days import today
from marga.care.requests.services import Asked, answer, ask
from marga.care.stays.services import Legal, begin_stay, begin_wait
from marga.identity.ages import estimated
from marga.site.refusals import Refused

from .centres import LANGUAGE, NAMES, PROVINCES

STAYING, WAITING, ASKING = 38, 12, 6


def make_people(who: Acting) -> None:
    """Some who stay, some who wait, some who have only asked."""
    random = Random(7)  # noqa: S311 - example people, not secrets
    for number in range(STAYING + WAITING):
        client = open_client(_person(random, who), who)
        if number < STAYING:
            ward = f"{who.centre}.{1 if client.sex == 'male' else 2}"
            try:
                begin_stay(client.number, ward, Legal("voluntary" if random.random() < 0.8 else "offered"), who,
                           route=random.choice(("self", "family", "arrest")), drug="ice")  # fmt: skip
            except Refused:  # the ward is full: they wait
                begin_wait(client.number, ("residential",), (), who)
        else:
            begin_wait(client.number, ("residential", "community"), (), who, route="family")
    for number in range(ASKING):
        asked = Asked(route="family", province=PROVINCES[0], words="My brother does not sleep for days.",
                      flags=("injecting",) if number == 0 else ())  # fmt: skip
        request, _code = ask(asked)
        if number % 2:
            answer(request.number, "You can come on any morning. Nobody asks for a name.", (3, 10), who)


def _person(random: Random, who: Acting) -> Person:
    sex = "male" if random.random() < 0.85 else "female"
    return Person(
        province=random.choice(PROVINCES), name=random.choice(NAMES), sex=sex,
        born=estimated(random.randint(19, 45), 1, today(who)), citizenship="national", languages=(LANGUAGE,),
        flags=("injecting",) if random.random() < 0.1 else (), moved_for_work=random.random() < 0.3,
    )  # fmt: skip
