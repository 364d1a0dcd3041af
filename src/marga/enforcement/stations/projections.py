"""What stands since an act with a station."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from marga.enforcement.acts.models import Act
from marga.site.acts.contents import Content
from marga.site.acts.kinds import kind

from . import contents
from .models import Instrument, Officer, Pad, Slip, Unit, Unused


@kind("unit.set", "unit", gettext_noop("the unit was written down"), contents.UnitSet)
def unit_set(act: Act, told: contents.UnitSet) -> None:
    """A unit is as it says."""
    Unit.objects.update_or_create(code=told.code, defaults=told.model_dump(exclude={"code"}))


@kind("officer.set", "officer", gettext_noop("the officer’s rank, unit or account was set"), contents.OfficerSet)
def officer_set(act: Act, told: contents.OfficerSet) -> None:
    """An officer is as it says."""
    Officer.objects.update_or_create(number=told.number, defaults=_at_unit(told, exclude={"number"}))


@kind("instrument.set", "instrument", gettext_noop("the instrument was written down"), contents.InstrumentSet)
def instrument_set(act: Act, told: contents.InstrumentSet) -> None:
    """An instrument is as it says."""
    Instrument.objects.update_or_create(number=told.number, defaults=_at_unit(told, exclude={"number"}))


@kind("pad.issued", "pad", gettext_noop("a pad of paper receipts was issued"), contents.PadIssued)
def pad_issued(act: Act, told: contents.PadIssued) -> None:
    """A pad is at its unit. Its slips have rows, so that each can be told of."""
    pad = Pad.objects.create(**_at_unit(told))
    Slip.objects.bulk_create([Slip(serial=serial, pad=pad) for serial in range(told.first, told.last + 1)])


@kind("slip.void", "slip", gettext_noop("a paper receipt was made void"), contents.SlipVoid)
def slip_void(act: Act, told: contents.SlipVoid) -> None:
    """A slip that nobody will type in."""
    Slip.objects.filter(serial=told.serial).update(void=told.reason)


@kind("number.unused", "number", gettext_noop("a number that no case has was explained"), contents.NumberUnused)
def number_unused(act: Act, told: contents.NumberUnused) -> None:
    """A gap with its reason."""
    Unused.objects.create(unit_id=act.unit, year=told.year, serial=told.serial, reason=told.reason)


def _at_unit(told: Content, exclude: set[str] | None = None) -> dict[str, Any]:
    """What is said, with the unit as the column has it."""
    said = told.model_dump(exclude=exclude)
    said["unit_id"] = said.pop("unit")
    return said
