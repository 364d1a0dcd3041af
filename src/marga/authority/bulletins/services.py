"""What the statistician's desk does: one function an act, each in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from marga.authority.bulletins.fetching import fetch
from marga.authority.bulletins.models import Cube, CubeSource, Draft, Fetch, Published, Release
from marga.authority.bulletins.rules import (
    AT_WORK,
    ENDED,
    State,
    can_move,
    comes_too_early,
    is_second_person,
    needs_remark,
)  # fmt: skip
from marga.authority.bulletins.said import in_every_language
from marga.country import DataError, Period, write
from marga.extract.manifest import coverage_data
from marga.figures.bulletin.bulletin import Bulletin, slug
from marga.figures.bulletin.files import digest, from_json, to_json
from marga.figures.bulletin.times import check_period, name_of
from marga.site.accounts.models import Account
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.roles import check_may
from marga.site.writing import writer


def collect(*, by: str, now: datetime) -> list[Fetch]:
    """Fetch the cube of every side that has a source; keep those that are new. What went wrong is kept, too."""
    return [_collect(source, by, now) for source in CubeSource.objects.order_by("side")]


def _collect(source: CubeSource, by: str, now: datetime) -> Fetch:
    try:
        fetched = fetch(source.side, source.address, source.key, settings.MARGA_COUNTRY)
    except DataError as error:
        problem = in_every_language(error)
        return Fetch.objects.create(side=source.side, at=now, by=by, problem=problem)
    said = fetched.about
    with transaction.atomic():
        cube, is_new = Cube.objects.get_or_create(
            sha256=fetched.sha256,
            defaults={
                "side": source.side, "body": said.body, "starts": said.period.start, "ends": said.period.end,
                "made_at": said.made, "key": source.key, "coverage": coverage_data(said.coverage),
                "content": fetched.content, "signature": fetched.signature, "collected_at": now, "collected_by": by,
            },
        )  # fmt: skip
        return Fetch.objects.create(side=source.side, at=now, by=by, cube=cube, is_new=is_new)


def set_source(*, side: str, address: str, key: str) -> CubeSource:
    """Say where a side's cubes are, and by which key they must be signed. The operator's act, by command."""
    made, _new = CubeSource.objects.update_or_create(side=side, defaults={"address": address, "key": key})
    return made


@transaction.atomic
def order(*, period: Period, cubes: Sequence[Cube], reason: str, by: Account, now: datetime) -> Draft:
    """Order a bulletin of a period from these cubes. The worker makes it.

    Raises NotAllowed; DataError for a period that a bulletin cannot have; WrongState without a cube, or with two of one
    side.
    """
    check_may(by, "authority.run")
    check_period(period)
    if not cubes:
        raise WrongState(_("No cube was chosen. Collect the cubes first, then choose one of each side."))
    if len({cube.side for cube in cubes}) < len(cubes):
        raise WrongState(_("Two cubes are of the same side. Choose one of each side."))
    draft = Draft.objects.create(
        starts=period.start, ends=period.end, reason=reason.strip(), ordered_by=by.name, ordered_at=now
    )
    draft.cubes.set(cubes)
    return draft


def _locked(draft_id: int) -> Draft:
    """The draft, locked until the end of the transaction. Raises NotFound."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(_("There is no such draft."))
    return draft


def move(draft: Draft, new: State) -> None:
    """Change the state of a locked draft. Raises WrongState, with the reason, where it cannot become that."""
    old = State(draft.state)
    if not can_move(old, new):
        raise WrongState(_why_not(draft, old, new))
    draft.state = new.value


def _why_not(draft: Draft, old: State, new: State) -> str:
    words = _("Draft {number} cannot do that now: somebody may have moved it on. Look at it again.")
    if old is State.PUBLISHED:
        words = _("Draft {number} is published already. What is published changes only by a revision.")
    elif old in AT_WORK:
        words = _("Draft {number} is still being made. Wait until it can be looked at.")
    elif old is State.READY and new in (State.APPROVED, State.PUBLISHED):
        words = _("Draft {number} was not handed over yet. Hand it to a second person first.")
    elif old is State.SUBMITTED and new is State.PUBLISHED:
        words = _("Draft {number} is not approved yet. A second person looks at it and approves it first.")
    return words.format(number=draft.pk)


