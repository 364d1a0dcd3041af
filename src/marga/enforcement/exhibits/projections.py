"""What stands since an act with an exhibit."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_noop

from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import CaseOfficer
from marga.site.acts.kinds import kind

from . import contents
from .models import (
    Destruction,
    Exhibit,
    HandOver,
    Mass,
    Photograph,
    SealedWeight,
    WeighingRound,
    Witness,
)  # fmt: skip

#: The number of the round that holds the laboratory's own weight.
LABORATORY = 0


@kind("weighing.begun", "exhibit", gettext_noop("a weighing began"), contents.WeighingBegun)
def weighing_begun(act: Act, told: contents.WeighingBegun) -> None:
    """A round waits for its first weight."""
    WeighingRound.objects.create(exhibit_id=act.key, number=told.round, begun=act.at, reason=told.reason)


@kind("weight.sealed", "exhibit", gettext_noop("a weight was sealed"), contents.WeightSealed)
def weight_sealed(act: Act, told: contents.WeightSealed) -> None:
    """The round has another weight, and whoever weighed has a part in the case."""
    found = WeighingRound.objects.get(exhibit=act.key, number=told.round)
    _seal(act, found, told.which, told)
    CaseOfficer.objects.get_or_create(case_id=act.case, officer=act.by)


@kind("weighing.opened", "exhibit", gettext_noop("the weights were opened"), contents.WeighingOpened)
def weighing_opened(act: Act, told: contents.WeighingOpened) -> None:
    """The weights may be read, and may give the supervisor something to look at."""
    WeighingRound.objects.filter(exhibit=act.key, number=told.round).update(opened=act.at)
    raise_concerns(act.key, told.concerns)


@kind("weighing.cancelled", "exhibit", gettext_noop("the weighing was cancelled"), contents.WeighingCancelled)
def weighing_cancelled(act: Act, told: contents.WeighingCancelled) -> None:
    """The round is over, its weights stay sealed."""
    WeighingRound.objects.filter(exhibit=act.key, number=told.round).update(cancelled=act.at, cancel_reason=told.reason)


@kind("laboratory.weighed", "exhibit", gettext_noop("the laboratory weighed it"), contents.LaboratoryWeighed)
def laboratory_weighed(act: Act, told: contents.LaboratoryWeighed) -> None:
    """The laboratory's weight is the one that counts."""
    own = WeighingRound.objects.create(exhibit_id=act.key, number=LABORATORY, begun=act.at, opened=act.at)
    _seal(act, own, 1, told)
    Exhibit.objects.filter(pk=act.key).update(purity=told.purity)
    raise_concerns(act.key, told.concerns)


@kind("exhibit.photographed", "exhibit", gettext_noop("it was photographed"), contents.Photographed)
def photographed(act: Act, told: contents.Photographed) -> None:
    """There is a picture. Its bytes are in no act: whoever made it puts them beside its row."""
    Photograph.objects.create(exhibit_id=act.key, sha256=told.sha256, data=b"", taken=act.at)


@kind("exhibit.given", "exhibit", gettext_noop("it was given"), contents.Given)
def given(act: Act, told: contents.Given) -> None:
    """A hand-over that the giver signed. The giver holds the exhibit still."""
    HandOver.objects.create(
        exhibit_id=act.key, number=told.number, giver=act.by, taker=told.taker, purpose=told.purpose, at=act.at,
        giver_signed=act.at,
    )  # fmt: skip


@kind("exhibit.taken", "exhibit", gettext_noop("it was taken"), contents.TakenOver)
def taken(act: Act, told: contents.TakenOver) -> None:
    """Both signed: the taker holds the exhibit."""
    HandOver.objects.filter(exhibit=act.key, number=told.number).update(taker_signed=act.at)
    Exhibit.objects.filter(pk=act.key).update(holder=act.by, at_laboratory=told.to_laboratory)


