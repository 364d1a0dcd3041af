"""Acts with a station's units, officers, instruments, pads and numbers. One function an act."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import gettext_noop, load, say
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.rules import pads as rules
from marga.site.acts.contents import Content
from marga.site.faults import Fault, one_of, refuse, refuse_sentences
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may

from . import alerting, contents
from .models import Counter, Instrument, Officer, Pad, Slip, Unit, Unused
from .owing import as_rule


def next_serial(unit: str, year: int) -> int:
    """The next running number of a unit and year. The counter stays locked until the transaction ends, so that a
    booking that fails gives its number back."""
    return next_serials(unit, year, 1)[0]


def next_serials(unit: str, year: int, count: int) -> range:
    """The next so many running numbers, in the same way."""
    counter, _made = Counter.objects.select_for_update().get_or_create(unit_id=unit, year=year, defaults={"last": 0})
    counter.last += count
    counter.save(update_fields=["last"])
    return range(counter.last - count + 1, counter.last + 1)


def set_unit(unit: contents.UnitSet, who: Acting) -> Unit:
    """Add or change a unit. Raises Faulty for a province that the country does not have, NotAllowed."""
    provinces = load(settings.MARGA_COUNTRY).dimensions["province"].categories
    refuse(one_of("province", unit.province, provinces))
    _set("unit.set", unit, unit.code, unit.code, who, Unit.objects.filter(pk=unit.code).first(), contents.UnitSet)
    return Unit.objects.get(pk=unit.code)


def set_officer(officer: contents.OfficerSet, who: Acting) -> Officer:
    """Add, promote, move or dismiss an officer. Raises Faulty, NotAllowed."""
    refuse(one_of("rank", officer.rank, load(settings.MARGA_COUNTRY).enforcement.register.ranks))
    _check_unit(officer.unit)
    other = Officer.objects.filter(account=officer.account).exclude(pk=officer.number).first()
    if officer.account and other is not None:
        refuse([Fault("account", say(gettext_noop("This account is officer {number}’s. Nobody shares an account."),
                                     number=other.number))])  # fmt: skip
    row = Officer.objects.filter(pk=officer.number).first()
    _set("officer.set", officer, officer.unit, officer.number, who, row, contents.OfficerSet)
    return Officer.objects.get(pk=officer.number)


def set_instrument(instrument: contents.InstrumentSet, who: Acting) -> Instrument:
    """Add an instrument, write its new certificate, or take it out of use. Raises Faulty, NotAllowed."""
    _check_unit(instrument.unit)
    if instrument.calibrated > who.clock.at.date():
        refuse([Fault("calibrated", say(gettext_noop("The calibration has not happened yet. Correct its day.")))])
    row = Instrument.objects.filter(pk=instrument.number).first()
    _set("instrument.set", instrument, instrument.unit, instrument.number, who, row, contents.InstrumentSet)
    return Instrument.objects.get(pk=instrument.number)


def issue_pad(pad: contents.PadIssued, who: Acting) -> Pad:
    """Hand a pad of paper receipts to a unit. Raises Faulty, NotAllowed."""
    check_may(who, "enforcement.stations")
    _check_unit(pad.unit)
    if pad.last < pad.first or pad.last - pad.first >= LARGEST_PAD:
        refuse([Fault("last", say(gettext_noop("A pad has 1 to {most} slips. Correct its first or last number."),
                                  most=LARGEST_PAD))])  # fmt: skip
    with transaction.atomic():
        near = Pad.objects.filter(first__lte=pad.last, last__gte=pad.first)
        wanted = rules.Pad(pad.number, pad.unit, pad.first, pad.last, pad.issued)
        refuse_sentences(rules.issue_refusals(map(as_rule, near), wanted), "first")
        if Pad.objects.filter(pk=pad.number).exists():
            refuse([Fault("number", say(gettext_noop("There is a pad of this number already. Compare it.")))])
        record("pad.issued", who, pad, unit=pad.unit, part=pad.number)
        return Pad.objects.get(pk=pad.number)


LARGEST_PAD = 1000


def void_slip(serial: int, reason: str, who: Acting) -> Slip:
    """Say that a paper receipt of the officer's unit will never be typed in. Raises Faulty, NotFound, WrongState."""
    check_may(who, "enforcement.supervise")
    if not reason.strip():
        refuse([Fault("reason", say(gettext_noop("Write why this slip is void, and where it is now.")))])
    with transaction.atomic():
        slip = Slip.objects.select_for_update().filter(pk=serial, pad__unit=who.unit).first()
        if slip is None:
            raise NotFound(_("No pad with slip {serial} was issued to this unit.").format(serial=serial))
        if slip.typed_in is not None or slip.void:
            raise WrongState(_("Slip {serial} was typed in or made void already.").format(serial=serial))
        record("slip.void", who, contents.SlipVoid(serial=serial, pad=slip.pad_id, reason=reason), part=str(serial))
        alerting.settle(who.unit, who.clock)
        slip.refresh_from_db()
        return slip


def explain_number(year: int, serial: int, reason: str, who: Acting) -> Unused:
    """Say why a number of the officer's unit was given out and no case has it. The same again stays one.

    Raises Faulty, NotAllowed, WrongState where another reason stands.
    """
    check_may(who, "enforcement.supervise")
    if not reason.strip():
        refuse([Fault("reason", say(gettext_noop("Write why no case has this number.")))])
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=who.unit)  # numbers of one unit are explained one by one
        there = Unused.objects.filter(unit=who.unit, year=year, serial=serial).first()
        if there is not None and there.reason == reason.strip():
            return there
        if there is not None:
            raise WrongState(_("Why no case has number {serial} was written down already.").format(serial=serial))
        told = contents.NumberUnused(year=year, serial=serial, reason=reason)
        record("number.unused", who, told, part=f"{year}.{serial}")
        alerting.settle(who.unit, who.clock)
        return Unused.objects.get(unit=who.unit, year=year, serial=serial)


def _check_unit(code: str) -> None:
    if not Unit.objects.filter(pk=code).exists():
        refuse([Fault("unit", say(gettext_noop("There is no unit {code}. Add it first."), code=code))])


def _set(
    kind: str, content: Content, unit: str, part: str, who: Acting, row: Unit | Officer | Instrument | None,
    shape: type[Content],
) -> Act:  # fmt: skip
    """Enter how something of a station is since, with how it was before."""
    check_may(who, "enforcement.stations")
    with transaction.atomic():
        old = None if row is None else shape.model_validate({
            name: getattr(row, "unit_id" if name == "unit" else name) for name in shape.model_fields
        })  # fmt: skip
        return record(kind, who, content, unit=unit, part=part, old=old)
