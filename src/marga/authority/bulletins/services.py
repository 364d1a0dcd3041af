"""What the statistician's desk does: one function an act, each in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marga.authority.bulletins.fetching import fetch
from marga.authority.bulletins.models import Cube, CubeSource, Draft, Fetch, Published, Release
from marga.authority.bulletins.rules import State, can_move, is_second_person, needs_remark
from marga.authority.bulletins.said import in_every_language
from marga.country import DataError, Period
from marga.figures.bulletin.bulletin import Bulletin, slug
from marga.figures.bulletin.files import digest, from_json, to_json
from marga.figures.bulletin.times import check_period, name_of
from marga.site.accounts.models import Account
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.roles import check_may


def collect(*, by: str, now: datetime) -> list[Fetch]:
    """Fetch the cube of every side that has a source; keep those that are new. What went wrong is kept, too."""
    return [_collect(source, by, now) for source in CubeSource.objects.order_by("side")]


def _collect(source: CubeSource, by: str, now: datetime) -> Fetch:
    try:
        fetched = fetch(source.side, source.address, source.key)
    except DataError as error:
        problem = in_every_language(error)
        return Fetch.objects.create(side=source.side, at=now, by=by, problem=problem)
    with transaction.atomic():
        cube, is_new = Cube.objects.get_or_create(
            sha256=fetched.sha256,
            defaults={
                "side": source.side, "body": fetched.about.body, "starts": fetched.starts, "ends": fetched.ends,
                "made_at": fetched.made_at, "key": source.key, "coverage": list(fetched.about.coverage),
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
    """Change the state of a locked draft. Raises WrongState where it cannot become that."""
    old = State(draft.state)
    if not can_move(old, new):
        raise WrongState(
            _("Draft {number} cannot do that now: somebody may have moved it on. Look at it again.").format(
                number=draft.pk
            )
        )
    draft.state = new.value


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

    Raises NotAllowed, NotFound; WrongState where it is not approved, or another bulletin came out since it was made, so
    that it is neither protected nor checked beside that one.
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
    made = replace(_made(draft), published=timezone.localdate(now))
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
def announce(*, period: Period, due: date, by: Account, now: datetime) -> Release:
    """Put a bulletin into the calendar of releases, or move its day. Raises NotAllowed, DataError, WrongState."""
    check_may(by, "authority.publish")
    check_period(period)
    if Published.objects.filter(slug=slug(name_of(period))).exists():
        raise WrongState(_("A bulletin of this period is published already. Announce another period."))
    if due <= period.end:
        raise WrongState(_("The day of release must come after the last day of the period."))
    if due < timezone.localdate(now):
        raise WrongState(_("The day of release has passed. Choose a day from today on."))
    made, _new = Release.objects.update_or_create(
        starts=period.start, ends=period.end,
        defaults={"due": due, "announced_by": by.name, "announced_at": now},
    )  # fmt: skip
    return made
