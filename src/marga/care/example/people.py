"""People who asked, waited, stayed and went over the last year, day by day, through the services.

So the ledger is true: what a worker of the example finds there was entered by the same acts as their own will be. The
same seed gives the same lives. What is late in some of them is late on purpose: so there is something to see.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from marga.care.acts.services import ASKER, Acting
from marga.care.centres.models import Centre
from marga.care.centres.services import confirm, count_census
from marga.care.clients.services import Person, open_client
from marga.care.requests.services import Asked, answer, ask
from marga.care.stays.models import Offer, Stay, Wait
from marga.care.stays.offering import proposals
from marga.care.stays.offers import offer_place, refuse_offer
from marga.care.stays.services import Legal, ask_to_leave, begin_stay, end_stay, review_stay
from marga.care.stays.waits import begin_wait, drop_wait, pause_wait, resume_wait
from marga.country.instants import Clock
from marga.identity.ages import estimated
from marga.site.refusals import Refused

from .centres import HOME, LANGUAGE, NAMES, PROVINCES

SEED = 20261128
DAYS = 360
#: Seconds in which others may write: SQLite has one writer, and who waits for it takes no turns.
PAUSE = 0.02
WORDS = (
    "My brother does not sleep for days.", "I want to stop and cannot alone.", "My son shakes and shouts at night.",
    "She works at a building site and takes tablets to stay awake.", "Where can I go without my boss knowing?",
)  # fmt: skip
#: kind of care -> how many come to one centre of it, beside the others
COME = {"residential": 15, "inpatient": 12, "community": 22, "aftercare": 5}
#: kind of care -> days of a stay, the middle of a lognormal, and its spread
STAYS = {"residential": (90, 0.5), "inpatient": (12, 0.4), "community": (120, 0.6)}
ENDS = (("completed", 55), ("left", 25), ("contact_lost", 12), ("referred_on", 5), ("moved_away", 3))


@dataclass
class Lives:
    """The dice, the centres, the day and hour it is, and on which day each stay will end."""

    dice: Random
    centres: list[Centre]
    at: datetime
    ends: dict[str, date] = field(default_factory=dict)

    def who(self, centre: str) -> Acting:
        """Whoever runs a centre."""
        return Acting(f"manager-{centre}", centre, ("manager", "physician"), Clock(self.at))

    @property
    def inspector(self) -> Acting:
        return Acting("inspector", "", ("inspector",), Clock(self.at))

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share


def make_people(count: int) -> int:
    """So many people over the last year, up to now, at the centres where no example account works. Once only. Returns
    how many."""
    elsewhere = Centre.objects.exclude(pk=HOME).order_by("code")
    if Stay.objects.filter(centre__in=elsewhere).exists():
        return 0
    now = timezone.now()
    lives = Lives(Random(SEED), list(elsewhere), now)  # noqa: S311 - the same people every time
    made = 0
    for back in range(DAYS, -1, -1):
        lives.at = now - timedelta(days=back, minutes=lives.dice.randint(1, 120))
        due = round(count * (DAYS - back + 1) / (DAYS + 1))
        for _ in range(due - made):
            _somebody_comes(lives)
            time.sleep(PAUSE)
        made = due
        _a_day(lives, busy=back > 0)
        if back:
            count_census(lives.today)
    for centre in lives.centres:
        confirm(centre.code, lives.who(centre.code))
    return made


def _somebody_comes(lives: Lives) -> None:
    """Somebody asks, most through the public pages; most are answered, and become a client who waits or comes in."""
    dice = lives.dice
    centre = dice.choices(lives.centres, weights=[COME[one.modality] for one in lives.centres])[0]
    person, who, request = _person(lives, centre), lives.who(centre.code), ""
    if lives.chance(0.6):
        asked = Asked(route=dice.choice(("self", "family", "family")), province=person.province, sex=person.sex,
                      flags=person.flags, words=dice.choice(WORDS), centre=centre.code)  # fmt: skip
        found, _code = ask(asked, who=Acting(ASKER, "", (), Clock(lives.at)))
        request = found.number
        if lives.chance(0.05):
            return  # nobody has answered yet
        answer(request, "Come on any morning. Nobody needs to know your name.", (2, 14), who)
        if lives.chance(0.08):
            return  # answered, and never came
    client = open_client(person, who, request)
    with transaction.atomic():
        wait = begin_wait(
            client.number, (centre.modality,), (), who, request=request, route=dice.choice(("self", "community"))
        )
    _offer(lives, wait)


def _a_day(lives: Lives, *, busy: bool) -> None:
    """Offers are taken or not, stays end, who waits is offered what is free, and stays are looked at from outside."""
    for offer in Offer.objects.filter(answer="", made__lt=lives.at - timedelta(hours=12), centre__in=lives.centres):
        _answer(lives, offer)
    for key in [key for key, end in lives.ends.items() if end <= lives.today]:
        _end(lives, key)
    waiting = Wait.objects.filter(ended=None, centre__in=lives.centres).exclude(offers__answer="")
    for wait in waiting.order_by("urgency", "since", "key")[:40]:
        _wait_on(lives, wait)
    if busy:
        for stay in Stay.objects.filter(ended=None, review_due__lte=lives.today, centre__in=lives.centres)[:20]:
            if lives.chance(0.35):  # the others are looked at on a later day
                review_stay(stay.key, "goes_on", "Seen alone; wants to stay; knows how to leave.", lives.inspector)


def _wait_on(lives: Lives, wait: Wait) -> None:
    who = lives.who(wait.centre_id)
    if wait.paused_since is not None:
        if lives.chance(0.2):
            resume_wait(wait.key, lives.today, who)
    elif lives.chance(0.01):
        pause_wait(wait.key, lives.today, lives.dice.choice(("away", "illness")), who)
    elif lives.chance(0.004):
        drop_wait(wait.key, "gave_up", "Said so on the telephone.", who)
    else:
        _offer(lives, wait)


def _offer(lives: Lives, wait: Wait) -> None:
    """The best place that is free now, if there is one."""
    homes = {one.code for one in lives.centres}
    for option in proposals(wait, Clock(lives.at)).best:
        if option.days == 0 and option.place.key.rpartition(".")[0] in homes:
            offer_place(wait.key, option.place.key, "", lives.who(wait.centre_id))
            return


def _answer(lives: Lives, offer: Offer) -> None:
    if lives.chance(0.06):
        refuse_offer(offer.key, False, lives.who(offer.wait.centre_id))
        return
    who, dice = lives.who(offer.centre_id), lives.dice
    middle, spread = STAYS[offer.centre.modality]
    days = max(2, round(middle * dice.lognormvariate(0, spread)))
    basis = "voluntary" if lives.chance(0.75) else "offered"
    drug, end = dice.choice(("ice", "ice", "tablets")), lives.today + timedelta(days=days)
    stay = begin_stay(offer.wait.client_id, offer.ward_id, Legal(basis), who, drug=drug, planned_end=end)
    gone = lives.chance(0.3)
    lives.ends[stay.key] = lives.today + timedelta(days=max(1, round(days * (dice.random() if gone else 1))))


def _end(lives: Lives, key: str) -> None:
    del lives.ends[key]
    stay = Stay.objects.get(pk=key)
    who = lives.who(stay.centre_id)
    why = lives.dice.choices([name for name, _share in ENDS], weights=[share for _name, share in ENDS])[0]
    if why == "left":
        ask_to_leave(key, who)
    try:
        end_stay(key, why, who)
    except Refused:  # somebody else has ended it meanwhile
        return


def _person(lives: Lives, centre: Centre) -> Person:
    dice = lives.dice
    sex = "male" if lives.chance(0.85) else "female"
    return Person(
        province=dice.choice((centre.province, centre.province, *PROVINCES)), name=dice.choice(NAMES),
        sex=sex, born=estimated(dice.randint(18, 45), 1, lives.today), citizenship="national", languages=(LANGUAGE,),
        flags=("injecting",) if lives.chance(0.05) else ("children",) if sex == "female" and lives.chance(0.2) else (),
        moved_for_work=lives.chance(0.3),
    )  # fmt: skip
