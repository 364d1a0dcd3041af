"""How long a person may be held, and what a prosecutor may add.

The clock runs from arrival at the unit, in elapsed time. Lengths, classes and ages are the country's data
(custody.toml), each with its source or marked as not verified.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Custody, Limit
from marga.country.instants import Clock, utc


@dataclass(frozen=True, slots=True)
class Permission:
    """A prosecutor's written permission to hold longer. `given`: when it was written, not when it was typed in."""

    number: str
    prosecutor: str
    motive: str
    given: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """One custody as its clocks see it.

    youngest         the least age that the person may have, in years; None: not known
    offence_class    class of the gravest charge, "" without a charge
    minor            the person is, or may be, a minor
    reviews          when each review was held
    entered          when what was done was written down: (what, done, entered); what is "review", "prosecutor" or
                     "guardian"
    """

    arrived: datetime
    offence_class: str = ""
    youngest: int | None = None
    minor: bool = False
    reviews: tuple[datetime, ...] = ()
    prosecutor_told: datetime | None = None
    guardian_told: datetime | None = None
    rights_told: datetime | None = None
    permissions: tuple[Permission, ...] = ()
    ended: datetime | None = None
    entered: tuple[tuple[str, datetime, datetime], ...] = ()

    def entered_at(self, what: str, done: datetime | None) -> datetime | None:
        """When it was first written down; None where that is not known."""
        return min((utc(entered) for name, at, entered in self.entered if name == what and at == done), default=None)

    def __post_init__(self) -> None:
        arrived = utc(self.arrived)
        for instant in (*self.reviews, self.prosecutor_told, self.guardian_told, self.rights_told, self.ended):
            if instant is not None and utc(instant) < arrived:
                raise ValueError(f"{instant} is before the arrival, {self.arrived}")


def limit_for(stay: Stay, custody: Custody) -> Limit:
    """The limit that applies: the one for the lowest age that still covers the person, then one for the class of the
    charge, then the shortest. A person of unknown age is taken to be as young as any limit speaks of."""
    fitting = [
        limit
        for limit in custody.limits
        if (limit.under_age is None or stay.youngest is None or stay.youngest < limit.under_age)
        and limit.offence_class in ("", stay.offence_class)
    ]
    return min(fitting, key=lambda one: (one.under_age is None, one.under_age, not one.offence_class, one.lasts))


def must_end(stay: Stay, custody: Custody) -> datetime:
    """The instant at which custody must have ended, with what was permitted."""
    return utc(stay.arrived) + limit_for(stay, custody).lasts + len(stay.permissions) * custody.extension.lasts


def lawyer_from(stay: Stay, custody: Custody) -> datetime:
    """The instant from which a lawyer must be let in."""
    return utc(stay.arrived) + custody.lawyer_after


def asking_refusals(stay: Stay, custody: Custody, motive: str) -> tuple[Sentence, ...]:
    """Why no prosecutor can be asked for more time: it cannot be given, nobody was told, or nobody says why."""
    refusals = _never_longer(stay, custody)
    if stay.prosecutor_told is None:
        refusals.append(say(gettext_noop("No prosecutor was told of this custody. Tell them first.")))
    if not motive.strip():
        refusals.append(say(gettext_noop("Write why the person is to be held longer.")))
    return tuple(refusals)


def _never_longer(stay: Stay, custody: Custody) -> list[Sentence]:
    """Why this custody can be made longer by nobody."""
    refusals: list[Sentence] = []
    if stay.ended is not None:
        refusals.append(say(gettext_noop("This custody has ended. It cannot be made longer.")))
    if stay.offence_class not in custody.extension.classes:
        refusals.append(say(gettext_noop("Custody for this class of offence cannot be made longer. Release the person "
                                         "or bring them to court in time.")))  # fmt: skip
    if len(stay.permissions) >= custody.extension.at_most:
        refusals.append(say(gettext_noop("This custody was made longer {times} times already, which is the most."),
                            times=len(stay.permissions)))  # fmt: skip
    return refusals


def extension_refusals(stay: Stay, custody: Custody, permission: Permission, clock: Clock) -> tuple[Sentence, ...]:
    """Why custody may not be made longer. The permission must be written before the limit runs out, not after."""
    refusals = _never_longer(stay, custody)
    refusals += _missing(permission)
    if utc(permission.given) > clock.at:
        refusals.append(say(gettext_noop("The permission is dated later than now. Correct its time.")))
    if utc(permission.given) > must_end(stay, custody):
        refusals.append(say(gettext_noop("The permission was given after the limit had run out. It cannot mend that.")))
    if utc(permission.given) < utc(stay.arrived):
        refusals.append(say(gettext_noop("The permission was given before the person arrived. Correct its time.")))
    return tuple(refusals)


def _missing(permission: Permission) -> list[Sentence]:
    wanted = (
        (permission.number, gettext_noop("Give the number of the prosecutor’s written permission.")),
        (permission.prosecutor, gettext_noop("Name the prosecutor who gave the permission.")),
        (permission.motive, gettext_noop("Write why the person is held longer, as the permission says it.")),
    )
    return [say(template) for given, template in wanted if not given.strip()]


def done_refusals(done: datetime, since: datetime, until: datetime | None, clock: Clock) -> tuple[Sentence, ...]:
    """Why a thing cannot have been done in this custody then. `since`: the arrest, or when it came to this unit;
    `until`: when custody ended, for what is written down only after it."""
    if utc(done) > clock.at:
        return (say(gettext_noop("This has not happened yet. Correct its time.")),)
    if utc(done) < utc(since):
        return (say(gettext_noop("This is dated before the person was arrested or came here. Correct its time.")),)
    if until is not None and utc(done) > utc(until):
        return (say(gettext_noop("This custody had ended by then. Correct its time.")),)
    return ()


def end_refusals(
    custody: Custody, end: str, named: str, ended: datetime, clock: Clock, last: datetime | None = None
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why custody cannot end so. `named`: the court, unit, body or reason that this end asks for; `last`: the arrival,
    or what was done last in it."""
    kind = custody.ends.get(end)
    if kind is None:
        return (say(gettext_noop("“{end}” is no way in which custody ends. Choose one of the list."), end=end),)
    refusals = []
    if kind.needs and not named.strip():
        refusals.append(say(NAMED[kind.needs]))
    if utc(ended) > clock.at:
        refusals.append(say(gettext_noop("The end of custody has not come yet. Correct its time.")))
    if last is not None and utc(ended) < utc(last):
        refusals.append(say(gettext_noop("Something was done in this custody after that time. Correct the time of its "
                                         "end.")))  # fmt: skip
    return tuple(refusals)


NAMED = {
    "court": gettext_noop("Name the court."), "unit": gettext_noop("Name the unit that takes the person."),
    "body": gettext_noop("Name the body that takes the person."), "reason": gettext_noop("Write what happened."),
}  # fmt: skip


def counted_end(custody: Custody, end: str) -> str | None:
    """The code of an end in the extract; None where it has none."""
    return custody.ends[end].counts_as or None


def classes_of(names: Collection[str], custody_classes: Collection[str]) -> str:
    """The gravest of the classes of several charges. `custody_classes`: all classes, the gravest last."""
    order = list(custody_classes)
    return max(names, key=order.index, default="")