@kind("exhibit.hand_over_cancelled", "exhibit", gettext_noop("the hand-over was cancelled"), contents.HandOverCancelled)
def hand_over_cancelled(act: Act, told: contents.HandOverCancelled) -> None:
    """The giver holds the exhibit, as before."""
    HandOver.objects.filter(exhibit=act.key, number=told.number).update(cancelled=act.at)


@kind("exhibit.sampled", "exhibit", gettext_noop("a sample was taken"), contents.LaterWeighed)
def sampled(act: Act, told: contents.LaterWeighed) -> None:
    """So much was taken out."""
    _mass(act, "sampled", told, act.by)


@kind("exhibit.reweighed", "exhibit", gettext_noop("it was weighed again"), contents.LaterWeighed)
def reweighed(act: Act, told: contents.LaterWeighed) -> None:
    """So much is there."""
    _mass(act, "held", told, act.by)
    raise_concerns(act.key, told.concerns)


@kind("destruction.asked", "exhibit", gettext_noop("its destruction was asked for"), contents.DestructionAsked)
def destruction_asked(act: Act, told: contents.DestructionAsked) -> None:
    """Each witness has yet to sign."""
    asked = Destruction.objects.create(
        exhibit_id=act.key, number=told.number, by=act.by, asked=act.at, net=told.net, instrument=told.instrument,
        calibrated=told.calibrated, note=told.note, concerns=list(told.concerns),
    )  # fmt: skip
    Witness.objects.bulk_create(Witness(destruction=asked, officer=one) for one in told.witnesses)


@kind("destruction.witnessed", "exhibit", gettext_noop("a witness signed its destruction"), contents.Witnessed)
def destruction_witnessed(act: Act, told: contents.Witnessed) -> None:
    """One witness less has yet to sign."""
    waiting = Witness.objects.filter(destruction__exhibit=act.key, destruction__number=told.number, officer=act.by)
    waiting.update(signed=act.at)


@kind("destruction.cancelled", "exhibit", gettext_noop("its destruction was cancelled"), contents.DestructionCancelled)
def destruction_cancelled(act: Act, told: contents.DestructionCancelled) -> None:
    """The exhibit is held, as before."""
    Destruction.objects.filter(exhibit=act.key, number=told.number).update(cancelled=act.at)


@kind("exhibit.destroyed", "exhibit", gettext_noop("it was destroyed"), contents.Destroyed)
def destroyed(act: Act, told: contents.Destroyed) -> None:
    """Nothing is left. The last witness does this act; who destroyed it is the holder that asked."""
    _mass(act, "destroyed", told, told.holder, told.witnesses)
    Destruction.objects.filter(exhibit=act.key, number=told.number).update(done=act.at)
    Exhibit.objects.filter(pk=act.key).update(destroyed=act.at)
    raise_concerns(act.key, told.concerns)


@kind("exhibit.looked_at", "exhibit", gettext_noop("a supervisor looked at it"), contents.LookedAt)
def looked_at(act: Act, told: contents.LookedAt) -> None:
    """Nothing waits for the supervisor any more."""
    Exhibit.objects.filter(pk=act.key).update(concern=False, concerns=[])


def raise_concerns(exhibit: str, names: Iterable[str]) -> None:
    """What waits for the supervisor, besides what waits already."""
    wanted = list(names)
    if not wanted:
        return
    row = Exhibit.objects.get(pk=exhibit)
    row.concern, row.concerns = True, list(dict.fromkeys([*row.concerns, *wanted]))
    row.save(update_fields=["concern", "concerns"])


def _seal(act: Act, found: WeighingRound, which: int, told: contents.Reading) -> None:
    SealedWeight.objects.create(
        round=found, which=which, by=act.by, at=act.at, gross=told.gross, net=told.net, unit=told.unit,
        instrument=told.instrument, calibrated=told.calibrated, commitment=bytes(act.entry.commitment),
    )  # fmt: skip


def _mass(act: Act, what: str, told: contents.LaterWeighed, by: str, witnesses: Iterable[str] = ()) -> None:
    Mass.objects.create(exhibit_id=act.key, what=what, net=told.net, at=act.at, by=by, witnesses=list(witnesses),
                        note=told.note)  # fmt: skip
