"""5,000 who wait are placed over 500 services in under 5 s of processor, none above what is safe: ./bench placement"""

from __future__ import annotations

import sys
import time
from collections import Counter
from random import Random

from marga.placement import Group, Place, Point, Seeker, assign

SEXES = (("male",), ("female",), ("male", "female"))
WAITING, SERVICES, SECONDS = 5000, 500, 5.0
KINDS, NEEDS = ("community", "residential", "inpatient"), ("pregnancy", "children", "opioid_agonist")


def point(random: Random) -> Point:
    """Somewhere in a country of some 500 km."""
    return Point(10 + 4 * random.random(), 102.5 + 5 * random.random())


def some(random: Random, share: float) -> frozenset[str]:
    return frozenset(need for need in NEEDS if random.random() < share)


def services(random: Random) -> list[Place]:
    """Services of all kinds, for women, men or both, some for the young, with 0 to 12 safe places each: two by two they
    are wards of one centre, which is safe for 0 to 16 together."""
    centres = [Group(f"c{number}", random.randint(0, 16)) for number in range(SERVICES // 2)]
    return [
        Place(f"p{number}", random.choice(KINDS), frozenset(random.choice(SEXES)),
              *((18, None) if random.random() < 0.8 else (12, 17)), random.randint(0, 12), frozenset({"km"}),
              some(random, 0.4), point(random), group=centres[number // 2])
        for number in range(SERVICES)
    ]  # fmt: skip


def waiting(random: Random) -> list[Seeker]:
    """People of four classes of priority, a third with family whom they want near."""
    return [
        Seeker(f"s{number}", tuple(random.sample(KINDS, random.randint(1, 2))),
               "male" if random.random() < 0.8 else "female", random.randint(15, 50), random.randint(0, 3),
               200 * random.random(), some(random, 0.08), frozenset({"km"}), point(random),
               point(random) if random.random() < 0.3 else None)
        for number in range(WAITING)
    ]  # fmt: skip


def main() -> int:
    random = Random(3)
    places, seekers = services(random), waiting(random)
    wall, processor = time.perf_counter(), time.process_time()
    found = assign(seekers, places)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    taken = Counter(found.placed.values())
    above = [place.key for place in places if taken[place.key] > place.free]
    free, together = {place.group.key: place.group.free for place in places if place.group}, Counter[str]()
    for place in places:
        if place.group:
            together[place.group.key] += taken[place.key]
    above += [key for key, most in free.items() if together[key] > most]
    print(f"{WAITING:,} wait for {sum(place.free for place in places):,} safe places in {SERVICES} services, "
          f"{sum(free.values()):,} in their {len(free)} centres: {len(found.placed):,} placed, {len(above)} services "
          "or centres above what is safe")  # fmt: skip
    holds = processor < SECONDS and not above  # one thread: other work on the machine does not count
    print(f"{processor:.2f} s of the processor, {wall:.2f} s on the clock; claimed under {SECONDS:g} s of the processor"
          f"{'' if holds else '  MISSED'}")  # fmt: skip
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
