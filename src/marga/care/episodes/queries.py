"""What pages show of episodes. Goals, notes and measures are opened here, for whoever treats the client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from marga.care.access import stays
from marga.care.acts.services import Acting
from marga.care.assessments.models import Assessment
from marga.care.assessments.queries import answer_word
from marga.care.assessments.services import answers_of
from marga.care.centres.models import Centre
from marga.care.days import today
from marga.care.national import care, clinical
from marga.care.rules import episodes as rules
from marga.care.rules import tdi
from marga.care.sealing import opened
from marga.care.stays.models import Stay
from marga.country import load
from marga.placement import Point
from marga.placement.model import kilometres
from marga.site.refusals import NotFound

from .models import Appeal, Episode, EpisodeReview, Session
from .services import outcomes_of, quiet

SHOWN = 20
SESSIONS = 100
#: What was measured: when in the episode, on which day, and the codes by item.
Column = tuple[str, date, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One item at the start, at each review and at the exit: when, the day, and the answer in words, "–" where it was
    not measured."""

    question: str
    values: list[tuple[str, date, str]]


@dataclass(frozen=True, slots=True)
class Appealed:
    """An appeal in the clear; `late`: it should be decided."""

    appeal: Appeal
    filed_with: str
    reason: str
    late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """An episode in the clear. `episode` is None before anything was agreed or written down.

    lost     the day on which contact counts as lost if nobody comes; None for who sleeps there, and after the end
    columns  the heads of `measured`: what it was, and the day
    """

    stay: Stay
    episode: Episode | None
    name: str
    goals: list[str]
    sessions: list[tuple[Session, str]]
    reviews: list[tuple[EpisodeReview, str]]
    columns: list[tuple[str, date]]
    measured: list[Measured]
    appeals: list[Appealed]
    returned: bool
    lost: date | None
    to_words: str
    exit_measured: bool
    late: bool


@dataclass(frozen=True, slots=True)
class DueToday:
    """What of treatment waits at a centre: reviews and sessions that are due, who did not come for long, appeals that
    wait for a decision, and who comes from another centre."""

    reviews: list[Episode]
    sessions: list[Episode]
    quiet: list[Stay]
    appeals: list[Appeal]
    coming: list[Episode]


def stay_to_read(who: Acting, key: str) -> Stay:
    """A stay at the centre, or one whose client was handed over to it. Raises NotFound otherwise."""
    handed = Q(episode__to=who.centre, episode__handed_over__isnull=False) if who.centre else Q(pk=None)
    rows = Stay.objects.filter(Q(pk__in=stays(who).values("pk")) | handed)
    found = rows.select_related("client", "centre", "ward", "episode__to").filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no stay {number} at your centre.").format(number=key))
    return found


def page(stay: Stay, who: Acting) -> Page:
    """All that an episode's page shows. A fixed number of questions."""
    episode: Episode | None = getattr(stay, "episode", None)
    reviews = list(stay.episode_reviews.order_by("number"))
    columns = _columns(stay, reviews)
    day = today(who)
    return Page(
        stay=stay, episode=episode, name=opened(stay.client.name, "client.name", stay.client_id),
        goals=opened(episode.goals, "plan.goals", stay.key).splitlines() if episode else [],
        sessions=[(one, opened(one.note, "session.note", stay.key))
                  for one in stay.sessions.order_by("-day", "-number")[:SESSIONS]],
        reviews=[(one, opened(one.words, "review.words", stay.key)) for one in reversed(reviews)],
        columns=[(head, at) for head, at, _said in columns],
        measured=[_measured(tdi.ITEMS[name], columns) for name in clinical().outcomes],
        appeals=appeals_of(stay, who),
        returned=returned(stay), lost=_lost(stay, episode),
        to_words=opened(episode.to_words, "return.words", stay.key) if episode else "",
        exit_measured=any(one.at_exit for one in reviews),
        late=bool(episode and stay.ended is None and episode.review_due and episode.review_due < day),
    )  # fmt: skip


