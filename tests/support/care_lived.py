"""A care side in which something of every kind happened, for tests that go through all addresses and all tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from marga.care.centres.services import add_ward, close_centre, confirm, count_census, set_staff
from marga.care.clients.services import correct_client, merge, open_client, part
from marga.care.requests.services import answer, close, take, write_as_asker, write_to_asker
from marga.care.stays.services import (
    Legal,
    ask_to_leave,
    change_wait,
    drop_wait,
    end_stay,
    expire_offers,
    move,
    pause_wait,
    refuse_offer,
    rest_on,
    resume_wait,
    review_stay,
)  # fmt: skip
from support.addresses import Address, every_address
from support.care import (
    FAR,
    HOME,
    MEN,
    NOW,
    acting,
    asked,
    by_court,
    centres,
    days,
    offered,
    opened,
    person,
    staying,
    waiting,
    ward,
)  # fmt: skip
from support.entering import settle
from support.states import kept

#: What only somebody said or is called; none of it may stand anywhere in the clear.
SECRETS = (
    "Kla Tiger", "Bong Srey", "Old Name", "Aunt Mealea", "012 777 888", "Never call my house", "Little Rith",
    "He sleeps under the bridge", "Come on Monday", "I am afraid of him", "Bring nothing", "One scar", "Two brothers",
    "His mother told us", "He begs to go home",
)  # fmt: skip


@dataclass(frozen=True)
class Lived:
    """Keys of what happened, and the codes that were given."""

    client: str
    request: str
    wait: str
    offer: str
    stay: str
    codes: tuple[str, ...]


def lived_in() -> Lived:
    """Such a side, in a database that was empty."""
    return kept("care_lived", live)


def live() -> Lived:
    """Make it: every kind of act, most of them twice."""
    centres()
    intake, manager, inspector = acting("intake"), acting("manager"), acting("inspector")
    confirm(HOME, manager)
    set_staff(HOME, 5, manager)
    asker, code = asked(words="He sleeps under the bridge", name="Bong Srey", contact="012 777 888", flags=("danger",))
    take(asker.number, intake)
    answer(asker.number, "Come on Monday", (2, 5), intake)
    write_as_asker(asker.number, "I am afraid of him")
    write_to_asker(asker.number, "Bring nothing", intake)
    gone, other_code = asked(words="He sleeps under the bridge")
    close(gone.number, "gave_up", intake)
    told = person(name="Kla Tiger", other_names="Old Name", guardian="Aunt Mealea", contact="012 777 888",
                  rule="Never call my house", waits_at_home="Little Rith", flags=("injecting",))  # fmt: skip
    client = open_client(told, intake, asker.number)
    correct_client(client.number, told, intake)
    twin = opened(name="Kla Tiger")
    merge(client.number, twin.number, "One scar", intake)
    part(client.number, twin.number, "Two brothers", intake)
    wait = waiting(client)
    change_wait(wait.key, ("residential", "community"), (), intake)
    pause_wait(wait.key, NOW.date(), "away", intake)
    resume_wait(wait.key, NOW.date(), intake)
    refuse_offer(offered(wait).key, False, intake)
    offer = offered(wait)
    dropped = waiting(twin)
    drop_wait(dropped.key, "unreachable", "His mother told us", intake)
    offered(waiting(opened(name="Expected Nobody")), who=acting("manager", NOW - days(5)))
    expire_offers()
    stay = staying(opened(name="Kla Tiger"), legal=by_court())
    rest_on(stay.key, Legal("offered"), manager)
    ask_to_leave(stay.key, acting("care-worker"))
    review_stay(stay.key, "ends", "He begs to go home", inspector)
    over = staying(opened(name="Over"))
    end_stay(over.key, "completed", manager)
    add_ward(ward(HOME, area=Decimal(10), beds=2), acting("planner"))
    move(stay.key, f"{HOME}.4", manager)
    close_centre(FAR, NOW.date(), acting("planner"))
    count_census(NOW.date() - days(1))
    settle()
    return Lived(client.number, asker.number, wait.key, offer.key, stay.key, (code, other_code))


def filled(lived: Lived) -> Iterator[tuple[Address, str]]:
    """Every address of the side with keys of what happened in its gaps."""
    known: dict[str, dict[str, object]] = {
        "": {"slug": "x", "number": 1, "name": "planner", "code": HOME, "ward": MEN},
        "clients": {"number": lived.client, "other": lived.client}, "requests": {"number": lived.request},
        "waits": {"key": lived.wait}, "offers": {"key": lived.offer}, "stays": {"key": lived.stay},
        "wards": {"key": MEN},
    }  # fmt: skip
    for one in every_address("marga.care.urls"):
        words = [word for word in one.path.split("/") if word in known]
        values = {name: value for word in ["", *words] for name, value in known[word].items()}
        gaps = {gap: values.get(gap, "a-name") for gap in one.pattern.pattern.converters}
        yield one, reverse(one.name, kwargs=gaps)


__all__ = ["SECRETS", "Lived", "filled", "lived_in"]