@transaction.atomic
def stop(*, draft_id: int, by: Account, now: datetime) -> Draft:
    """Stop a run, or set a finished draft aside. A run that is at work ends at its next step. Raises NotAllowed,
    NotFound, WrongState."""
    check_may(by, "authority.run")
    draft = _locked(draft_id)
    if draft.state == State.RUNNING:
        draft.stop_asked = True
    else:
        move(draft, State.STOPPED)
        draft.ended_at = now
    draft.save(update_fields=["state", "stop_asked", "ended_at"])
    return draft


@transaction.atomic
def order_again(*, draft_id: int, by: Account, now: datetime) -> Draft:
    """Order a draft anew that is out of date, or that failed: the same period, cubes and reason. The old one is set
    aside. Raises NotAllowed, NotFound, WrongState."""
    check_may(by, "authority.run")
    old = _locked(draft_id)
    if (state := State(old.state)) in AT_WORK or state is State.PUBLISHED:
        raise WrongState(_why_not(old, state, State.STOPPED))
    if state not in ENDED:
        move(old, State.STOPPED)
        old.ended_at = now
        old.save(update_fields=["state", "ended_at"])
    return order(period=old.period, cubes=list(old.cubes.all()), reason=old.reason, by=by, now=now)


@transaction.atomic
def submit(*, draft_id: int, remark: str, by: Account, now: datetime) -> Draft:
    """Hand a draft to a second person. Raises NotAllowed, NotFound, WrongState."""
    check_may(by, "authority.submit")
    draft = _locked(draft_id)
    made = _made(draft)
    if needs_remark(len(made.findings), remark):
        raise WrongState(
            _("Others printed other numbers, and readers will ask why. Write in a sentence what you say to that.")
        )
    move(draft, State.SUBMITTED)
    draft.remark, draft.submitted_by, draft.submitted_at = remark.strip(), by.name, now
    draft.frozen = to_json(replace(made, remark=draft.remark))
    draft.sent_back_because = ""
    draft.save()
    return draft


def _made(draft: Draft) -> Bulletin:
    """The bulletin of a draft. Raises WrongState where none was made."""
    if draft.frozen is None:
        raise WrongState(_("Draft {number} has nothing to look at yet.").format(number=draft.pk))
    return from_json(bytes(draft.frozen), f"draft {draft.pk}")


@transaction.atomic
def approve(*, draft_id: int, by: Account, now: datetime) -> Draft:
    """Approve what another person submitted. Raises NotAllowed (also for the person who submitted it), NotFound,
    WrongState."""
    check_may(by, "authority.approve")
    draft = _locked(draft_id)
    if State(draft.state) is State.SUBMITTED and not is_second_person(draft.submitted_by, by.name):
        raise NotAllowed(_("You submitted this draft yourself. Ask another statistician to look at it and approve it."))
    move(draft, State.APPROVED)
    draft.approved_by, draft.approved_at = by.name, now
    draft.save(update_fields=["state", "approved_by", "approved_at"])
    return draft


@transaction.atomic
def send_back(*, draft_id: int, reason: str, by: Account) -> Draft:
    """Give a submitted or approved draft back, with a reason. Raises NotAllowed, NotFound, WrongState."""
    check_may(by, "authority.approve")
    if not reason.strip():
        raise WrongState(_("Write why you send it back, so that the other person knows what to do."))
    draft = _locked(draft_id)
    move(draft, State.READY)
    draft.sent_back_because, draft.approved_by, draft.approved_at = reason.strip(), "", None
    draft.save(update_fields=["state", "sent_back_because", "approved_by", "approved_at"])
    return draft