def appeals_of(stay: Stay, who: Acting) -> list[Appealed]:
    """The appeals against a stay, in their order."""
    return [_appealed(one, today(who)) for one in stay.appeals.order_by("filed", "key")]


def returned(stay: Stay) -> bool:
    """Whether the person came back within the country's time of an earlier end. One question."""
    earlier = Stay.objects.filter(client=stay.client_id, ended__lte=stay.began, began_at__lt=stay.began_at)
    reasons = care().reasons
    ends = [rules.Earlier(ended, reasons[why].counts_as if why in reasons else why)
            for ended, why in earlier.values_list("ended", "ended_why") if ended is not None]  # fmt: skip
    return rules.is_return(stay.began, ends, care().returned.span)


def due_today(who: Acting) -> DueToday:
    """What the first page of a centre says of treatment. Five questions."""
    day, here = today(who), Q(stay__centre=who.centre, stay__ended=None)
    soon = day + care().soon
    of = Episode.objects.filter(here).select_related("stay__ward")
    warned = day - care().lost.span + clinical().lost_soon.span
    return DueToday(
        reviews=list(of.filter(review_due__lte=soon).order_by("review_due", "pk")[:SHOWN]),
        sessions=list(of.filter(session_due__lte=day).order_by("session_due", "pk")[:SHOWN]),
        quiet=list(quiet(warned).filter(centre=who.centre).select_related("ward")[:SHOWN]),
        appeals=list(Appeal.objects.filter(here, decided=None).order_by("due", "pk")[:SHOWN]),
        coming=list(
            Episode.objects.filter(to=who.centre, handed_over__isnull=False, to_day__gte=day - timedelta(days=7))
            .select_related("stay__client").order_by("to_day", "pk")[:SHOWN]
        ),
    )  # fmt: skip


def services_near(stay: Stay) -> list[tuple[Centre, int | None]]:
    """Other open centres where nobody has to stay overnight, the nearest to home first; kilometres as the crow flies
    from the middle of the person's province, None where it is not known. One question."""
    province = stay.client.province
    middle = load(settings.MARGA_COUNTRY).middles.get(province)
    home = None if middle is None else Point(*middle)
    rows = Centre.objects.filter(closed=None).exclude(pk=stay.centre_id).exclude(wards__beds__isnull=False)
    found = [(one, kilometres(home, _point(one))) for one in rows]
    found.sort(key=lambda one: (one[0].province != province, one[1] is None, one[1] or 0, one[0].code))
    return [(one, None if way is None else round(way)) for one, way in found]


def _point(centre: Centre) -> Point | None:
    if centre.latitude is not None and centre.longitude is not None:
        return Point(centre.latitude, centre.longitude)
    middle = load(settings.MARGA_COUNTRY).middles.get(centre.province)
    return None if middle is None else Point(*middle)


def _columns(stay: Stay, reviews: list[EpisodeReview]) -> list[Column]:
    assessed = list(Assessment.objects.filter(client=stay.client_id).order_by("day", "key"))
    if stay.ended is not None:
        assessed = [one for one in assessed if one.day <= stay.ended]
    start = rules.starting([(one.day, one) for one in assessed], stay.began)
    found: list[Column] = []
    if start is not None:
        found.append((_("At the start"), start.day, answers_of(start)))
    return found + [(_("At the exit") if one.at_exit else _("Review"), one.day, outcomes_of(one)) for one in reviews]


def _measured(item: tdi.Item, columns: list[Column]) -> Measured:
    said = [(head, at, answer_word(item, one[item.name]) if item.name in one else "–") for head, at, one in columns]
    return Measured(_(item.question), said)


def _appealed(appeal: Appeal, day: date) -> Appealed:
    return Appealed(appeal, opened(appeal.filed_with, "appeal.filed_with", appeal.key),
                    opened(appeal.reason, "appeal.reason", appeal.key),
                    appeal.decided is None and appeal.due < day)  # fmt: skip


def _lost(stay: Stay, episode: Episode | None) -> date | None:
    if stay.ended is not None or stay.ward.beds is not None:
        return None
    return rules.lost_on(stay.began, episode.last_contact if episode else None, care().lost.span)
