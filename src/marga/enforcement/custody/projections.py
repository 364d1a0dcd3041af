"""What stands since an act in a custody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import CaseOfficer, Party, Prosecutor
from marga.site.acts.kinds import kind

from . import contents
from .models import Custody, Step
from .reckoning import reckon_anew

TRANSFERRED = "transferred"


@kind("custody.prosecutor_told", "custody", gettext_noop("the prosecutor was told"), contents.ProsecutorTold)
def prosecutor_told(act: Act, told: contents.ProsecutorTold) -> None:
    """The prosecutor was told, and may read the case."""
    Prosecutor.objects.get_or_create(case_id=act.case, number=told.number)
    _step(act, told.told)


@kind("custody.guardian_told", "custody", gettext_noop("the guardian was told"), contents.GuardianTold)
def guardian_told(act: Act, told: contents.GuardianTold) -> None:
    """The guardian was told."""
    _step(act, told.told)


@kind("custody.rights_told", "custody", gettext_noop("rights were told"), contents.RightsTold)
def rights_told(act: Act, told: contents.RightsTold) -> None:
    """Rights were told."""
    _step(act, told.told)


@kind("custody.wish", "custody", gettext_noop("the person said whom they want told"), contents.Wish)
def wish(act: Act, told: contents.Wish) -> None:
    """The person wants somebody told."""
    _step(act, told.said)


@kind("custody.wish_told", "custody", gettext_noop("someone the person chose was told"), contents.WishTold)
def wish_told(act: Act, told: contents.WishTold) -> None:
    """Somebody was told."""
    _step(act, told.told)


@kind("custody.lawyer", "custody", gettext_noop("lawyer"), contents.Helped)
@kind("custody.interpreter", "custody", gettext_noop("interpreter"), contents.Helped)
@kind("custody.doctor", "custody", gettext_noop("doctor"), contents.Helped)
def helped(act: Act, told: contents.Helped) -> None:
    """A lawyer, interpreter or doctor was asked for, came, or was refused."""
    _step(act, told.at)


@kind("custody.reviewed", "custody", gettext_noop("custody was reviewed"), contents.Reviewed)
def reviewed(act: Act, told: contents.Reviewed) -> None:
    """A review was held."""
    _step(act, told.held)


@kind("custody.extension_asked", "custody", gettext_noop("a prosecutor was asked to permit more time"),
      contents.ExtensionAsked)  # fmt: skip
def extension_asked(act: Act, told: contents.ExtensionAsked) -> None:
    """More time is asked for; the limit stays until it is permitted."""
    _step(act, told.asked)


@kind("custody.extended", "custody", gettext_noop("custody was made longer"), contents.Extended)
def extended(act: Act, told: contents.Extended) -> None:
    """A prosecutor permitted more time."""
    _step(act, told.given)


@kind("custody.interviewed", "custody", gettext_noop("the person was interviewed"), contents.Interviewed)
def interviewed(act: Act, told: contents.Interviewed) -> None:
    """An interview is recorded; whoever held it has a part in the case."""
    CaseOfficer.objects.get_or_create(case_id=act.case, officer=act.by)
    _step(act, told.ended)


@kind("custody.interview_changed", "custody", gettext_noop("a page of an interview was changed"),
      contents.InterviewChanged)  # fmt: skip
def interview_changed(act: Act, told: contents.InterviewChanged) -> None:
    """A page reads otherwise; what it said stays in the step before."""
    CaseOfficer.objects.get_or_create(case_id=act.case, officer=act.by)
    _step(act, told.changed)


@kind("custody.ended", "custody", gettext_noop("custody ended"), contents.Ended)
def ended(act: Act, told: contents.Ended) -> None:
    """Nobody is held in this custody any more, and nothing is due."""
    _end(act, told.how, told.named, told.at)


@kind("custody.transferred", "custody", gettext_noop("the person was transferred to another unit"),
      contents.Transferred)  # fmt: skip
def transferred(act: Act, told: contents.Transferred) -> None:
    """One custody ends and another begins, of which the clock is the same."""
    before = _end(act, TRANSFERRED, told.unit, told.at)
    Custody.objects.create(key=f"{before.party_id}.C{told.number}", party_id=before.party_id, unit_id=told.unit,
                           arrived=before.arrived, began_here=told.at)  # fmt: skip
    reckon_anew(before.party_id, act.at)


@kind("alert.acknowledged", "custody", gettext_noop("an alert was acknowledged"), contents.Acknowledged)
def alert_acknowledged(act: Act, told: contents.Acknowledged) -> None:
    """An alert was read. Alerts are no part of the register, for the clock raises them; that it was answered is."""
    _step(act, act.at)


@kind("outcome.recorded", "person", gettext_noop("what became of the person was recorded"), contents.OutcomeRecorded)
def outcome_recorded(act: Act, told: contents.OutcomeRecorded) -> None:
    """What became of a person's part in the case."""
    Party.objects.filter(pk=act.key).update(outcome=told.outcome)


@kind("slip.given", "person", gettext_noop("a slip for treatment was given"), contents.SlipGiven)
def slip_given(act: Act, told: contents.SlipGiven) -> None:
    """That it was given, and nothing else."""
    Party.objects.filter(pk=act.key).update(slip_given=told.given)


def _step(act: Act, done: datetime) -> None:
    """A thing done in a custody, and what is due next since."""
    custody = Custody.objects.get(pk=act.key)
    Step.objects.create(custody=custody, what=act.kind.partition(".")[2], done=done, recorded=act.at, by=act.by,
                        said=act.new)  # fmt: skip
    reckon_anew(custody.party_id, act.at)


def _end(act: Act, how: str, named: str, at: datetime) -> Custody:
    custody = Custody.objects.get(pk=act.key)
    custody.ended, custody.how, custody.named, custody.next_due = at, how, named, None
    custody.save(update_fields=["ended", "how", "named", "next_due"])
    Step.objects.create(custody=custody, what=act.kind.partition(".")[2], done=at, recorded=act.at, by=act.by,
                        said=act.new)  # fmt: skip
    return custody
