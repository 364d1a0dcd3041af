"""Acts with episodes. One function an act; words and outcomes are sealed before they are recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marga.care.access import stay_for, stays
from marga.care.acts.services import Acting, by_itself, record
from marga.care.centres.models import Centre
from marga.care.clients.contents import ClientShared
from marga.care.days import today
from marga.care.national import care, clinical
from marga.care.rules import episodes as rules
from marga.care.rules import tdi
from marga.care.sealing import UNREADABLE, opened, seal
from marga.care.stays.contents import StayEnded
from marga.care.stays.locking import open_stay
from marga.care.stays.models import Stay
from marga.country import gettext_noop, say
from marga.site.faults import Fault, by_field, one_of, refuse, too_long
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .models import Appeal, Episode, EpisodeReview

HOW = ("signed", "thumb_print", "said")
RESULTS = ("stands", "another_basis", "ends")
MOST_LETTERS = 4000
#: As what a stay counts in the extract that ended because nobody came any more.
LOST = "contact_lost"


@dataclass(frozen=True, slots=True)
class Held:
    """A session as typed. `next_day`: when the next one is, None for none agreed."""

    day: date
    kind: str
    minutes: int
    attended: bool
    note: str = ""
    next_day: date | None = None


def agree_plan(key: str, goals: str, how: str, who: Acting) -> Episode:
    """The person agreed to a plan: `goals`, one a line, and how they said so. Its review is due after the country's
    days. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    text = "\n".join(line.strip() for line in goals.splitlines() if line.strip())
    refuse(one_of("how", how, HOW))
    if not text:
        refuse([Fault("goals", say(gettext_noop("Write at least one goal, in the person’s words.")))])
    refuse(too_long("goals", text, MOST_LETTERS))
    with transaction.atomic():
        _own_open_stay(key, who)
        day = today(who)
        told = contents.PlanAgreed(goals=seal(text, "plan.goals", key), agreed=day, how=how,
                                   review_due=rules.review_due(day, (), clinical().review.span))  # fmt: skip
        record("episode.planned", who, told, about=key)
        return Episode.objects.get(pk=key)


def hold_session(key: str, held: Held, who: Acting) -> Episode:
    """Write down a session, or that nobody came to it. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    refuse(one_of("kind", held.kind, clinical().sessions))
    refuse(too_long("note", held.note, MOST_LETTERS))
    with transaction.atomic():
        stay = _own_open_stay(key, who)
        refuse(by_field(rules.session_refusals(held.day, held.minutes, stay.began, today(who), held.next_day)))
        told = contents.SessionHeld(
            number=stay.sessions.count() + 1, day=held.day, kind=held.kind, minutes=held.minutes,
            attended=held.attended, contact=clinical().sessions[held.kind].contact, next_day=held.next_day,
            note=seal(held.note.strip(), "session.note", key),
        )  # fmt: skip
        record("episode.session", who, told, about=key)
        return Episode.objects.get(pk=key)


def review(key: str, outcomes: Mapping[str, str], words: str, who: Acting, *, at_exit: bool = False) -> Episode:
    """Look at how it goes and measure it. `outcomes`: the country's items and their codes. At the exit, also after the
    stay has ended, once. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    refuse(outcome_faults(outcomes))
    refuse(too_long("words", words, MOST_LETTERS))
    with transaction.atomic():
        stay = _own_stay(key, who)
        if not at_exit and stay.ended is not None:
            raise WrongState(_("This stay is over."))
        if at_exit and stay.episode_reviews.filter(at_exit=True).exists():
            raise WrongState(_("What was measured at the exit is written down already."))
        day = today(who)
        told = contents.EpisodeReviewed(
            number=stay.episode_reviews.count() + 1, day=day, at_exit=at_exit,
            outcomes=seal(json.dumps(dict(outcomes), sort_keys=True), "review.outcomes", key),
            words=seal(words.strip(), "review.words", key),
            next_due=None if at_exit else rules.review_due(day, (), clinical().review.span),
        )  # fmt: skip
        record("episode.reviewed", who, told, about=key)
        return Episode.objects.get(pk=key)


def outcomes_of(review: EpisodeReview) -> dict[str, str]:
    """What was measured at a review, in the clear; nothing where no key here opens it."""
    text = opened(review.outcomes, "review.outcomes", review.stay_id)
    found: dict[str, Any] = {} if text == UNREADABLE else json.loads(text)
    return found


