"""Custody in words: how a deadline stands, what is missing, what a step says. In the language that is being read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from marga.country import Text, load, write
from marga.country.enforcement import Basis
from marga.country.instants import Clock, duration, moment
from marga.enforcement.rules.deadlines import Deadline, Standing, Subject, said
from marga.enforcement.rules.rights import said_of
from marga.enforcement.stations.models import UnitAlert
from marga.site.acts.kinds import KINDS
from marga.site.writing import writer

from .models import Alert, Step
from .reckoning import law, zone

SEVERITY = {
    Standing.OVERDUE: "error", Standing.LATE: "error", Standing.MISSED: "error", Standing.SOON: "warning",
    Standing.WAITING: "note", Standing.MET: "good", Standing.WRITTEN_LATE: "warning",
}  # fmt: skip
WORDS = {
    Standing.OVERDUE: _("Overdue"), Standing.LATE: _("Late"), Standing.MISSED: _("Missed"), Standing.SOON: _("Soon"),
    Standing.WAITING: _("In time"), Standing.MET: _("Done"),
    Standing.WRITTEN_LATE: _("Written down late"),
}  # fmt: skip
MISSING = {
    Subject.PROSECUTOR: _("prosecutor not told"), Subject.GUARDIAN: _("guardian not told"),
    Subject.RIGHTS: _("not all rights told"),
}  # fmt: skip
HOW = {
    "signed": _("signed"), "finger_printed": _("finger-printed"), "refused": _("refused"),
    "read_aloud": _("read aloud, not signed"), "unable": _("could not sign"), "waiting": _("not signed yet"),
    "asked": _("asked for"), "came": _("came"), "continue": _("held further"), "release": _("to be released"),
}  # fmt: skip
#: What a step says, field by field, in this order; times, pages and what has a page of its own apart.
FIELDS = {
    "number": _("Number"), "how": _("How"), "state": _("What came of it"), "decision": _("Decision"),
    "name": _("Name"), "named": _("Named"), "unit": _("Unit of the police"), "reach": _("Where they are reached"),
    "prosecutor": _("Prosecutor"), "language": _("Language"), "rights": _("Rights"), "interpreter": _("Interpreter"),
    "present": _("Also present"), "reason": _("Reason"), "motive": _("Motive"), "late": _("Why it was late"),
    "note": _("Note"),
}  # fmt: skip
LATE_RECORD_MINUTES = 15  # from which on it is said that a thing was written down later


@dataclass(frozen=True, slots=True)
class Said:
    """A deadline for a page: shape and colour, a word for them, and the sentence. `verified`: somebody has compared the
    rule with the law."""

    severity: str
    word: str
    sentence: str
    verified: bool
    deadline: Deadline


def deadline_said(deadline: Deadline, clock: Clock) -> Said:
    """A deadline in words."""
    standing = deadline.standing
    sentence = write(said(deadline, clock, zone()), writer())
    verified = not any(basis.unverified for basis in _rests_on(deadline.subject))
    return Said(SEVERITY[standing], str(WORDS[standing]), sentence, verified, deadline)


def _rests_on(subject: Subject) -> list[Basis]:
    """What the rule of a deadline rests on."""
    rules = law()
    return {
        Subject.LIMIT: [limit.basis for limit in rules.limits], Subject.PROSECUTOR: [rules.prosecutor_basis],
        Subject.GUARDIAN: [rules.guardian_basis], Subject.REVIEW: [rules.reviews.basis],
        Subject.RIGHTS: [right.basis for right in rules.rights.values()],
    }[subject]  # fmt: skip


def away(deadline: Deadline, clock: Clock) -> str:
    """How far a deadline is away: "in 22 min", "12 min ago"."""
    span = write(duration(clock.at - deadline.due), writer())
    template = gettext("{span} ago") if clock.at > deadline.due else gettext("in {span}")
    return template.format(span=span)


def when(instant: datetime) -> str:
    """Day and time in the country."""
    return write(moment(instant, zone()), writer())


def due_of(alert: Alert) -> str:
    """What an alert is about, as of its deadline."""
    template = gettext_noop("{what}, due {when}")
    text = gettext(template).format(what=_subject(alert), when=when(alert.due))
    return text[:1].upper() + text[1:]


def _subject(alert: Alert) -> str:
    names = {
        "limit": gettext("the end of custody"), "prosecutor": gettext("telling the prosecutor"),
        "guardian": gettext("telling the guardian"), "rights": gettext("telling the rights"),
        "review": gettext("review {number}").format(number=alert.number),
    }  # fmt: skip
    return names.get(alert.subject, alert.subject)


@dataclass(frozen=True, slots=True)
class StepSaid:
    """A step for a page. `recorded`: when it was written down, where that was much later than it was done."""

    step: Step
    label: str
    details: Sequence[tuple[str, str]]
    recorded: bool


def step_said(step: Step) -> StepSaid:
    """What was done, in words."""
    kind = KINDS.get(f"custody.{step.what}") or KINDS[f"alert.{step.what}"]
    much_later = (step.recorded - step.done).total_seconds() >= LATE_RECORD_MINUTES * 60
    label = gettext(kind.label)
    if step.what == "rights_told":
        label = write(said_of(step.said["rights"], law()), writer())
    return StepSaid(step, label[:1].upper() + label[1:], tuple(_details(step)), much_later)


def _details(step: Step) -> Iterator[tuple[str, str]]:
    said: Mapping[str, Any] = step.said
    for field, label in FIELDS.items():
        value = said.get(field)
        if value in (None, "", [], ()) or (field == "number" and step.what not in ("prosecutor_told", "extended")):
            continue
        yield str(label), _value(step.what, field, value)
    if step.what == "wish" and not said.get("name"):
        yield str(FIELDS["name"]), gettext("nobody")
    if said.get("reached") is False:
        yield str(FIELDS["state"]), gettext("not reached")
    if step.what == "interviewed":
        yield gettext("Interview"), gettext("number {number}, {pages} pages, from {began}").format(
            number=said["number"], pages=len(said["pages"]), began=when(_instant(said["began"])))  # fmt: skip
    if step.what == "interview_changed":
        yield gettext("Page"), gettext("page {page} of interview {interview}").format(**said)


def _value(what: str, field: str, value: object) -> str:
    label: Text | None = None
    if field == "rights" and isinstance(value, list):
        told = [law().rights[name].text for name in value if name in law().rights]
        if len(told) == len(law().rights):
            return gettext("all {count}").format(count=len(told))
        return " ".join(write(one, writer()) for one in told)
    if field == "language" and value in law().languages:
        label = law().languages[str(value)].label
    if field == "how" and what == "ended" and value in law().ends:
        label = law().ends[str(value)].label
    if label is not None:
        return write(label, writer())
    return str(HOW.get(str(value), value)) if field in ("how", "state", "decision") else str(value)


def _instant(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise ValueError(f"{text} is no time")
    return found


def to_whom(alert: Alert | UnitAlert) -> str:
    """Whom an alert is to: a rank of the unit, or the inspector."""
    ranks = load(settings.MARGA_COUNTRY).enforcement.register.ranks
    return write(ranks[alert.to].label, writer()) if alert.to in ranks else gettext("inspector")
