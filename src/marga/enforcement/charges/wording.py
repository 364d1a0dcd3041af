"""Charges in words: what the law gives for them, which way a change goes, and who must agree to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marga.country import load, write
from marga.country.enforcement import Agreement, Offences
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Charge
from marga.enforcement.rules.charges import Direction, direction
from marga.site.writing import writer

from .services import as_rule

YEAR, DAY, HOUR = 12, timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a charge as a page shows it. `direction` and `later` are against the version before."""

    row: Charge
    says: str
    penalty: str
    verified: bool
    direction: Direction | None
    does: str
    later: str


def law() -> Offences:
    """The country's offences."""
    return load(settings.MARGA_COUNTRY).enforcement.offences


def name_of(charge: contents.Charged | Charge | None) -> str:
    """The offence, with its band of quantity."""
    if charge is None or not charge.offence:
        return _("dropped")
    known = law()
    offence = write(known.offences[charge.offence].label, writer())
    if charge.quantity not in known.quantities:
        return offence
    quantity = known.quantities[charge.quantity]
    band = next((one for one in quantity.bands if one.name == charge.band), None)
    if band is None:
        return offence
    return _("{offence}, {band} ({drugs})").format(
        offence=offence, band=write(band.label, writer()), drugs=write(quantity.label, writer())
    )


def penalty_of(charge: contents.Charge | Charge) -> str:
    """The range of prison in words, with the fine."""
    least = _months(charge.least_months)
    if charge.most_months is None:
        prison = _("prison from {least} to life").format(least=least)
    elif charge.most_months == charge.least_months:
        prison = _("prison for {least}").format(least=least)
    else:
        prison = _("prison from {least} to {most}").format(least=least, most=_months(charge.most_months))
    if charge.or_fine:
        return _("{prison}, or a fine").format(prison=prison)
    return _("{prison}, and a fine").format(prison=prison) if charge.fine else prison


def _months(months: int) -> str:
    if months and months % YEAR == 0:
        return ngettext("{count} year", "{count} years", months // YEAR).format(count=months // YEAR)
    return ngettext("{count} month", "{count} months", months).format(count=months)


def is_verified(charge: contents.Charge | Charge) -> bool:
    """Whether somebody compared the range with the law."""
    known = law().offences.get(charge.offence)
    return known is not None and not known.penalty_of(charge.quantity, charge.band).basis.unverified


def does(way: Direction) -> str:
    """What a change does, in words."""
    return {
        Direction.RAISES: _("raises the penalty"),
        Direction.LOWERS: _("lowers the penalty"),
        Direction.SAME: _("leaves the penalty as it is"),
        Direction.MIXED: _("raises one end of the penalty and lowers the other"),
        Direction.DROPS: _("drops the charge"),
    }[way]


def who_agrees(rule: Agreement) -> str:
    """Who must be the second officer, in a sentence."""
    ranks = load(settings.MARGA_COUNTRY).enforcement.register.ranks
    rank = write(ranks[rule.rank].label, writer())
    said = _("At least this rank must agree: {rank}.").format(rank=rank)
    if rule.outside_case:
        said += " " + _("That officer has no part in the case.")
    if rule.prosecutor:
        said += " " + _("A prosecutor’s written decision is needed too.")
    return said


def steps(rows: Sequence[Charge]) -> list[Step]:
    """The versions of one charge, the first first, as a page shows them."""
    if not rows:
        return []
    found = [_step(rows[0], None, "")]
    for old, new in pairwise(rows):
        way = direction(as_rule(old).charge, as_rule(new).charge)
        found.append(_step(new, way, _span(new.at - old.at)))
    return found


def _step(row: Charge, way: Direction | None, later: str) -> Step:
    penalty = penalty_of(row) if row.offence else ""
    return Step(row, name_of(row), penalty, not row.offence or is_verified(row), way, does(way) if way else "", later)


def _span(time: timedelta) -> str:
    if time >= 2 * DAY:
        return ngettext("{count} day later", "{count} days later", time // DAY).format(count=time // DAY)
    if time >= HOUR:
        return ngettext("{count} hour later", "{count} hours later", time // HOUR).format(count=time // HOUR)
    minutes = time // timedelta(minutes=1)
    return ngettext("{count} minute later", "{count} minutes later", minutes).format(count=minutes)
