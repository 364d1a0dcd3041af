"""Importing a file: it is checked whole, and then booked whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import gettext_noop, load, say
from marga.enforcement.acts.services import Acting, clock
from marga.enforcement.cases.checking import booking_faults, fresh_weight_faults
from marga.enforcement.cases.contents import Booking
from marga.enforcement.cases.services import zone
from marga.enforcement.stations.models import Officer, Unit
from marga.site.accounts.models import Account
from marga.site.refusals import NotFound
from marga.site.roles import check_may

from .bulk import book_all, known_sources, taken_seals
from .reading import Group, Line, Wrong, groups_of, lines_of, text_of

#: What is wrong is told up to here: who has so many faults mends the first ones and tries again.
MOST_TOLD = 500
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file. `cases`, `people`, `exhibits`: in the file; `known`: cases that were imported before and
    stand as they are; `made`: cases that are new, 0 after a dry run; `wrong`: then nothing was done."""

    cases: int
    people: int
    exhibits: int
    known: int
    made: int
    wrong: tuple[Wrong, ...]


def _silent(_step: str, _done: int, _of: int) -> None:
    pass


def importer(number: str, unit: str = "") -> Acting:
    """Whoever imports on the side's own machine: an officer by number, at a unit (their own if none is named).

    Raises NotFound for an officer who does not serve or has no account, or a unit that is not there.
    """
    officer = Officer.objects.filter(number=number, serving=True).first()
    account = Account.objects.filter(name=officer.account).first() if officer and officer.account else None
    if officer is None or account is None:
        raise NotFound(_("No officer {number} serves and has an account. Name a supervisor.").format(number=number))
    if unit and not Unit.objects.filter(pk=unit).exists():
        raise NotFound(_("There is no unit {code}. Add it first.").format(code=unit))
    return Acting(officer.number, officer.rank, unit or officer.unit_id, tuple(account.roles), clock())


def import_file(
    data: bytes, who: Acting, *, dry_run: bool = False, progress: Progress = _silent
) -> Outcome:  # fmt: skip
    """Check a file and book its cases at the unit of `who`, in one transaction; with `dry_run` only check it.

    progress   told the step ("check" or "book"), how many cases are done, and of how many; 0: not known yet
    Raises NotAllowed.
    """
    check_may(who, "enforcement.import")
    groups, wrong = _checked(data, who, progress)
    bookings = [group.booking for group in groups if group.booking is not None]
    with transaction.atomic():
        known = known_sources(bookings, who.unit)
        if not wrong:
            wrong = _taken(groups, bookings, known)
        made = 0
        if not wrong and not dry_run:
            made = book_all(bookings, who, lambda done: progress("book", done, len(bookings)))
    return Outcome(
        len(groups), sum(len(one.people) for one in bookings), sum(len(one.exhibits) for one in bookings), len(known),
        made, tuple(sorted(wrong, key=lambda one: one.line)[:MOST_TOLD]),
    )  # fmt: skip


def _checked(data: bytes, who: Acting, progress: Progress) -> tuple[list[Group], list[Wrong]]:
    """The cases of a file, and all that is wrong with it by itself."""
    text = text_of(data)
    if isinstance(text, Wrong):
        return [], [text]
    found = list(lines_of(text))
    wrong = [one for one in found if isinstance(one, Wrong)]
    if not found:
        wrong = [Wrong(0, "", "", say(gettext_noop("There is no line below the names of the columns.")))]
    country, groups, seals = load(settings.MARGA_COUNTRY), [], dict[str, int]()
    for done, group in enumerate(groups_of([one for one in found if isinstance(one, Line)], zone()), 1):
        if group.booking is not None:
            faults = booking_faults(group.booking, country, zone(), who.clock)
            faults += fresh_weight_faults(group.booking, country.enforcement.weighing, who.clock)
            group.wrong += [group.told(fault.field, fault.says) for fault in faults]
            group.wrong += _seals(group, seals)
        wrong += group.wrong
        groups.append(group)
        if done % 500 == 0:
            progress("check", done, 0)
    return groups, wrong


def _seals(group: Group, seen: dict[str, int]) -> list[Wrong]:
    """Seals that another case of the file has. `seen`: seal -> its line."""
    own: dict[str, int] = {}
    found = []
    for line in group.lines:
        if seal := line.cells.get("seal"):
            if seal in seen:
                words = gettext_noop("Line {line} has this seal too. Each exhibit has its own.")
                found.append(Wrong(line.number, "seal", seal[:40], say(words, line=seen[seal])))
            own[seal] = line.number
    seen.update(own)
    return found


def _taken(groups: list[Group], bookings: list[Booking], known: set[str]) -> list[Wrong]:
    """Seals that the register has, of cases that it does not have."""
    return [
        groups[place].told(fault.field, fault.says)
        for place, fault in taken_seals(bookings) if bookings[place].source not in known
    ]  # fmt: skip