def file_appeal(key: str, filed: date, filed_with: str, who: Acting) -> Appeal:
    """Write down that somebody appealed against an ordered treatment. Raises Faulty, WrongState for a stay that the
    person may leave anyway, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    if not filed_with.strip():
        refuse([Fault("filed_with", say(gettext_noop("Write with whom the appeal was filed.")))])
    refuse(too_long("filed_with", filed_with, MOST_LETTERS))
    with transaction.atomic():
        stay = _own_open_stay(key, who)
        if care().bases[stay.basis].may_leave:
            raise WrongState(_("Nobody ordered this stay: the person may leave when they ask to. Record that instead."))
        if stay.appeals.filter(decided=None).exists():
            raise WrongState(_("An appeal against this stay waits for its decision already."))
        refuse(by_field(rules.appeal_refusals(filed, stay.began, today(who))))
        number = f"{key}.a{stay.appeals.count() + 1}"
        told = contents.AppealFiled(stay=key, filed=filed, due=filed + clinical().appeal.span,
                                    filed_with=seal(filed_with.strip(), "appeal.filed_with", number))  # fmt: skip
        record("appeal.filed", who, told, about=number)
        return Appeal.objects.get(pk=number)


def decide_appeal(key: str, decided: date, result: str, reason: str, who: Acting) -> Appeal:
    """Write down how an appeal was decided, by whoever decides of such. By an inspector: nobody writes down what was
    decided against their own centre. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.inspect")
    refuse(one_of("result", result, RESULTS))
    if not reason.strip():
        refuse([Fault("reason", say(gettext_noop("Write who decided and why; it cannot be left out.")))])
    refuse(too_long("reason", reason, MOST_LETTERS))
    with transaction.atomic():
        appeal = appeal_for(who, key, lock=True)
        if appeal.stay.centre_id == who.centre:
            raise NotAllowed(_("Somebody who does not work at the centre writes down how an appeal was decided."))
        if appeal.decided is not None:
            raise WrongState(_("This appeal is decided already."))
        refuse(by_field(rules.decision_refusals(decided, appeal.filed, today(who))))
        told = contents.AppealDecided(decided=decided, result=result,
                                      reason=seal(reason.strip(), "appeal.reason", key))  # fmt: skip
        record("appeal.decided", who, told, about=key, centre=appeal.stay.centre_id)
        appeal.refresh_from_db()
        return appeal


def plan_return(key: str, to: str, day: date, words: str, who: Acting) -> Episode:
    """A service near home expects the person from a day on. It reads nothing of them by that. Raises Faulty,
    WrongState, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    refuse(too_long("words", words, MOST_LETTERS))
    with transaction.atomic():
        stay = _own_open_stay(key, who)
        if to == stay.centre_id or not Centre.objects.filter(pk=to, closed=None).exists():
            refuse(
                [Fault("to", say(gettext_noop("Choose a service of the list: one that is open, and not this one.")))]
            )
        if day < today(who):
            refuse([Fault("day", say(gettext_noop("The first visit there is today or later. Correct the day.")))])
        told = contents.ReturnPlanned(to=to, day=day, words=seal(words.strip(), "return.words", key))
        record("episode.return_planned", who, told, about=key)
        return Episode.objects.get(pk=key)


def hand_over(key: str, agreed: bool, who: Acting) -> Episode:
    """The service of the return plan may read of the client from now on, because the person agreed to it. Raises
    Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    if not agreed:
        refuse([Fault("agreed", say(gettext_noop("Nothing is handed over unless the person agrees to it.")))])
    with transaction.atomic():
        stay = _own_stay(key, who)
        episode = Episode.objects.filter(pk=key).first()
        if episode is None or episode.to_id is None:
            raise WrongState(_("Plan the way home first: which service is it?"))
        if episode.handed_over is not None:
            raise WrongState(_("The person was handed over already."))
        record("client.shared", who, ClientShared(centre=episode.to_id), about=stay.client_id)
        record("episode.handed_over", who, contents.HandedOver(day=today(who)), about=key)
        episode.refresh_from_db()
        return episode


def end_lost() -> int:
    """End the stays in wards without beds whose people have not come for the country's period. By the worker. Returns
    how many."""
    who, count = by_itself(), 0
    day, period = today(who), care().lost.span
    why = next(name for name, one in care().reasons.items() if one.counts_as == LOST)
    for key, centre in list(quiet(day - period).values_list("pk", "centre")):
        with transaction.atomic():
            Centre.objects.select_for_update().get(pk=centre)
            stay = Stay.objects.select_for_update(of=("self",)).select_related("ward").get(pk=key)
            last = Episode.objects.filter(pk=key).values_list("last_contact", flat=True).first()
            overnight = stay.ward.beds is not None
            if stay.ended is None and rules.is_lost(day, stay.began, last, period, overnight):
                record("stay.ended", who, StayEnded(day=day, why=why), about=key, centre=centre)
                count += 1
    return count


def quiet(since: date) -> QuerySet[Stay]:
    """The stays that last, in wards without beds, of whom nobody came after a day."""
    rows = Stay.objects.filter(ended=None, ward__beds=None, began__lte=since).order_by("key")
    came = Q(episode__isnull=True) | Q(episode__last_contact=None) | Q(episode__last_contact__lte=since)
    return rows.filter(came)


def appeal_for(who: Acting, key: str, *, lock: bool = False) -> Appeal:
    """An appeal against a stay that somebody may read. Raises NotFound otherwise."""
    rows = Appeal.objects.filter(stay__in=stays(who)).select_related("stay")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no appeal {number} at your centre.").format(number=key))
    return found


def outcome_faults(outcomes: Mapping[str, str]) -> list[Fault]:
    """What of the measures is missing or is no answer of its item."""
    needed = say(gettext_noop("Answer this too; “not known” is an answer."))
    return [Fault(name, needed) for name in clinical().outcomes
            if not tdi.ITEMS[name].is_answer(outcomes.get(name, ""))]  # fmt: skip


def _own_stay(key: str, who: Acting) -> Stay:
    stay = stay_for(who, key, lock=True)
    if stay.centre_id != who.centre:
        raise NotAllowed(_("Only the centre where somebody is treats them."))
    return stay


def _own_open_stay(key: str, who: Acting) -> Stay:
    _own_stay(key, who)
    return open_stay(key, who)
