"""What stands since an act with an episode."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.care.stays.models import Stay
from marga.care.stays.projections import set_decision
from marga.site.acts.kinds import kind

from . import contents
from .models import Appeal, Episode, EpisodeReview, Session


@kind("episode.planned", "episode", gettext_noop("a plan was agreed"), contents.PlanAgreed)
def plan_agreed(act: Act, told: contents.PlanAgreed) -> None:
    """The plan is this one."""
    _set(act.about, goals=told.goals, agreed=told.agreed, agreed_how=told.how, planned_by=act.by,
         review_due=told.review_due)  # fmt: skip


@kind("episode.session", "episode", gettext_noop("a session was written down"), contents.SessionHeld)
def session_held(act: Act, told: contents.SessionHeld) -> None:
    """One more session; it may have been written down after a later one."""
    said = told.model_dump(exclude={"next_day", "contact"})
    Session.objects.create(stay_id=act.about, by=act.by, **said)
    last = Episode.objects.filter(pk=act.about).values_list("last_contact", flat=True).first()
    _set(act.about, session_due=told.next_day,
         last_contact=_later(last, told.day) if told.attended and told.contact else last)  # fmt: skip


@kind("episode.reviewed", "episode", gettext_noop("the treatment was reviewed"), contents.EpisodeReviewed)
def episode_reviewed(act: Act, told: contents.EpisodeReviewed) -> None:
    """One more look; the next is due later."""
    said = told.model_dump(exclude={"next_due"})
    EpisodeReview.objects.create(stay_id=act.about, by=act.by, **said)
    _set(act.about, review_due=told.next_due)


@kind("appeal.filed", "appeal", gettext_noop("an appeal was filed"), contents.AppealFiled)
def appeal_filed(act: Act, told: contents.AppealFiled) -> None:
    """It waits for a decision."""
    said = told.model_dump(exclude={"stay"})
    Appeal.objects.create(key=act.about, stay_id=told.stay, **said)


@kind("appeal.decided", "appeal", gettext_noop("the appeal was decided"), contents.AppealDecided)
def appeal_decided(act: Act, told: contents.AppealDecided) -> None:
    """It is decided. What ends the treatment or asks for another basis is due of the stay that the person is in now on
    the basis of the one appealed against, as it is after a look from outside; also after a transfer."""
    Appeal.objects.filter(pk=act.about).update(**told.model_dump())
    if told.result == "stands":
        return
    appeal = Appeal.objects.select_related("stay").get(pk=act.about)
    moved = Q(client=appeal.stay.client_id, basis=appeal.stay.basis, basis_since__lte=appeal.filed)
    for stay in Stay.objects.filter(Q(pk=appeal.stay_id) | moved, ended=None).exclude(decision="ends"):
        set_decision(stay.pk, told.decided, told.result)


@kind("episode.return_planned", "episode", gettext_noop("the way home was planned"), contents.ReturnPlanned)
def return_planned(act: Act, told: contents.ReturnPlanned) -> None:
    """Another service expects the person; it may not read of them yet."""
    _set(act.about, to_id=told.to, to_day=told.day, to_words=told.words, handed_over=None)


@kind("episode.handed_over", "episode", gettext_noop("the person was handed over"), contents.HandedOver)
def handed_over(act: Act, told: contents.HandedOver) -> None:
    """The other service may read; that is an act with the client of its own."""
    _set(act.about, handed_over=told.day)


def _set(stay: str, **said: object) -> None:
    Episode.objects.update_or_create(stay_id=stay, defaults=said)


def _later(one: date | None, other: date) -> date:
    return other if one is None else max(one, other)
