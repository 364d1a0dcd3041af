"""A care side on PostgreSQL filled with made-up episodes by two processes: acts with their entries, and every table.

What the bench of care measures on. The rows are those that the services and projections write, many in one statement;
`./bench care --replay` makes them anew from the acts and compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from multiprocessing import get_context
from random import Random
from time import perf_counter

from django.db import connection, transaction

from marga.care.acts.models import Act
from marga.care.acts.services import Acting
from marga.care.centres import contents as centres
from marga.care.centres.models import Centre
from marga.care.centres.services import add_ward, set_centre
from marga.care.clients import contents as clients
from marga.care.clients.models import AtCentre, Client, SoundKey
from marga.care.clients.services import sound_words
from marga.care.sealing import make_keys, seal
from marga.care.stays import contents as stays
from marga.care.stays.models import Stay, Wait
from marga.country.instants import Clock
from marga.site.acts.contents import Content
from marga.site.acts.kinds import KINDS
from marga.site.copying import insert_all
from marga.site.ledgers.services import enter_all

SEED, PROCESSES, AT_ONCE = 20261128, 2, 1000
PRESENT, WAITING, SAFE = 30, 25, 40  # people in and waiting for each centre; safe places
FAMILIES = (
    "Sok",
    "Chan",
    "Kim",
    "Ly",
    "Heng",
    "Noun",
    "Prak",
    "Keo",
    "Chea",
    "Meas",
    "Pen",
    "Ros",
    "Sam",
    "Touch",
    "Yim",
)
GIVEN = (
    "Dara",
    "Sophea",
    "Sreymom",
    "Vuthy",
    "Bopha",
    "Ratha",
    "Sovann",
    "Chenda",
    "Rith",
    "Mealea",
    "Piseth",
    "Kunthea",
)
SPAWN = get_context("spawn")


def now() -> datetime:
    return datetime.now(UTC)


def codes(count: int) -> list[str]:
    return [f"KH-12-B{number}" for number in range(1, count + 1)]


def manager(code: str) -> Acting:
    return Acting(f"manager-{code}", code, ("manager",), Clock(now()))


def make_centres(names: Sequence[str]) -> None:
    """Centres with a ward of men and one of women, entered as a planner enters them."""
    make_keys()
    planner = Acting("planner", "", ("planner",), Clock(now()))
    for code in names:
        set_centre(centres.CentreSet(
            code=code, name=f"Centre {code}", province="KH-12", modality="residential", official=SAFE, operational=SAFE,
            emergency=SAFE + 5, licence=SAFE, staff=10, ratio=Decimal(5), opened=date(2015, 1, 1), languages=("km",),
        ), planner, new=True)  # fmt: skip
        for sex, beds in (("male", SAFE - 8), ("female", 8)):
            add_ward(centres.WardSet(key=f"{code}.0", centre=code, name=sex, sexes=(sex,), age_from=18,
                                     area=Decimal(beds) * 4, beds=beds), planner)  # fmt: skip


def fill(episodes: int, names: Sequence[str]) -> float:
    """Enter so many episodes, and bring the statistics up to date. Returns seconds."""
    each = -(-episodes // len(names))
    begun = perf_counter()
    with SPAWN.Pool(PROCESSES, initializer=_begin) as pool:
        pool.starmap(_fill_centre, [(code, each) for code in names], chunksize=1)
    spent = perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return spent


def _begin() -> None:
    import django

    django.setup()


def _fill_centre(code: str, count: int) -> None:
    dice = Random(f"{SEED} {code}")
    for first in range(0, count + WAITING, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + WAITING))
        with transaction.atomic():
            _enter(code, [_episode(code, number, count, dice) for number in numbers])


def _episode(code: str, number: int, count: int, dice: Random) -> list[tuple[str, str, Content, datetime]]:
    """The acts of somebody: kind, key, content, time. The last ones are still there, and after them some wait."""
    place = int(code.rpartition("B")[2])
    digits = f"{place * 100_000 + number:09d}"
    client = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    waits, stays_on = number >= count, number >= count - PRESENT
    ago = (
        number - count if waits else dice.randint(1, 80) if stays_on else 100 + (count - number) * 3500 // max(1, count)
    )
    at = now() - timedelta(days=max(1, dice.randint(1, 60) if ago <= 0 else ago))
    name, sex = f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)}", "male" if number % 5 else "female"
    born, day = date(1960 + dice.randint(0, 40), dice.randint(1, 12), dice.randint(1, 28)), at.date()
    told = clients.ClientSet(name=seal(name, "client.name", client), sounds=sound_words(name), sex=sex, born_from=born,
                             born_to=born, citizenship="national", languages=("km",), province="KH-12")  # fmt: skip
    urgency = dice.choice((1, 2, 3, 3, 3))
    made = [("client.opened", client, told, at),
            ("wait.begun", f"{client}.w1", stays.WaitBegun(client=client, route="family", since=day, urgency=urgency,
                                                          kinds=("residential",), reasons=(6,)), at)]  # fmt: skip
    if waits:
        return made
    rests = stays.Rests(basis="voluntary", since=day, review_due=day + timedelta(days=90), may_leave=True)
    made.append(("stay.begun", f"{client}.1", stays.StayBegun(
        client=client, ward=f"{code}.{1 if sex == 'male' else 2}", modality="residential", route="family", drug="ice",
        day=day, rests=rests), at))  # fmt: skip
    if not stays_on:
        end = at + timedelta(days=90)
        made.append(("stay.ended", f"{client}.1", stays.StayEnded(day=end.date(), why="completed"), end))
    return made


def _enter(code: str, episodes: Sequence[Sequence[tuple[str, str, Content, datetime]]]) -> None:
    told = [one for episode in episodes for one in episode]
    acts = enter_all([
        Act(kind=kind, subject=KINDS[kind].subject, centre=code, about=key, by=f"manager-{code}", at=at,
            new=content.plain()) for kind, key, content, at in told
    ])  # fmt: skip
    rows = {model: list(_rows(model, code, episodes)) for model in (Client, SoundKey, AtCentre, Wait, Stay)}
    for made in rows.values():
        if made:
            insert_all(made)
    assert len(acts) == len(told)
    moved = [at for kind, _key, _content, at in told if kind.startswith("stay.")]
    if moved:
        Centre.objects.filter(pk=code).update(touched=moved[-1])


def _rows(model: type, code: str, episodes: Sequence[Sequence[tuple[str, str, Content, datetime]]]) -> Iterator[object]:
    """The rows of one table that follow from these acts, as the projections make them."""
    for episode in episodes:
        (_kind, client, who, at), (_k, wait, asked, _at), *rest = episode
        assert isinstance(who, clients.ClientSet)
        assert isinstance(asked, stays.WaitBegun)
        began = rest[0][2] if rest else None
        ended = rest[1] if len(rest) > 1 else None
        if model is Client:
            said = who.model_dump(exclude={"sounds"}) | {"languages": list(who.languages), "flags": list(who.flags)}
            yield Client(number=client, opened=at, **said)
        elif model is SoundKey:
            yield from (SoundKey(client_id=client, word=word) for word in sorted(set(who.sounds)))
        elif model is AtCentre:
            yield AtCentre(client_id=client, centre_id=code)
        elif model is Wait:
            over = {"ended": at, "ended_why": "placed"} if rest else {}
            yield Wait(key=wait, client_id=client, centre_id=code, route=asked.route, since=asked.since,
                       counts_from=asked.since, kinds=list(asked.kinds), urgency=asked.urgency,
                       reasons=list(asked.reasons), **over)  # fmt: skip
        elif isinstance(began, stays.StayBegun):
            rests = began.rests
            over = {}
            if ended:
                (_k, _stay, end, end_at) = ended
                assert isinstance(end, stays.StayEnded)
                over = {"ended": end.day, "ended_at": end_at, "ended_why": end.why}
            yield Stay(
                key=rest[0][1], client_id=client, centre_id=code, ward_id=began.ward, modality=began.modality,
                route=began.route, drug=began.drug, began=began.day, began_at=at, basis=rests.basis,
                basis_since=rests.since, review_due=rests.review_due, due=rests.review_due, may_leave=True, **over,
            )  # fmt: skip
