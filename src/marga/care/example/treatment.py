"""Treatment of the example's people: screened, assessed, with plans and sessions; and what happened at the centre."""

from __future__ import annotations

from datetime import timedelta

from marga.care.acts.services import Acting
from marga.care.assessments.services import Said, assess, known_of
from marga.care.days import today
from marga.care.episodes.services import Held, agree_plan, hold_session, review
from marga.care.rules import tdi
from marga.care.safety.services import Happened, find_quality, record_incident
from marga.care.screening import services as screening
from marga.care.stays.models import Stay
from marga.country.instants import Clock
from marga.screening import Answer, Item, Question, Substance, next_item

PLANNED, ASSESSED, SCREENED = 12, 6, 3
GOALS = ("Sleep through the night.\nFind work at the market.", "No pills for a month.\nSee my mother every week.")
USED = {Substance.AMPHETAMINE, Substance.TOBACCO}


def make_treatment(centre: str, at: Clock) -> None:
    """Some of those who stay are treated; a fall and two gaps in quality are written down."""
    worker = Acting("care-worker", centre, ("care-worker",), at)
    manager = Acting("manager", centre, ("manager",), at)
    stays = list(Stay.objects.filter(centre=centre, ended=None).select_related("client").order_by("key")[:PLANNED])
    for number, stay in enumerate(stays):
        if number < SCREENED:
            _screen(stay.client_id, worker)
        if number < ASSESSED:
            _assess(stay, worker)
        _treat(stay, number, worker)
    record_incident(Happened("injury", at.at - timedelta(hours=5), "Fell from the upper bed; a bruise on the arm.",
                             done="The nurse looked at the arm."), worker)  # fmt: skip
    find_quality(centre, "plan", "met", manager)
    find_quality(centre, "agonist", "not", manager, gap="The nearest service is two hours away.", owner="manager",
                 due=today(manager) + timedelta(days=60))  # fmt: skip
    find_quality(centre, "privacy", "partly", manager, gap="The cupboard has no lock.", owner="care-worker",
                 due=today(manager) + timedelta(days=7))  # fmt: skip


def _treat(stay: Stay, number: int, worker: Acting) -> None:
    day = today(worker)
    agree_plan(stay.key, GOALS[number % len(GOALS)], "signed", worker)
    hold_session(stay.key, Held(day, "counselling", 40, attended=True, note="Speaks of his brother.",
                                next_day=day + timedelta(days=number % 3)), worker)  # fmt: skip
    if number % 4 == 0:
        review(stay.key, {"frequency": "4", "injecting": "1", "labour": "4", "living_where": "1"},
               "Eats and sleeps again.", worker)  # fmt: skip


def _assess(stay: Stay, worker: Acting) -> None:
    wanted = {"drug": "3.2", "route": "2", "frequency": "1", "first_use": "17", "injecting": "1", "children": "2",
              "status": "1", "labour": "4", "polydrug": "2", "ost": "never"}  # fmt: skip
    already, answers = known_of(stay.client, worker), dict[str, str]()
    while left := [item for item in tdi.asked(answers, already) if item.name not in answers]:
        answers[left[0].name] = wanted.get(left[0].name, tdi.UNKNOWN)
    assess(stay.client_id, Said(answers, "ice"), worker)


def _screen(client: str, worker: Acting) -> None:
    said = screening.given(client, worker)
    while (item := next_item(said.answers, screening.skips())) is not None:
        said = screening.answer(client, item, _answer(item), worker)
    screening.finish(client, worker)


def _answer(item: Item) -> Answer:
    if item.question is Question.EVER:
        return Answer.YES if item.substance in USED else Answer.NO
    if item.question in (Question.CONCERN, Question.CUT_DOWN):
        return Answer.EARLIER
    return Answer.NEVER if item.question is Question.INJECTED else Answer.WEEKLY