@transaction.atomic
def publish(*, draft_id: int, by: Account, now: datetime) -> Published:
    """Publish an approved draft: from now on it is frozen, and its period changes only by revisions.

    Raises NotAllowed, NotFound; WrongState where it is not approved, where it was announced for a later day, or where
    another bulletin came out since it was made, so that it is neither protected nor checked beside that one.
    """
    check_may(by, "authority.publish")
    draft = _locked(draft_id)
    move(draft, State.PUBLISHED)
    if draft.beside != standing():
        raise WrongState(
            _(
                "Another bulletin was published since this draft was made. Order it again, so that it is checked "
                "beside that one."
            )
        )
    today = timezone.localdate(now)
    made = replace(_made(draft), published=today)
    release = Release.objects.filter(starts=draft.starts, ends=draft.ends).first()
    if made.revision == 1 and release is not None and comes_too_early(release.due, today):
        raise WrongState(
            _(
                "It is announced for {day}. Publish it on that day or later, or move the day at the desk with a "
                "reason: the public calendar shows both."
            ).format(day=write(release.due, writer()))
        )
    frozen = to_json(made)
    published = Published.objects.create(
        slug=made.id, revision=made.revision, starts=draft.starts, ends=draft.ends, published_at=now,
        published_by=by.name, submitted_by=draft.submitted_by, approved_by=draft.approved_by,
        definitions=made.definitions, sha256=digest(frozen), frozen=frozen, counts=draft.counts,
        changed=len(made.changes), draft=draft,
    )  # fmt: skip
    published.cubes.set(draft.cubes.all())
    draft.frozen, draft.ended_at = frozen, now
    draft.save(update_fields=["state", "frozen", "ended_at"])
    return published


def standing() -> str:
    """A digest of all that is published: a draft that was made beside something else is not up to date."""
    known = Published.objects.order_by("published_at", "pk").values_list("sha256", flat=True)
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


@transaction.atomic
def announce(*, period: Period, due: date, by: Account, now: datetime, reason: str = "") -> Release:
    """Put a bulletin into the calendar of releases, or move its day, which the calendar shows with the reason.

    Raises NotAllowed; DataError for a period that a bulletin cannot have; WrongState for a day that has passed, for a
    move without a reason, where it is published, and where its numbers were counted before anything was announced.
    """
    check_may(by, "authority.publish")
    check_period(period)
    if Published.objects.filter(slug=slug(name_of(period))).exists():
        raise WrongState(_("A bulletin of this period is published already. Announce another period."))
    if due <= period.end:
        raise WrongState(_("The day of release must come after the last day of the period."))
    if due < timezone.localdate(now):
        raise WrongState(_("The day of release has passed. Choose a day from today on."))
    draft = counted_draft(period)
    release = Release.objects.select_for_update().filter(starts=period.start, ends=period.end).first()
    if release is not None:
        return _moved(release, due, reason, draft is not None, by, now)
    if draft is not None:
        raise WrongState(
            _(
                "Draft {number} has counted this period already, so its day can no longer be set before its numbers "
                "are known. Publish it as it is: the calendar says that it was not announced."
            ).format(number=draft.pk)
        )
    return Release.objects.create(
        starts=period.start, ends=period.end, due=due, announced_by=by.name, announced_at=now
    )  # fmt: skip


def counted_draft(period: Period) -> Draft | None:
    """The first draft whose run has, or may have, shown somebody the numbers of this period."""
    own = Draft.objects.defer("frozen", "counts").filter(starts=period.start, ends=period.end)
    seen = Q(frozen__isnull=False) | Q(state__in=[State.RUNNING, State.CONTRADICTS])
    return own.filter(seen).order_by("pk").first()


def _moved(release: Release, due: date, reason: str, numbers_known: bool, by: Account, now: datetime) -> Release:
    if due == release.due:
        raise WrongState(_("It is announced for that day already."))
    if not reason.strip():
        raise WrongState(
            _("It is announced for {day}. Write why the day moves: the public calendar shows it.").format(
                day=write(release.due, writer())
            )
        )
    release.moves.create(
        was=release.due, became=due, at=now, by=by.name, reason=reason.strip(), numbers_known=numbers_known
    )  # fmt: skip
    release.due = due
    release.save(update_fields=["due"])
    return release
